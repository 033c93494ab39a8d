"""Which regulations, rules and calendars hold on a day, as known at a moment.

A rulebook is kept in this process under the versions it was built from, each with the fingerprint
of its text. That set comes from one query per call, and a version's text never changes, so a book
is never stale, however many processes adopt and retire.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import Case, CharField, Max, Q, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from shouwen.people.asking import Rows
from shouwen.people.models import Team
from shouwen.policy.calendar import Calendar
from shouwen.policy.clauses import Clause
from shouwen.policy.kinds import Rule, Words, rule_from_definition
from shouwen.policy.rulebook import Rulebook
from shouwen.policy.vocabulary import BASE, Vocabulary
from shouwen.regulations.comparing import ClauseText, Outline, RuleText
from shouwen.regulations.holiday_table import holiday_tables
from shouwen.regulations.hours import Schedule
from shouwen.regulations.models import PROPOSED, CalendarVersion, ClauseRow, RuleRow, Version

# Facts of many days are judged with few different sets of versions.
BOOKS_KEPT = 32
# What a front matter names by key.
NAMES = ("posts", "parties", "departments", "points")


@dataclass(frozen=True, slots=True, kw_only=True)
class InForce:
    """Everything adopted that holds on a day: rules, words, and which version each comes from.

    ``versions`` maps a regulation's slug to its version's pk. ``posts``, ``parties``,
    ``departments`` and ``points`` give the printed names by key.
    """

    rulebook: Rulebook
    vocabulary: Vocabulary
    versions: Mapping[str, int]
    posts: Mapping[str, str]
    parties: Mapping[str, str]
    departments: Mapping[str, str]
    points: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Shelf:
    """Every version ever adopted, by its dates; the rules of a day without a further query."""

    versions: tuple[Shelved, ...]

    def on(
        self, day: date, known_at: datetime | None = None, *, also: int | None = None
    ) -> InForce:
        """Return everything in force on a day; with ``known_at``, as it stood at that moment.

        ``also`` is a version that counts besides, whenever it is in force.
        """
        found = (v for v in self.versions if v.pk == also or v.holds(day, known_at))
        return _book(frozenset(v.marked for v in found))

    def version(self, pk: int) -> InForce:
        """Return one version by itself, whenever it was in force; versions never change."""
        return _book(frozenset(v.marked for v in self.versions if v.pk == pk))


class Shelved(NamedTuple):
    """One version's dates, as its row gives them."""

    pk: int
    sha256: str
    in_force: date
    ended: date | None
    ended_known_at: datetime | None
    adopted_at: datetime

    @property
    def marked(self) -> tuple[int, str]:
        """The version with the fingerprint of its text."""
        return self.pk, self.sha256

    def holds(self, day: date, known_at: datetime | None) -> bool:
        """Tell whether the version holds on a day, as known at a moment."""
        ends_later = self.ended is None or self.ended > day
        if known_at is None:
            return self.in_force <= day and ends_later
        # An end that was decided later had not happened yet, as far as anybody knew.
        decided_later = self.ended_known_at is not None and self.ended_known_at > known_at
        known = self.adopted_at <= known_at
        return known and self.in_force <= day and (ends_later or decided_later)


def shelf() -> Shelf:
    """Return every version ever adopted, in one query."""
    rows = Version.objects.order_by("pk").values_list(*Shelved._fields)
    return Shelf(tuple(Shelved(*row) for row in rows))


def rulebook_on(day: date, known_at: datetime | None = None) -> Rulebook:
    """Return the rules in force on a day; with ``known_at``, as they stood at that moment."""
    return in_force_on(day, known_at).rulebook


def in_force_on(day: date, known_at: datetime | None = None) -> InForce:
    """Return everything in force on a day, in one query when it was asked for before."""
    return _book(frozenset(_MARKS_ON.ask(day, known_at)))


def words_on(day: date) -> InForce:
    """Return the words of everything adopted by a day, of what has ended too, without rules.

    What happened under a regulation keeps its names after the regulation has ended.
    """
    begun = Version.objects.filter(in_force__lte=day)
    return _words(frozenset(begun.values_list("pk", "sha256")))


