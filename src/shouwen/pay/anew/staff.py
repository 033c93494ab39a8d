"""Who held which post, for everybody who is asked about."""

from __future__ import annotations

from datetime import date, datetime, time
from functools import lru_cache

from django.utils import timezone

from shouwen.enforcement.parties import account_of
from shouwen.enforcement.questions import answer_to
from shouwen.pay.many.settled import People
from shouwen.people import queries as people
from shouwen.people.models import Holding, Member, Reporting
from shouwen.policy.kinds.questions import OfPeople, PostsOf
from shouwen.policy.rulebook import Rulebook
from shouwen.policy.rulings import Party


def people_of(book: Rulebook, first: date, end: date) -> People:
    """Return who answers questions about people from the first day to before the end.

    The posts of everybody are asked for once for each day on which something changed.
    """

    @lru_cache(maxsize=8)
    def posts_on(day: date) -> dict[str, frozenset[str]]:
        return people.posts_by_member(list(Member.objects.values_list("username", flat=True)), day)

    def answer(question: OfPeople, day: date) -> object:
        if isinstance(question, PostsOf):
            return posts_on(day).get(question.person, frozenset())
        noon = datetime.combine(day, time(12), timezone.get_default_timezone())
        return answer_to(question, book=book, at=noon)

    return People(answer, _changes(first, end))


def _changes(first: date, end: date) -> list[date]:
    found: set[date] = set()
    for model in (Holding, Reporting):
        for name in ("since", "until"):
            inside = {f"{name}__gte": first, f"{name}__lt": end}
            found.update(model.objects.filter(**inside).values_list(name, flat=True))
    return sorted(found)


class Accounts:
    """Whose account a party is on a day, each asked once."""

    def __init__(self) -> None:
        """Ask nothing yet."""
        self._known: dict[tuple[str, date], str] = {}

    def named(self, party: str, day: date) -> str:
        """Return the account of a party that is written such as ``post:manager``."""
        kind, _, key = party.partition(":")
        if kind not in ("post", "superior"):
            return party
        if (party, day) not in self._known:
            self._known[party, day] = str(account_of(Party(kind, key), day))
        return self._known[party, day]
