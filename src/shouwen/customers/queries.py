"""Questions about customers, answered in rows as their reader may see them.

Every row goes through a :class:`shouwen.access.sight.Sight`. Without one it is as whoever may see
least would see it. Whole telephone numbers stand on a customer's own page only.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from shouwen.access import masks
from shouwen.access.choices import Level
from shouwen.access.records import Found
from shouwen.access.sight import Sight, sight_of
from shouwen.customers.choices import Grade, Kind, VisitState
from shouwen.customers.models import Contact, Contract, Customer, Tag, Visit
from shouwen.customers.phones import normal
from shouwen.people.models import Member
from shouwen.ui import sorting
from shouwen.ui.sorting import DOWN, Line, Order, Sorting, Stage

CUSTOMER, CONTRACT = "customer", "contract"
PAGE = 50
_DIGITS_WORTH_SEARCHING = 3
# Fewer digits would let a covered number be guessed sign by sign.
_DIGITS_OF_A_WHOLE_NUMBER = 7
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_COLUMNS = ("pk", "name", "kind", "unit", "phone", "grade", "secrecy")


def nobody() -> Sight:
    """Return the sight of whoever may see least, for what is shown to no one in particular."""
    return Sight(None, _EPOCH)


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerRow:
    """One customer in a list, as its reader may see it; ``phone`` is always masked."""

    pk: int
    name: str
    kind: str
    unit: str
    phone: str
    grade: str
    secrecy: str
    tags: tuple[str, ...] = field(default=())

    @property
    def number(self) -> str:
        """The customer's number in facts."""
        return f"C{self.pk:06d}"

    @property
    def kind_label(self) -> str:
        """The kind in the reader's language."""
        return str(Kind(self.kind).label)

    @property
    def grade_label(self) -> str:
        """The class in the reader's language; empty for an ordinary customer."""
        return "" if self.grade == Grade.ORDINARY else str(Grade(self.grade).label)

    @property
    def secrecy_label(self) -> str:
        """The secrecy in the reader's language; empty for an ordinary record."""
        return "" if self.secrecy == Level.ORDINARY else str(Level(self.secrecy).label)


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactRow:
    """One contact on a customer's page."""

    pk: int
    name: str
    phone: str
    channel_label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerPage:
    """A page of the list; ``after`` is the cursor of the next page, empty at the end."""

    rows: tuple[CustomerRow, ...]
    after: str


def _row(values: Line, sight: Sight) -> CustomerRow:
    pk, name, kind, unit, phone, grade, level = values
    return CustomerRow(
        pk=pk,
        name=sight.shown(CUSTOMER, level, "name", name),
        kind=kind,
        unit=sight.shown(CUSTOMER, level, "address", unit),
        phone=_listed(sight, level, phone),
        grade=grade,
        secrecy=level,
    )


def _listed(sight: Sight, level: str, phone: str) -> str:
    if sight.is_whole(CUSTOMER, level, "phone"):
        return masks.over(masks.PHONE, phone)
    return sight.shown(CUSTOMER, level, "phone", phone)


def _matching(text: str, sight: Sight) -> Q:
    """Return the condition for a name's or unit's beginning, or a telephone number's.

    What the reader does not see whole is found only by the whole of it, never by a part.
    """
    named, placed = (sight.whole_levels(CUSTOMER, name) for name in ("name", "address"))
    wanted = Q(name__startswith=text, secrecy__in=named) | Q(name=text)
    wanted |= Q(unit__startswith=text, secrecy__in=placed) | Q(unit=text)
    wanted |= Q(tags__word=text)
    if text[:1] in "Cc" and text[1:].isdecimal():
        wanted |= Q(pk=int(text[1:][:18]))
    if "@" in text:
        wanted |= Q(email=text.lower())
    return wanted | _with_number(normal(text), sight)


def _with_number(phone: str, sight: Sight) -> Q:
    levels = sight.whole_levels(CUSTOMER, "phone")
    found = Q()
    if len(phone) >= _DIGITS_WORTH_SEARCHING:
        spoken = Contact.objects.filter(phone__startswith=phone, customer__secrecy__in=levels)
        found |= Q(phone__startswith=phone, secrecy__in=levels)
        found |= Q(pk__in=spoken.values("customer"))
    if len(phone) >= _DIGITS_OF_A_WHOLE_NUMBER:
        whole = Contact.objects.filter(phone=phone)
        found |= Q(phone=phone) | Q(pk__in=whole.values("customer"))
    return found


