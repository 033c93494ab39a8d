"""Questions about cases, answered in frozen rows: the list, one case, the choices of a form."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple

from django.db.models import BigIntegerField, CharField, IntegerField, Q, QuerySet, Value
from django.db.models.functions import Substr
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from shouwen.access.choices import Level
from shouwen.access.sight import Sight, least, sight_of, tied_to_a_class
from shouwen.cases import sorting
from shouwen.cases.addresses import why_address
from shouwen.cases.categories import CategoryRow, branch, speaks_chinese, tree_of
from shouwen.cases.choices import (
    ORDINARY,
    UNSETTLED,
    BulkOutcome,
    CaseType,
    Channel,
    Priority,
    Severity,
    State,
)
from shouwen.cases.clocks import DueRow, due_of
from shouwen.cases.gates import Standing, open_to
from shouwen.cases.heads import STATE_TONES, Seen, choice_label, seen_of
from shouwen.cases.models import BulkRun, Case, Category, ImportRun, Queue
from shouwen.customers.queries import CUSTOMER
from shouwen.enforcement.matters import Summary
from shouwen.obligations import queries as obligations
from shouwen.people import queries as people
from shouwen.people.asking import Rows
from shouwen.people.models import Department, Member, Team
from shouwen.regulations.queries import house_on

PAGE = 50
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which cases a list shows; what is empty does not narrow it.

    ``state`` is a state or ``unsettled``; ``whose`` is ``mine``, ``team`` or empty. ``priority``
    is ``ordinary`` for what was given none. ``since`` and ``until`` are days of opening, both
    included. ``text`` begins a number, a reference, or a customer's name or telephone number.
    """

    state: str = ""
    case_type: str = ""
    severity: str = ""
    priority: str = ""
    channel: str = ""
    handler: int | None = None
    team: int | None = None
    queue: int | None = None
    whose: str = ""
    late: bool = False
    department: str = ""
    category: int | None = None
    customer: int | None = None
    since: date | None = None
    until: date | None = None
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRow:
    """One line of a list; ``due`` is what is owed soonest in the matter, None if nothing is."""

    pk: int
    number: str
    case_type: str
    severity: str
    title: str
    customer: str
    unit: str
    handler: str
    department: str
    category: str
    state: str
    callback: str
    opened_at: datetime
    priority: str = ""
    channel: str = ""
    team: str = ""
    secrecy: str = Level.ORDINARY
    customer_pk: int | None = None
    fields: Mapping[str, str | int | bool] = field(default_factory=dict)
    due: DueRow | None = None

    @property
    def customer_number(self) -> str:
        """The customer's number in facts; empty if there is none."""
        return f"C{self.customer_pk:06d}" if self.customer_pk else ""

    @property
    def type_label(self) -> str:
        """The type in the reader's language."""
        return str(CaseType(self.case_type).label)

    @property
    def severity_label(self) -> str:
        """The severity in the reader's language; empty if it was not recorded."""
        return str(Severity(self.severity).label) if self.severity else ""

    @property
    def priority_label(self) -> str:
        """The priority in the reader's language; empty if it is the ordinary one."""
        return choice_label(Priority, self.priority)

    @property
    def channel_label(self) -> str:
        """The channel in the reader's language; empty if it was not recorded."""
        return str(Channel(self.channel).label) if self.channel else ""

    @property
    def state_label(self) -> str:
        """The state in the reader's language."""
        return str(State(self.state).label)

    @property
    def state_tone(self) -> str:
        """The state's tone for the eye."""
        return STATE_TONES[State(self.state)]

    @property
    def why_href(self) -> str:
        """Where the due time shown is explained."""
        return why_address("obligation", self.due.pk) if self.due else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseList:
    """A page of the list; ``after`` is the cursor of the next page, empty at the end."""

    rows: tuple[CaseRow, ...]
    after: str


_COLUMNS = {
    "pk": "pk",
    "number": "number",
    "case_type": "case_type",
    "severity": "severity",
    "priority": "priority",
    "title": "title",
    "customer": "customer__name",
    "unit": "customer__unit",
    "phone": "customer__phone",
    "email": "customer__email",
    "secrecy": "customer__secrecy",
    "handler": "handler__name",
    "department": "responsible_department__name",
    "category": "category__name",
    "category_en": "category__name_en",
    "state": "state",
    "callback": "callback",
    "opened_at": "opened_at",
    "channel": "channel",
    "team": "team__name",
    "customer_pk": "customer",
    "fields": "fields",
}


