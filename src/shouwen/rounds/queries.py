"""Everything the rounds' pages show, in a fixed number of queries however long the lists are."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from shouwen.enforcement.matters import Say, Summary, covered, sayings, summaries_of
from shouwen.enforcement.words import of_language
from shouwen.files import queries as files
from shouwen.files.queries import FileRow
from shouwen.obligations import queries as owed
from shouwen.obligations import spans
from shouwen.obligations.queries import OwedRow, State
from shouwen.people.models import Member
from shouwen.people.standing import (
    Person,
    Standing,
    below_each,
    posts_held_by,
    standing_today,
)
from shouwen.policy.facts import Detail
from shouwen.policy.kinds import Rule
from shouwen.policy.kinds.clock import Clocked
from shouwen.policy.kinds.duty import Duty
from shouwen.policy.vocabulary import Vocabulary
from shouwen.regulations import queries as regulations
from shouwen.regulations.queries import House, InForce
from shouwen.rounds.gates import RECORD
from shouwen.rounds.lines import lines_of
from shouwen.rounds.models import Finding
from shouwen.rounds.routes import Route, routes_for
from shouwen.rounds.ways import moves_something

FINDING = "finding"
MOST = 200
PAGE = 50
MISSED_DAYS = timedelta(days=14)  # how far back the list of what was missed looks


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A round or task in a list, ready to show; the due badge reads the first ones."""

    pk: int
    due_at: datetime | None
    provisional: bool
    opened_at: datetime
    warn_at: datetime | None
    state: str
    late: bool
    remaining: timedelta | None = None
    title: str
    whose: str
    matter: Summary
    clause_number: str
    book: str
    stops: int
    photos: int
    is_review: bool

    @property
    def href(self) -> str:
        """Where it is done."""
        return reverse("rounds:round", args=[self.pk])

    @property
    def why_href(self) -> str:
        """Where it is explained."""
        return reverse("enforcement:why_obligation", args=[self.pk])

    @property
    def note(self) -> str:
        """The small line below its title."""
        parts = (
            pgettext("a duty", "review") if self.is_review else "",
            self.matter.label,
            self.matter.note,
            _counted_stops(self.stops) if self.stops else "",
            _counted_photos(self.photos) if self.photos else "",
            self.whose,
        )
        return " · ".join(part for part in parts if part)


def _counted_stops(stops: int) -> str:
    said = ngettext("%(counter)s thing to look at", "%(counter)s things to look at", stops)
    return said % {"counter": stops}


def _counted_photos(photos: int) -> str:
    said = ngettext("%(counter)s photograph", "%(counter)s photographs", photos)
    return said % {"counter": photos}


@dataclass(frozen=True, slots=True, kw_only=True)
class Today:
    """One member's rounds: overdue and due today, later ones, and what was missed lately."""

    standing: Standing
    now_due: tuple[Task, ...]
    later: tuple[Task, ...]
    missed: tuple[Task, ...]
    routes: tuple[Route, ...]


def rounds_of(member: Member, now: datetime, *, team: bool = False) -> Today:
    """Gather a member's rounds, or those of everybody below them."""
    today = timezone.localdate(now)
    standing = standing_today(member, today)
    house = regulations.house_on(today)
    whose = _whose(member, standing, team=team, on=today)
    rows = _owed(member, standing, whose, team=team)
    missed = spans.missed_lately(now - MISSED_DAYS, whose.owners, whose.posts, PAGE)
    still = {row.id for row in rows}
    missed = [row for row in missed if row.id not in still]
    maker = TaskMaker.of((*rows, *missed), house, names_posts=team)
    tasks = [task for row in rows if (task := maker.task(row)) is not None]
    tonight = _end_of(today)
    return Today(
        standing=standing,
        now_due=tuple(t for t in tasks if t.due_at is None or t.due_at <= tonight),
        later=tuple(t for t in tasks if t.due_at is not None and t.due_at > tonight),
        missed=tuple(t for row in missed if (t := maker.task(row)) is not None),
        routes=() if team else tuple(routes_open_to(standing, house.in_force)),
    )