SORTING = Sorting(
    (
        Order("added", pgettext_lazy("order", "Added"), ("pk",), first=DOWN),
        Order("name", pgettext_lazy("customer", "Name"), ("name", "pk")),
    ),
    default="-added",
)


def customers(
    *, sight: Sight | None = None, text: str = "", tag: str = "", kind: str = "", grade: str = "",
    sort: str = "", after: str = "", limit: int = PAGE,
) -> CustomerPage:  # fmt: skip
    """List customers, latest first or as ``SORTING`` names it, and as far as they fit.

    They begin with ``text``, bear the tag, are of the kind and class, where one is asked for.
    """
    seen = sight or nobody()
    wanted = {"tags__word": tag, "kind": kind, "grade": grade}
    found = Customer.objects.filter(**{name: value for name, value in wanted.items() if value})
    if text.strip():
        found = found.filter(_matching(text.strip(), seen)).distinct()
    stages = _stages(sort, seen)
    lines, onward = sorting.lines(found, _COLUMNS, stages, after=after, limit=limit)
    return CustomerPage(rows=_tagged(tuple(_row(line, seen) for line in lines)), after=onward)


def _stages(sort: str, sight: Sight) -> tuple[Stage, ...]:
    name = SORTING.chosen(sort)
    if name.removeprefix("-") != "name":
        return SORTING.stages(name)
    # Where a name is covered, its place among the names would tell of it.
    whole = Q(secrecy__in=sight.whole_levels(CUSTOMER, "name"))
    seen = Stage(("name", "pk"), whole)
    return (seen.turned() if name.startswith("-") else seen, Stage(("-pk",), ~whole))


def _tagged(rows: tuple[CustomerRow, ...]) -> tuple[CustomerRow, ...]:
    words: dict[int, list[str]] = {}
    borne = Tag.objects.filter(customer__in=[row.pk for row in rows]).order_by("word")
    for pk, word in borne.values_list("customer", "word"):
        words.setdefault(pk, []).append(word)
    return tuple(
        CustomerRow(
            pk=r.pk, name=r.name, kind=r.kind, unit=r.unit, phone=r.phone, grade=r.grade,
            secrecy=r.secrecy, tags=tuple(words.get(r.pk, ())),
        )
        for r in rows
    )  # fmt: skip


def looked_up(text: str, limit: int = 8, *, sight: Sight | None = None) -> tuple[CustomerRow, ...]:
    """Return the customers somebody at the telephone may mean; nothing for an empty text."""
    if not text.strip():
        return ()
    return customers(sight=sight, text=text, limit=limit).rows


def with_phone(
    phone: str, but: int | None = None, *, sight: Sight | None = None
) -> tuple[CustomerRow, ...]:
    """Return customers already known under exactly this number, to hint at a duplicate."""
    wanted = normal(phone)
    if not wanted:
        return ()
    by_contact = Contact.objects.filter(phone=wanted).values("customer")
    found = Customer.objects.filter(Q(phone=wanted) | Q(pk__in=by_contact))
    if but is not None:
        found = found.exclude(pk=but)
    values = found.order_by("pk").values_list(*_COLUMNS)[:5]
    seen = sight or nobody()
    return tuple(_row(v, seen) for v in values)


def contacts_of(customer: Customer, *, sight: Sight) -> tuple[ContactRow, ...]:
    """List a customer's contacts, each covered as the customer's own fields are."""
    found = Contact.objects.filter(customer=customer).order_by("pk")
    level, number = customer.secrecy, customer.number
    return tuple(
        ContactRow(
            pk=c.pk,
            name=sight.shown(CUSTOMER, level, "name", c.name, number),
            phone=sight.shown(CUSTOMER, level, "phone", c.phone, number),
            channel_label=c.get_channel_display(),
        )
        for c in found
    )


def contact_names(customer: int, sight: Sight) -> list[tuple[int, str]]:
    """List a customer's contacts to choose from, in one query."""
    found = Contact.objects.filter(customer=customer).order_by("pk")
    rows = found.values_list("pk", "name", "customer__secrecy")
    return [(pk, sight.shown(CUSTOMER, level, "name", name)) for pk, name, level in rows]