def _versions_on(day: date, known_at: datetime | None) -> Any:
    ends_later = _ends_later(day)
    versions = Version.objects.filter(in_force__lte=day).order_by("pk")
    if known_at is None:
        return versions.filter(ends_later)
    # An end that was decided later had not happened yet, as far as anybody knew.
    not_ended_yet = ends_later | Q(ended_known_at__gt=known_at)
    return versions.filter(not_ended_yet, adopted_at__lte=known_at)


def _asking_marks(day: date, known_at: datetime | None) -> Any:
    return _versions_on(day, known_at).values_list("pk", "sha256")


_MARKS_ON = Rows(_asking_marks)


def _ends_later(day: date) -> Q:
    return Q(ended__isnull=True) | Q(ended__gt=day)


def version_of(slug: str, day: date, known_at: datetime | None = None) -> Version | None:
    """Return the version of a regulation that holds on a day, or None."""
    found: Version | None = _versions_on(day, known_at).filter(regulation__slug=slug).last()
    return found


@lru_cache(maxsize=BOOKS_KEPT)
def _book(marked: frozenset[tuple[int, str]]) -> InForce:
    versions = _marked(marked)
    vocabulary, names = _spoken(versions)
    return InForce(
        rulebook=Rulebook(rules_of(versions), timezone.get_default_timezone()),
        vocabulary=vocabulary,
        versions={version.regulation.slug: version.pk for version in versions},
        **names,
    )


@lru_cache(maxsize=BOOKS_KEPT)
def _words(marked: frozenset[tuple[int, str]]) -> InForce:
    vocabulary, names = _spoken(_marked(marked))
    nothing = Rulebook((), timezone.get_default_timezone())
    return InForce(rulebook=nothing, vocabulary=vocabulary, versions={}, **names)


def _marked(marked: frozenset[tuple[int, str]]) -> list[Version]:
    pks = [pk for pk, _sha256 in marked]
    return list(Version.objects.filter(pk__in=pks).select_related("regulation").order_by("pk"))


def _spoken(versions: Iterable[Version]) -> tuple[Vocabulary, dict[str, dict[str, str]]]:
    vocabulary = BASE
    names: dict[str, dict[str, str]] = {key: {} for key in NAMES}
    for version in versions:
        front = version.front
        vocabulary = vocabulary.extended(front.get("facts") or {}, front.get("values"))
        for kind, known in names.items():
            known.update(version.front.get(kind) or {})
    return vocabulary, names


def book_of_version(version_pk: int) -> InForce:
    """Return one version by itself, whenever it was in force; versions never change."""
    marked = Version.objects.filter(pk=version_pk).values_list("pk", "sha256")
    return _book(frozenset(marked))


def rules_of(versions: Iterable[Version]) -> tuple[Rule, ...]:
    """Return the typed rules of some versions, in the order of their texts, in one query."""
    by_pk = {version.pk: version for version in versions}
    words = {pk: words_of(version) for pk, version in by_pk.items()}
    rows = RuleRow.objects.filter(version__in=by_pk).select_related("clause")
    return tuple(
        rule_from_definition(
            row.definition, clause_cited(row.clause, by_pk[row.version_id]), words[row.version_id]
        )
        for row in rows.order_by("version_id", "order")
    )


def words_of(version: Version) -> Words:
    """Return the names a version declares, so that its rules can be explained to people."""
    names = {key: version.front.get(key) or {} for key in NAMES}
    return Words(
        facts=BASE.extended(version.front.get("facts") or {}, version.front.get("values")),
        readings=version.front.get("readings") or {},
        titles=version.front.get("titles") or {},
        **names,
    )


def clause_cited(row: ClauseRow, version: Version) -> Clause:
    """Return a clause the way rulings cite it; ``version`` comes with its regulation."""
    return Clause(
        regulation=version.regulation.slug,
        title=version.title,
        address=row.address,
        number=row.number,
        heading=row.heading,
        text=row.text,
    )