def routes_open_to(standing: Standing, in_force: InForce) -> list[Route]:
    """List the routes on which a member may set out: those of the regulations of their posts.

    Where points or money may follow from setting out, it is for whoever records any fact.
    """
    everything = RECORD in standing.permissions
    found = routes_for(in_force, standing.own.posts, everything=everything)
    if everything:
        return found
    return [r for r in found if not moves_something(r.kind.kind, in_force.rulebook)]


def route_open_to(member: Member, kind: str, today: date) -> Route | None:
    """Return the route that begins with a kind of fact, if the member may set out on it."""
    in_force = regulations.in_force_on(today)
    routes = routes_open_to(standing_today(member, today), in_force)
    return next((one for one in routes if one.kind.kind == kind), None)


@dataclass(frozen=True, slots=True)
class Whose:
    """Members by pk and posts by key whose duties are asked for."""

    owners: frozenset[int]
    posts: frozenset[str]


def _whose(member: Member, standing: Standing, *, team: bool, on: date) -> Whose:
    own = standing.own
    if not team:
        return Whose(frozenset({member.pk}), frozenset(own.posts))
    below = everybody_below(own.reports, on)
    return Whose(below, frozenset(posts_held_by(below, on)))


def everybody_below(reports: Iterable[Person], on: date) -> frozenset[int]:
    """Return everybody who answers to a member, directly or not, in one query."""
    found = below_each([person.pk for person in reports], on)
    return frozenset().union(*found.values()) if found else frozenset()


def _owed(member: Member, standing: Standing, whose: Whose, *, team: bool) -> list[OwedRow]:
    if team:
        return spans.owed_by_many(whose.owners, whose.posts, limit=MOST)
    own = standing.own
    return owed.owed_by(member, None, MOST, posts=own.posts, team_ids=own.team_ids)


def _end_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskMaker:
    """Makes rows of tasks, asking the database for nothing."""

    house: House
    summaries: Mapping[str, Summary]
    names_posts: bool

    @classmethod
    def of(cls, rows: Iterable[OwedRow], house: House, *, names_posts: bool) -> TaskMaker:
        """Return a maker for these rows, asking once what their matters are called."""
        vocabulary = house.words.vocabulary
        matters = [row.about for row in rows if not row.about.startswith("duty:")]
        return cls(
            house=house, summaries=summaries_of(matters, vocabulary), names_posts=names_posts
        )

    def rule(self, row: OwedRow) -> Rule:
        """Return the rule that opened an obligation."""
        return self.house.rule(row.regulation, row.rule_id, row.version_id)

    def task(self, row: OwedRow) -> Task | None:
        """Make the row of something owed; None for a step of a case, which is done on its page."""
        rule = self.rule(row)
        if not isinstance(rule, Clocked):
            return None
        if row.about.startswith("case:") and not isinstance(rule, Duty):
            return None
        return Task(
            pk=row.id,
            due_at=row.due_at,
            provisional=row.provisional,
            opened_at=row.opened_at,
            warn_at=row.warn_at,
            state=row.state,
            late=row.late,
            title=of_language((row.duty, row.duty_en)) or row.duty,
            whose=row.owner_name or self._post(row.owed_by),
            matter=self.summaries.get(row.about, Summary(label="")),
            clause_number=row.clause_number,
            book=row.title,
            stops=len(lines_of(rule, self.house.in_force.rulebook)),
            photos=rule.evidence.count("photo"),
            is_review=rule.id.endswith(".review"),
        )

    def _post(self, party: str) -> str:
        kind, _colon, key = party.partition(":")
        if kind != "post" or not self.names_posts:
            return ""
        return self.house.words.posts.get(key, key)


# ── findings ─────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingRow:
    """A finding in a list: what, where, by whom, and what is owed next about it."""

    pk: int
    label: str
    text: str
    place: str
    found_by: str
    found_at: datetime
    next_duty: str
    due_at: datetime | None
    state: str
    late: bool
    photo: FileRow | None

    @property
    def href(self) -> str:
        """Its page."""
        return reverse("rounds:finding", args=[self.pk])