def row_of(pk: int, *, sight: Sight | None = None) -> CustomerRow | None:
    """Return one customer as a row, or None."""
    found = Customer.objects.filter(pk=pk).values_list(*_COLUMNS).first()
    return _row(found, sight or nobody()) if found else None


def rows_of(pks: Collection[int], *, sight: Sight) -> list[CustomerRow]:
    """Return these customers as rows, with their tags, in two queries."""
    found = Customer.objects.filter(pk__in=pks).order_by("pk").values_list(*_COLUMNS)
    return list(_tagged(tuple(_row(values, sight) for values in found)))


def by_phones(phones: Iterable[str]) -> dict[str, Customer]:
    """Return the first customer known under each of these numbers, in one query."""
    wanted = {normal(p) for p in phones} - {""}
    found = Customer.objects.filter(phone__in=wanted).order_by("-pk")
    return {c.phone: c for c in found}


def with_email() -> list[str]:
    """List the e-mail addresses that are known, each once."""
    known = Customer.objects.exclude(email="").order_by("email")
    return list(known.values_list("email", flat=True).distinct())


def without_email() -> int:
    """Count the customers of whom no e-mail address is known."""
    return Customer.objects.filter(email="").count()


# ── one customer ─────────────────────────────────────────────────────────────────────────────


def values_of(customer: Customer) -> dict[str, str]:
    """Return the fields that may be covered, whole; only a sight may show them."""
    return {
        "name": customer.name,
        "phone": customer.phone,
        "email": customer.email,
        "address": customer.unit,
        "note": customer.note,
    }


def shown_of(customer: Customer, sight: Sight) -> dict[str, str]:
    """Return the same fields as the reader may see them."""
    level, number = customer.secrecy, customer.number
    return {
        name: sight.shown(CUSTOMER, level, name, value, number)
        for name, value in values_of(customer).items()
    }


def covered_of(customer: Customer, sight: Sight) -> list[str]:
    """Return the names of the fields of which the reader does not see everything now."""
    level, number = customer.secrecy, customer.number
    return [
        name for name in values_of(customer) if not sight.is_whole(CUSTOMER, level, name, number)
    ]


def covers_of(
    reader: Member | None, numbers: Collection[str], at: datetime
) -> dict[str, Callable[[str], str]]:
    """Return how texts about these customers are shown to a reader, in one query."""
    sight = sight_of(reader, at)
    pks = [int(each[1:]) for each in numbers if each[1:].isdecimal()]
    return {one.number: _cover(one, sight) for one in Customer.objects.filter(pk__in=pks)}


def _cover(customer: Customer, sight: Sight) -> Callable[[str], str]:
    whole, seen = values_of(customer), shown_of(customer, sight)
    pairs = [(whole[name], seen[name]) for name in whole if len(whole[name]) > 1]
    return lambda text: sight.scrubbed(text, pairs)


def found_of(customer: Customer) -> Found:
    """Return a customer the way the room of access knows a record."""
    return Found(
        record=CUSTOMER, key=str(customer.pk), subject=customer.number, level=customer.secrecy,
        values=values_of(customer), href=reverse("customers:page", args=[customer.pk]),
    )  # fmt: skip


def tags_of(customer: Customer) -> list[str]:
    """List a customer's tags."""
    return list(customer.tags.order_by("word").values_list("word", flat=True))


def export_customers(sight: Sight) -> Iterator[list[str]]:
    """Return every customer line by line, heading first, each field as the reader may see it."""
    yield [
        _("Number"), pgettext("customer", "Name"), _("Kind"), _("Telephone"), _("E-mail"),
        _("Unit or address"), pgettext("customer", "Class"), _("Secrecy"), _("Note"),
    ]  # fmt: skip
    for one in Customer.objects.order_by("pk").iterator():
        # A reveal is for a moment on one page, not for a file.
        shown = {
            name: sight.shown(CUSTOMER, one.secrecy, name, value)
            for name, value in values_of(one).items()
        }
        yield [
            one.number, shown["name"], one.get_kind_display(), shown["phone"], shown["email"],
            shown["address"], one.get_grade_display(), one.get_secrecy_display(), shown["note"],
        ]  # fmt: skip


# ── contracts ────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractRow:
    """One contract as its reader may see it."""

    pk: int
    number: str
    customer_pk: int
    customer: str
    title: str
    reference: str
    begins: date
    ends: date | None
    remind_on: date | None
    owner: str
    secrecy: str
    note: str
    is_over: bool
    is_ending: bool
    is_covered: bool

    @property
    def secrecy_label(self) -> str:
        """The secrecy in the reader's language; empty for an ordinary record."""
        return "" if self.secrecy == Level.ORDINARY else str(Level(self.secrecy).label)


