"""Who held which post and answered to whom on any day, looked up once for a whole period."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from shouwen.people.models import Holding, Member, Reporting
from shouwen.policy.kinds.questions import MembersOf, OfPeople, PostsOf, SuperiorOf
from shouwen.policy.rulings import Party


class _Held(NamedTuple):
    member: int
    username: str
    post: str
    since: date
    until: date | None

    def on(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day < self.until)


class Staff:
    """Everybody with their posts and superiors, by day; answers as the house does."""

    def __init__(self) -> None:
        """Look everything up in three queries."""
        active = set(Member.objects.filter(is_active=True).values_list("pk", flat=True))
        self.names: dict[str, str] = dict(Member.objects.values_list("username", "name"))
        self._posts: dict[str, list[_Held]] = defaultdict(list)
        self._holders: dict[str, list[_Held]] = defaultdict(list)
        posts = ("member", "member__username", "post__key", "since", "until")
        for row in Holding.objects.order_by("member").values_list(*posts):
            held = _Held(*row)
            self._posts[held.username].append(held)
            if held.member in active:
                self._holders[held.post].append(held)
        self._lines: dict[str, list[tuple[str, date, date | None]]] = defaultdict(list)
        lines = Reporting.objects.order_by("-since", "-pk")
        columns = ("member__username", "superior__username", "since", "until")
        for member, superior, since, until in lines.values_list(*columns):
            self._lines[member].append((superior, since, until))
        self._kept: dict[tuple[object, date], object] = {}

    def answer(self, question: OfPeople, day: date) -> object:
        """Answer a question about people as of a day."""
        key = (question, day)
        if key not in self._kept:
            self._kept[key] = self._answer(question, day)
        return self._kept[key]

    def _answer(self, question: OfPeople, day: date) -> object:
        if isinstance(question, PostsOf):
            return frozenset(h.post for h in self._posts.get(question.person, ()) if h.on(day))
        if isinstance(question, SuperiorOf):
            return self._superior(question.person, day)
        holders = self.holders(question.post, day)
        return tuple(sorted(holders)) if isinstance(question, MembersOf) else len(holders)

    def holders(self, post: str, day: date) -> list[str]:
        """Return who held a post, in order of joining."""
        return list(dict.fromkeys(h.username for h in self._holders.get(post, ()) if h.on(day)))

    def _superior(self, person: str, day: date) -> str | None:
        standing = (
            superior
            for superior, since, until in self._lines.get(person, ())
            if since <= day and (until is None or day < until)
        )
        return next(standing, None)

    def owner(self, party: Party, day: date) -> str | None:
        """Return the one member a party is on a day, or None."""
        if party.kind == "member":
            return party.key if party.key in self.names else None
        if party.kind == "superior":
            found = self.answer(SuperiorOf(party.key), day)
            return found if isinstance(found, str) else None
        if party.kind == "post":
            holders = self.holders(party.key, day)
            return holders[0] if len(holders) == 1 else None
        return None

    def account(self, party: Party, day: date) -> str:
        """Return whose account pays or receives for a party on a day, as ``kind:key``."""
        owner = self.owner(party, day) if party.kind in ("superior", "post") else None
        return f"member:{owner}" if owner else f"{party.kind}:{party.key}"

    def posts_on(self, members: Iterable[str], day: date) -> dict[str, str]:
        """Return the post each of these members took up last, of those held on a day."""
        found: dict[str, str] = {}
        for member in members:
            held = sorted((h for h in self._posts.get(member, ()) if h.on(day)),
                          key=lambda each: each.since)  # fmt: skip
            if held:
                found[member] = held[-1].post
        return found