def cases(
    where: Standing,
    wanted: Filter,
    *,
    now: datetime,
    after: str = "",
    limit: int = PAGE,
    order: str = "",
    tree: Mapping[int, Collection[int]] | None = None,
) -> CaseList:
    """List the cases open to the member, newest first or in another order of ``sorting``.

    In three queries whatever their number; an order with several stages asks one for each.
    ``tree`` holds the categories below each, for whoever knows them.
    """
    sight = sight_of(where.member, now, permissions=where.permissions)
    found = matching(where, wanted, sight, tree)
    columns = tuple(_COLUMNS.values())
    values, rest = sorting.page(found, columns, order=order, sight=sight, after=after, limit=limit)
    shown = [dict(zip(_COLUMNS, row, strict=True)) for row in values]
    owed = obligations.soonest_about(f"case:{row['number']}" for row in shown)
    house = house_on(timezone.localdate(now))
    due = {about: due_of(row, house, now) for about, row in owed.items()}
    rows = tuple(_case_row(row, due.get(f"case:{row['number']}"), sight) for row in shown)
    return CaseList(rows=rows, after=rest)


def matching(
    where: Standing, wanted: Filter, sight: Sight, tree: Mapping[int, Collection[int]] | None = None
) -> QuerySet[Case]:
    """Return the cases of a list that are open to the member, in no order."""
    found = Case.objects.filter(open_to(where)).filter(kept_part(where, wanted, tree))
    return _narrowed(found, wanted, sight)


def _case_row(values: dict[str, object], due: DueRow | None, sight: Sight) -> CaseRow:
    blank = {name: "" if value is None else value for name, value in values.items()}
    level, phone = str(blank["secrecy"] or Level.ORDINARY), str(blank.pop("phone"))
    email = str(blank.pop("email"))
    blank |= {"secrecy": level, "customer_pk": blank["customer_pk"] or None}
    named = (str(blank["customer"]), str(blank["unit"]), phone)
    seen = Seen(sight, level, *named, whole_email=email)
    blank |= {"customer": seen.name, "unit": seen.unit, "title": seen.text(str(blank["title"]))}
    blank["fields"] = seen.own(dict(values["fields"] or {}))  # type: ignore[call-overload]
    english = blank.pop("category_en")
    if english and not speaks_chinese():
        blank["category"] = english
    return CaseRow(**blank, due=due)  # type: ignore[arg-type]


def kept_part(
    where: Standing, wanted: Filter, tree: Mapping[int, Collection[int]] | None = None
) -> Q:
    """Return the part of a list's filter that its kept counters know, too.

    ``tree`` holds the categories below each, for whoever asks for many lists.
    """
    plain = {
        "case_type": wanted.case_type,
        "severity": wanted.severity,
        "channel": wanted.channel,
        "handler": wanted.handler,
        "team": wanted.team,
        "queue": wanted.queue,
        "responsible_department__key": wanted.department,
    }
    found = Q(**{name: value for name, value in plain.items() if value})
    if wanted.category:
        found &= Q(category__in=branch(wanted.category, tree))
    if wanted.priority:
        found &= sorting.of_priority("" if wanted.priority == ORDINARY[0] else wanted.priority)
    return found & states_of(wanted.state) & hands_of(where, wanted.whose)


def _narrowed(found: QuerySet[Case], wanted: Filter, sight: Sight) -> QuerySet[Case]:
    found = found.filter(_opened(wanted))
    if wanted.customer:
        found = found.filter(customer=wanted.customer)
    if wanted.text.strip():
        found = found.filter(_beginning(wanted.text.strip(), sight))
    if wanted.late:
        found = late_among(found, sight.at)
    return found


def late_among(found: QuerySet[Case], at: datetime) -> QuerySet[Case]:
    """Narrow cases to those of which something owed is past its due time at a moment."""
    # By number, so that few late matters are found by their own index and not case by case.
    late = obligations.late_matters(at).filter(about__startswith="case:")
    return found.filter(number__in=late.values_list(Substr("about", len("case:") + 1)))


def states_of(state: str) -> Q:
    """Return the condition of a state, or of not being settled."""
    if state == "unsettled":
        return Q(state__in=UNSETTLED)
    return Q(state=state) if state else Q()


def hands_of(where: Standing, whose: str) -> Q:
    """Return the condition of being in the member's hands, or those of their people."""
    if whose == "mine":
        return Q(handler=where.member)
    if whose == "team":
        return Q(handler__in={where.member.pk, *where.below}) | Q(team__in=where.teams)
    return Q()