def clause_of(version_pk: int, address: str) -> Clause | None:
    """Return the clause at an address of one version, or None."""
    rows = ClauseRow.objects.select_related("version__regulation")
    row = rows.filter(version=version_pk, address=address).first()
    return clause_cited(row, row.version) if row else None


def definition_of(version_pk: int, rule_id: str) -> Mapping[str, Any]:
    """Return a rule's block as adopted, empty when the version has no such rule.

    A step of a workflow (``handling.reply``) has the block of its workflow.
    """
    parents = [rule_id.rsplit(".", n)[0] for n in range(3)]
    rows = RuleRow.objects.filter(version=version_pk, rule_id__in=parents)
    found = dict(rows.values_list("rule_id", "definition"))
    return next((found[name] for name in parents if name in found), {})


def export(version: Version) -> str:
    """Return the text a version was adopted from, unchanged to the character."""
    return version.source


def outline_of(version: Version) -> Outline:
    """Return a version ready to be compared, in two queries."""
    clauses = [
        ClauseText(address=c.address, number=c.number, heading=c.heading, text=c.text)
        for c in ClauseRow.objects.filter(version=version).order_by("order")
    ]
    rows = RuleRow.objects.filter(version=version).select_related("clause").order_by("order")
    rules = [
        RuleText(
            rule_id=row.rule_id,
            title=row.title,
            number=row.clause.number,
            definition=row.definition,
        )
        for row in rows
    ]
    return Outline(clauses=tuple(clauses), rules=tuple(rules))


def last_version(slug: str) -> Version | None:
    """Return the version of a regulation that was adopted last, or None."""
    adopted = Version.objects.filter(regulation__slug=slug, number__gt=PROPOSED)
    return adopted.order_by("-number").first()


# ── calendars ────────────────────────────────────────────────────────────────────────────────


# A row's pk with the fingerprint of what it says: a pk alone may be given again after a rollback.
Marked = tuple[int, str]


def _latest_calendars(
    team_key: str | None, known_at: datetime | None
) -> tuple[Marked | None, Marked | None]:
    """Return the latest row of the house and of the team, in one query."""
    house = own = None
    for team, pk, mark in _LATEST_CALENDARS.ask(team_key or "", known_at):
        if team is None:
            house = (pk, mark)
        else:
            own = (pk, mark)
    return house, own


def _asking_calendars(team_key: str, known_at: datetime | None) -> Any:
    rows = CalendarVersion.objects.filter(Q(team__isnull=True) | Q(team__key=team_key))
    if known_at is not None:
        rows = rows.filter(created_at__lte=known_at)
    latest = rows.order_by().values("team").annotate(latest=Max("pk")).values("latest")
    found = CalendarVersion.objects.filter(pk__in=latest)
    return found.values_list("team", "pk", "fingerprint")


_LATEST_CALENDARS = Rows(_asking_calendars)


@dataclass(frozen=True, slots=True)
class Hours:
    """The hours of the house and of a team as known at a moment, found in one query."""

    house: Marked | None
    own: Marked | None
    on: date

    def calendar(self, *, of_the_team: bool) -> Calendar:
        """Return the team's calendar, which is the house's where it has none, or the house's."""
        own = self.own if of_the_team else None
        return _calendar(self.house, own, _schedule(self.house, own).week_of(self.on))

    @property
    def version_pk(self) -> int | None:
        """The row that says so first, for whoever has to cite it."""
        mark = self.own or self.house
        return mark[0] if mark else None


def hours_of(team_key: str | None, known_at: datetime) -> Hours:
    """Return the hours of the house and of a team as known at a moment, in one query."""
    return Hours(*_latest_calendars(team_key, known_at), timezone.localdate(known_at))


def calendar_for(
    team_key: str | None = None, known_at: datetime | None = None, on: date | None = None
) -> Calendar:
    """Return the calendar of a team, else of the house, as known at a moment.

    ``on`` is the day whose weekly hours count; without it the day of ``known_at``, and without
    both the hours that begin last.
    """
    house, own = _latest_calendars(team_key, known_at)
    schedule = _schedule(house, own)
    if on is None and known_at is not None:
        on = timezone.localdate(known_at)
    # A calendar remembers the days it has worked out, so one is shared as long as hours stay.
    return _calendar(house, own, schedule.week_of(on))


