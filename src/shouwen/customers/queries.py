"""Questions about customers, answered in rows. Telephone numbers in rows are masked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from shouwen.customers.choices import Grade, Kind
from shouwen.customers.models import Contact, Customer
from shouwen.customers.phones import masked, normal

PAGE = 50
_DIGITS_WORTH_SEARCHING = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerRow:
    """One customer in a list; ``phone`` is masked."""

    pk: int
    name: str
    kind: str
    unit: str
    phone: str
    grade: str

    @property
    def kind_label(self) -> str:
        """The kind in the reader's language."""
        return str(Kind(self.kind).label)

    @property
    def grade_label(self) -> str:
        """The class in the reader's language; empty for an ordinary customer."""
        return "" if self.grade == Grade.ORDINARY else str(Grade(self.grade).label)


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactRow:
    """One contact on a customer's page."""

    pk: int
    name: str
    phone: str
    channel_label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerPage:
    """A page of the list; ``after`` is the cursor of the next page, None at the end."""

    rows: tuple[CustomerRow, ...]
    after: int | None


def _row(values: tuple[int, str, str, str, str, str]) -> CustomerRow:
    pk, name, kind, unit, phone, grade = values
    return CustomerRow(pk=pk, name=name, kind=kind, unit=unit, phone=masked(phone), grade=grade)


def _matching(text: str) -> Q:
    """Return the condition for a name's or unit's beginning, or a telephone number's."""
    wanted = Q(name__startswith=text) | Q(unit__startswith=text)
    phone = normal(text)
    if len(phone) >= _DIGITS_WORTH_SEARCHING:
        by_contact = Contact.objects.filter(phone__startswith=phone).values("customer")
        wanted |= Q(phone__startswith=phone) | Q(pk__in=by_contact)
    return wanted


def customers(*, text: str = "", after: int | None = None, limit: int = PAGE) -> CustomerPage:
    """List customers, latest first, those that begin with ``text`` if it is given."""
    found = Customer.objects.order_by("-pk")
    if text.strip():
        found = found.filter(_matching(text.strip()))
    if after is not None:
        found = found.filter(pk__lt=after)
    values = found.values_list("pk", "name", "kind", "unit", "phone", "grade")[: limit + 1]
    rows = tuple(_row(v) for v in values)
    more = len(rows) > limit
    return CustomerPage(rows=rows[:limit], after=rows[limit - 1].pk if more else None)


def looked_up(text: str, limit: int = 8) -> tuple[CustomerRow, ...]:
    """Return the customers somebody at the telephone may mean; nothing for an empty text."""
    if not text.strip():
        return ()
    return customers(text=text, limit=limit).rows


def with_phone(phone: str, but: int | None = None) -> tuple[CustomerRow, ...]:
    """Return customers already known under exactly this number, to hint at a duplicate."""
    wanted = normal(phone)
    if not wanted:
        return ()
    by_contact = Contact.objects.filter(phone=wanted).values("customer")
    found = Customer.objects.filter(Q(phone=wanted) | Q(pk__in=by_contact))
    if but is not None:
        found = found.exclude(pk=but)
    values = found.order_by("pk").values_list("pk", "name", "kind", "unit", "phone", "grade")[:5]
    return tuple(_row(v) for v in values)


def contacts_of(customer: Customer, *, whole_phone: bool) -> tuple[ContactRow, ...]:
    """List a customer's contacts; telephone numbers whole only if ``whole_phone``."""
    found = Contact.objects.filter(customer=customer).order_by("pk")
    return tuple(
        ContactRow(
            pk=c.pk,
            name=c.name,
            phone=c.phone if whole_phone else masked(c.phone),
            channel_label=c.get_channel_display(),
        )
        for c in found
    )


def row_of(pk: int) -> CustomerRow | None:
    """Return one customer as a row, or None."""
    values = Customer.objects.filter(pk=pk).values_list(
        "pk", "name", "kind", "unit", "phone", "grade"
    )
    found = values.first()
    return _row(found) if found else None


def by_phones(phones: Iterable[str]) -> dict[str, Customer]:
    """Return the first customer known under each of these numbers, in one query."""
    wanted = {normal(p) for p in phones} - {""}
    found = Customer.objects.filter(phone__in=wanted).order_by("-pk")
    return {c.phone: c for c in found}