def contracts_of(customer: Customer, *, sight: Sight, today: date) -> list[ContractRow]:
    """List a customer's contracts, those that run first."""
    found = Contract.objects.filter(customer=customer).select_related("owner", "customer")
    # Databases differ in where they put what has no date.
    ended, ends = F("ended_at").asc(nulls_first=True), F("ends").asc(nulls_last=True)
    rows = found.order_by(ended, ends, "pk")
    return [_contract_row(row, sight, today) for row in rows]


def contracts_ending(
    *, sight: Sight, today: date, after: int = 0, limit: int = PAGE
) -> list[ContractRow]:
    """List the contracts that run and end some day, the soonest first."""
    found = Contract.objects.filter(ended_at__isnull=True, ends__isnull=False)
    rows = found.select_related("owner", "customer").order_by("ends", "pk")
    return [_contract_row(row, sight, today) for row in rows[after : after + limit]]


def stricter(one: str, other: str) -> str:
    """Return the level of which less is shown."""
    return max(one, other, key=Level.values.index)


def _contract_row(row: Contract, sight: Sight, today: date) -> ContractRow:
    level = stricter(row.secrecy, row.customer.secrecy)
    shown = {
        name: sight.shown(CONTRACT, level, name, value, row.number)
        for name, value in contract_values(row).items()
    }
    return ContractRow(
        pk=row.pk, number=row.number, customer_pk=row.customer_id,
        customer=sight.shown(CUSTOMER, row.customer.secrecy, "name", row.customer.name),
        begins=row.begins, ends=row.ends, remind_on=row.remind_on, owner=str(row.owner),
        secrecy=row.secrecy, is_over=row.ended_at is not None,
        is_ending=bool(row.remind_on and row.remind_on <= today and row.ended_at is None),
        is_covered=shown != contract_values(row),
        **shown,
    )  # fmt: skip


def contract_values(row: Contract) -> dict[str, str]:
    """Return the fields of a contract that may be covered, whole."""
    return {"title": row.title, "reference": row.reference, "note": row.note}


# ── visits ───────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitRow:
    """One visit, planned or made."""

    pk: int
    customer_pk: int
    customer: str
    member: str
    planned_on: date
    purpose: str
    state: str
    made_at: datetime | None
    fact: int | None
    is_late: bool

    @property
    def state_label(self) -> str:
        """What became of it."""
        return str(VisitState(self.state).label)

    @property
    def tone(self) -> str:
        """The state's tone for the eye."""
        if self.is_late:
            return "late"
        return "fine" if self.state == VisitState.MADE else "calm"


def visits_of(customer: Customer, *, sight: Sight, today: date, limit: int = 20) -> list[VisitRow]:
    """List the visits to a customer, what is planned first, then the latest made."""
    found = Visit.objects.filter(customer=customer).exclude(state=VisitState.DROPPED)
    rows = found.select_related("member", "customer").order_by("made_at", "planned_on", "pk")
    planned = [row for row in rows if row.state == VisitState.PLANNED]
    made = [row for row in rows if row.state == VisitState.MADE][::-1]
    return [_visit_row(row, sight, today) for row in [*planned, *made][:limit]]


def visits_planned(
    *, sight: Sight, today: date, of: Member | None = None, limit: int = PAGE
) -> list[VisitRow]:
    """List the visits that are planned and not made, the earliest first."""
    found = Visit.objects.filter(state=VisitState.PLANNED)
    if of is not None:
        found = found.filter(member=of)
    rows = found.select_related("member", "customer").order_by("planned_on", "pk")[:limit]
    return [_visit_row(row, sight, today) for row in rows]


def _visit_row(row: Visit, sight: Sight, today: date) -> VisitRow:
    late = row.state == VisitState.PLANNED and row.planned_on < today
    return VisitRow(
        pk=row.pk, customer_pk=row.customer_id,
        customer=sight.shown(CUSTOMER, row.customer.secrecy, "name", row.customer.name),
        member=str(row.member), planned_on=row.planned_on, purpose=row.purpose, state=row.state,
        made_at=row.made_at, fact=row.fact_id, is_late=late,
    )  # fmt: skip