@dataclass(frozen=True, slots=True)
class FindingsPage:
    """One page of findings; ``after`` is the cursor of the next one."""

    rows: tuple[FindingRow, ...]
    after: str


def findings(
    member: Member, now: datetime, *, everything: bool, cursor: str = "", limit: int = PAGE
) -> FindingsPage:
    """List findings, the newest first: all of them, or those the member and their people found."""
    today = timezone.localdate(now)
    found = Finding.objects.select_related("fact", "found_by").order_by("-found_at", "-pk")
    if not everything:
        standing = standing_today(member, today)
        people = {member.pk, *everybody_below(standing.own.reports, today)}
        found = found.filter(found_by__in=people)
    if cursor.isdecimal():
        # Findings are written as they are found, so their numbers stand in that order.
        found = found.filter(pk__lt=int(cursor))
    rows = list(found[: limit + 1])
    shown = rows[:limit]
    matters = [row.about for row in shown]
    due, photos = owed.soonest_about(matters), files.attached_to(matters)
    known = regulations.words_on(today).vocabulary
    told = covered([(r.about, r.fact.details if r.fact else {}) for r in shown], member, now)
    made = tuple(
        _finding_row(r, said_in(r.place, details), due.get(r.about), photos.get(r.about, []), known)
        for r, details in zip(shown, told, strict=True)
    )
    return FindingsPage(made, str(shown[-1].pk) if len(rows) > limit else "")


def _finding_row(
    row: Finding, text: str, due: OwedRow | None, attached: list[FileRow], known: Vocabulary
) -> FindingRow:
    return FindingRow(
        pk=row.pk,
        label=of_language(known.kind_labels(row.fact_kind)),
        text=text,
        place=row.place,
        found_by=row.found_by.name,
        found_at=row.found_at,
        next_duty=(of_language((due.duty, due.duty_en)) or due.duty) if due else "",
        due_at=due.due_at if due else None,
        state=due.state if due else State.MET,
        late=due.late if due else False,
        photo=next((file for file in attached if file.is_photo), None),
    )


def said_in(place: str, details: Mapping[str, Detail]) -> str:
    """Return the fullest text of a finding's fact, for a list."""
    said = (v for k, v in details.items() if k != files.DETAIL and isinstance(v, str))
    plain = [text for text in said if text != place and (" " in text or not text.isascii())]
    return max(plain, key=len, default="")


def found_with(token: str) -> Finding:
    """Return the finding that a form with this key made; raises LookupError without one."""
    found = Finding.objects.filter(about=f"{FINDING}:{token}").first()
    if found is None:
        raise LookupError("The form was refused, so there is no finding of it.")
    return found


def findings_of_round(obligation: int) -> list[Finding]:
    """List what was found on one round, in order."""
    found = Finding.objects.filter(found_on=obligation).select_related("fact", "found_by")
    return list(found.order_by("pk"))


def link_to(token: str) -> tuple[str, str]:
    """Return what the matter of a finding is called and its address."""
    found = Finding.objects.filter(about=f"{FINDING}:{token}").first()
    if found is None:
        return _("finding"), ""
    return _label(found), reverse("rounds:finding", args=[found.pk])


def summaries_of_findings(tokens: Collection[str]) -> dict[str, Summary]:
    """Summarise the matters that findings are, in one query."""
    found = Finding.objects.filter(about__in=[f"{FINDING}:{token}" for token in tokens])
    return {
        row.about.partition(":")[2]: Summary(
            label=_label(row),
            note=row.place,
            href=reverse("rounds:finding", args=[row.pk]),
        )
        for row in found
    }


def covers_of_findings(
    reader: Member | None, tokens: Collection[str], at: datetime
) -> dict[str, Say]:
    """Return how texts about findings are shown: as those about what the round was about."""
    found = Finding.objects.filter(about__in=[f"{FINDING}:{token}" for token in tokens])
    whole = dict(found.exclude(found_on=None).values_list("about", "found_on__about"))
    says = sayings(set(whole.values()), reader, at)
    return {
        about.partition(":")[2]: says[matter] for about, matter in whole.items() if matter in says
    }


def _label(finding: Finding) -> str:
    return _("finding %(number)s") % {"number": finding.pk}