def _opened(wanted: Filter) -> Q:
    found = Q()
    if wanted.since:
        found &= Q(opened_at__gte=_midnight(wanted.since))
    if wanted.until:
        found &= Q(opened_at__lt=_midnight(wanted.until + timedelta(days=1)))
    return found


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _beginning(text: str, sight: Sight) -> Q:
    # What is covered for the reader is found by the whole of it only, never guessed by parts.
    named, called = (sight.whole_levels(CUSTOMER, name) for name in ("name", "phone"))
    by_customer = Q(customer__name__startswith=text, customer__secrecy__in=named)
    by_customer |= Q(customer__name=text)
    if text.isdecimal():
        by_customer |= Q(customer__phone__startswith=text, customer__secrecy__in=called)
        by_customer |= Q(customer__phone=text)
    return Q(number__startswith=text.upper()) | Q(reference__startswith=text) | by_customer


def departments() -> list[Department]:
    """List the departments a case may be forwarded to."""
    return list(Department.objects.all())


def colleagues() -> list[Member]:
    """List whom a case may be given to."""
    return people.active_members()


def cases_of_customer(
    where: Standing, customer: int, *, now: datetime, after: str = ""
) -> CaseList:
    """List a customer's cases that are open to the member, newest first."""
    return cases(where, Filter(customer=customer), now=now, after=after, limit=20)