def calendars_for(team_key: str | None, known_at: datetime | None) -> Callable[[date], Calendar]:
    """Return how to find the calendar of any day, in one query for all of them."""
    house, own = _latest_calendars(team_key, known_at)
    schedule = _schedule(house, own)
    return lambda day: _calendar(house, own, schedule.week_of(day))


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """What holds on a day for a page that shows much of it: rules, words and hours."""

    in_force: InForce
    words: InForce
    calendar: Callable[[str], Calendar]

    def rule(self, regulation: str, rule_id: str, version_pk: int) -> Rule:
        """Return a rule as it stands in one version; only an older version asks the database."""
        if self.in_force.versions.get(regulation) == version_pk:
            return self.in_force.rulebook.rule(regulation, rule_id)
        return book_of_version(version_pk).rulebook.rule(regulation, rule_id)


def house_on(day: date) -> House:
    """Return everything in force on a day with the calendar of every team, in one query.

    ``calendar`` takes a team's key; empty asks for the house's own.
    """
    found = _HOUSE.ask(day)
    book = _book(frozenset((pk, mark) for what, pk, mark, _team in found if what == "version"))
    words = _words(frozenset((pk, mark) for what, pk, mark, _team in found if what != "calendar"))
    latest_of = {team: (pk, mark) for what, pk, mark, team in found if what == "calendar"}

    def calendar(team_key: str) -> Calendar:
        house, own = latest_of.get(""), latest_of.get(team_key) if team_key else None
        return _calendar(house, own, _schedule(house, own).week_of(day))

    return House(in_force=book, words=words, calendar=calendar)


def _asking_house(day: date) -> Any:
    holds = When(_ends_later(day), then=Value("version"))
    versions = (
        Version.objects.filter(in_force__lte=day)
        .order_by()
        .annotate(what=Case(holds, default=Value("ended"), output_field=CharField()))
        .values_list("what", "pk", "sha256", Value("", CharField()))
    )
    latest = CalendarVersion.objects.order_by().values("team").annotate(latest=Max("pk"))
    calendars = CalendarVersion.objects.filter(pk__in=latest.values("latest")).order_by()
    marks = calendars.values_list(
        Value("calendar", CharField()), "pk", "fingerprint", Coalesce("team__key", Value(""))
    )
    return versions.union(marks, all=True)


_HOUSE = Rows(_asking_house)


def schedule_in_use(team: Team | None, known_at: datetime | None) -> Schedule:
    """Return hours and exceptional days as they hold for a team, the house's among them."""
    return _schedule(*_latest_calendars(team.key if team else None, known_at))


def calendar_version_for(
    team_key: str | None = None, known_at: datetime | None = None
) -> CalendarVersion | None:
    """Return the row that :func:`calendar_for` reads first, for whoever has to cite it."""
    house, own = _latest_calendars(team_key, known_at)
    mark = own or house
    return CalendarVersion.objects.filter(pk=mark[0]).first() if mark else None


@lru_cache(maxsize=256)
def _schedule(house: Marked | None, own: Marked | None) -> Schedule:
    found = CalendarVersion.objects.in_bulk([mark[0] for mark in (house, own) if mark])
    of_house = Schedule.from_json(found[house[0]].definition) if house else Schedule()
    if own is None:
        return of_house
    return Schedule.from_json(found[own[0]].definition).over(of_house)


@lru_cache(maxsize=256)
def _calendar(house: Marked | None, own: Marked | None, week: str) -> Calendar:
    return Calendar.from_json(_schedule(house, own).definition(week), holiday_tables())


def schedule_for(team: Team | None) -> Schedule | None:
    """Return the hours of a team (or of the house) set last, without what it inherits, or None."""
    row = CalendarVersion.objects.filter(team=team).order_by("-pk").first()
    return Schedule.from_json(row.definition) if row else None