def covers_of(
    reader: Member | None, numbers: Collection[str], at: datetime
) -> dict[str, Callable[[str], str]]:
    """Return how texts about these cases are shown to a reader, in one query for the cases."""
    sight = sight_of(reader, at)
    found = Case.objects.select_related("customer", "contact").filter(number__in=list(numbers))
    return {case.number: seen_of(case, sight).text for case in found.order_by()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Worded:
    """A case as everybody may read of it: what is covered for some is left out for all."""

    number: str
    severity: str
    title: str
    customer: str


_OF_CUSTOMER = ("secrecy", "name", "unit", "phone", "email")


def worded(found: QuerySet[Case]) -> list[Worded]:
    """Word cases for lists that may be anybody's, in the order they come in, in one query."""
    columns = ("number", "severity", "title", *(f"customer__{name}" for name in _OF_CUSTOMER))
    rows = found.annotate(tied=tied_to_a_class(CUSTOMER, "customer__secrecy"))
    sights = {tied: least(CUSTOMER, _EPOCH, is_tied=tied) for tied in (True, False)}
    return [
        _worded(
            Seen(
                sights[tied], level or "ordinary", name or "", unit or "", phone or "",
                whole_email=email or "",
            ),
            *told,
        )
        for tied, *told, level, name, unit, phone, email in rows.values_list("tied", *columns)
    ]  # fmt: skip


def _worded(seen: Seen, number: str, severity: str, title: str) -> Worded:
    named = seen.name if seen.name == seen.whole_name else ""
    return Worded(number=number, severity=severity, title=seen.text(title), customer=named)


def summaries_of(numbers: Collection[str]) -> dict[str, Summary]:
    """Return what lists of other rooms say about these cases, in one query."""
    return {
        row.number: Summary(
            label=row.number,
            note=" · ".join(part for part in (row.title, row.customer) if part),
            href=reverse("cases:case", args=[row.number]),
        )
        for row in worded(Case.objects.filter(number__in=list(numbers)).order_by())
    }


def export_cases(sight: Sight) -> Iterator[list[str]]:
    """Return every matter line by line, heading first, each field as the reader may see it."""
    yield [
        _("Number"), _("Type"), _("Severity"), _("Title"), _("Customer"), _("Telephone"),
        _("State"), _("Opened at"),
    ]  # fmt: skip
    found = Case.objects.select_related("customer", "contact").order_by("pk")
    for case in found.iterator():
        seen = replace(seen_of(case, sight), subject="")
        yield [
            case.number, case.get_case_type_display(), choice_label(Severity, case.severity),
            seen.text(case.title), seen.name, seen.phone, case.get_state_display(),
            f"{timezone.localtime(case.opened_at):%Y-%m-%d %H:%M}",
        ]  # fmt: skip


def opened_under(keys: Sequence[str]) -> set[str]:
    """Return which of these opening keys have opened a case before, in one query."""
    found = Case.objects.filter(opening_key__in=keys).values_list("opening_key", flat=True)
    return {key for key in found if key}


def imports(limit: int = 50) -> list[ImportRun]:
    """List the latest imports."""
    return list(ImportRun.objects.order_by("-started_at")[:limit])


def queue_name(queue: Queue | HouseChoice) -> str:
    """Return a queue's name in the reader's language."""
    return queue.name if speaks_chinese() else queue.name_en or queue.name


class HouseChoice(NamedTuple):
    """A member, team, department, queue or category to choose from; categories have a place."""

    sort: str
    pk: int
    key: str
    name: str
    parent: int | None = None
    name_en: str = ""
    order: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """What a list can be narrowed by: members, teams, departments, queues, the categories' tree."""

    members: Sequence[HouseChoice]
    teams: Sequence[HouseChoice]
    departments: Sequence[HouseChoice]
    queues: Sequence[HouseChoice]
    categories: Sequence[CategoryRow]
    below: Mapping[int, Collection[int]]


def _asking_choices() -> QuerySet[Any, Any]:
    nowhere = (Value(None, BigIntegerField()), Value("", CharField()), Value(0, IntegerField()))
    plain = (
        ("handler", "username", Member.objects.filter(is_active=True, is_system=False)),
        ("team", "key", Team.objects.all()),
        ("department", "key", Department.objects.all()),
    )
    asked: list[QuerySet[Any, Any]] = [
        found.order_by().values_list(Value(sort, CharField()), "pk", key, "name", *nowhere)
        for sort, key, found in plain
    ]
    categories = Category.objects.order_by().values_list(
        Value("category", CharField()), "pk", "case_type", "name", "parent", "name_en", "order"
    )
    asked.append(
        Queue.objects.filter(ended_at=None).order_by().values_list(
            Value("queue", CharField()), "pk", Value("", CharField()), "name", nowhere[0],
            "name_en", nowhere[2],
        )
    )  # fmt: skip
    # The categories come first: PostgreSQL takes the columns' types from them.
    return categories.union(*asked, all=True)


_CHOICES = Rows(_asking_choices)


def house_choices() -> House:
    """Return what there is to choose from, in one query."""
    rows = [HouseChoice(*row) for row in _CHOICES.ask()]
    rows.sort(key=lambda row: (row.name, row.pk))
    members, teams, departments, queues, found = (
        [row for row in rows if row.sort == sort]
        for sort in ("handler", "team", "department", "queue", "category")
    )
    below: dict[int, list[int]] = {}
    for row in found:
        if row.parent:
            below.setdefault(row.parent, []).append(row.pk)
    return House(
        members=members, teams=teams, departments=departments, queues=queues, below=below,
        categories=tree_of(_category(row) for row in found),
    )  # fmt: skip


def _category(row: HouseChoice) -> Category:
    return Category(
        pk=row.pk, case_type=row.key, name=row.name, parent_id=row.parent, name_en=row.name_en,
        order=row.order,
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkRow:
    """One matter of a step for many, as its reader may see it."""

    number: str
    title: str
    handler: str
    outcome: str
    reason: str
    clause: str

    @property
    def outcome_label(self) -> str:
        """What would become of it, or did, in the reader's language."""
        return str(BulkOutcome(self.outcome).label)

    @property
    def tone(self) -> str:
        """The outcome's tone for the eye."""
        return BULK_TONES[BulkOutcome(self.outcome)]


BULK_TONES = {
    BulkOutcome.WAITING: "calm",
    BulkOutcome.POSSIBLE: "act",
    BulkOutcome.SIGNED: "soon",
    BulkOutcome.REFUSED: "late",
    BulkOutcome.DONE: "fine",
}
_REASON_WITHOUT_WORDS = "asked"


def bulk_rows(run: BulkRun, where: Standing, now: datetime) -> list[BulkRow]:
    """List the matters of a run, what is refused first, in one query."""
    sight = sight_of(where.member, now, permissions=where.permissions)
    related = ("case__customer", "case__contact", "case__handler")
    found = run.items.select_related(*related).order_by("pk")
    rows = [
        BulkRow(
            number=item.case.number,
            title=seen_of(item.case, sight).text(item.case.title),
            handler=str(item.case.handler or ""),
            outcome=item.outcome,
            reason="" if item.reason == _REASON_WITHOUT_WORDS else item.reason,
            clause=item.clause,
        )
        for item in found
    ]
    return sorted(rows, key=lambda row: row.outcome != BulkOutcome.REFUSED)
