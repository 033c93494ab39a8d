"""Fields of a house's own, by type of case: asked for, checked, and told in the facts.

A definition is never edited: a change ends it and begins its next version, so that an old case is
read with the words it was filled in with. What is hidden by a condition is neither asked nor kept.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from shouwen.cases.categories import speaks_chinese
from shouwen.cases.choices import FieldKind
from shouwen.cases.models import Case, CaseField
from shouwen.customers.models import Customer
from shouwen.people import queries as people
from shouwen.people.asking import Objects
from shouwen.people.refusals import RefusedError
from shouwen.policy.facts import Detail
from shouwen.policy.vocabulary import BASE

PREFIX = "field-"
# Whom the house has and whom it serves is nothing that a customer is asked.
_INSIDE = (FieldKind.MEMBER, FieldKind.CUSTOMER)
_LONGEST = 500


def in_use(case_type: str) -> list[CaseField]:
    """List the fields asked for in cases of a type, in their order, in one query."""
    return _IN_USE.ask(case_type)


def _asking_in_use(case_type: str) -> QuerySet[CaseField]:
    return CaseField.objects.filter(case_type=case_type, until=None).order_by("order", "pk")


_IN_USE = Objects(_asking_in_use)


def asked_of_customers(case_type: str) -> list[CaseField]:
    """List the fields that whoever brings a matter is asked for in person."""
    return [field for field in in_use(case_type) if field.kind not in _INSIDE]


def every_in_use() -> list[CaseField]:
    """List the fields asked for in any type of case, one for each key, in one query."""
    return list(reversed({field.key: field for field in _EVERY.ask()}.values()))


def _asking_every() -> QuerySet[CaseField]:
    return CaseField.objects.filter(until=None).order_by("-case_type", "-order", "-pk")


_EVERY = Objects(_asking_every)


def label_of(field: CaseField) -> str:
    """Return a field's label in the reader's language."""
    return field.label if speaks_chinese() else field.label_en or field.label


def is_shown(field: CaseField, given: Mapping[str, Any]) -> bool:
    """Return whether the field's condition holds for what was given; without one it always does."""
    if not field.shown_if:
        return True
    value = given.get(field.shown_if)
    values = value if isinstance(value, list) else str(value or "").split()
    return bool(set(values) & set(field.shown_if_values))


def checked(fields: Iterable[CaseField], given: Mapping[str, Any]) -> dict[str, Detail]:
    """Return what was given as details of a fact; raise RefusedError at the first that is wrong.

    ``given`` holds texts, and lists of texts for several choices, by the fields' keys.
    """
    found: dict[str, Detail] = {}
    for field in fields:
        if not is_shown(field, given):
            continue
        value = _value(field, given.get(field.key))
        if value is None and field.required:
            sentence = _("“%(field)s” is needed for this type of matter; fill it in.")
            raise _refused(field, sentence)
        if value is not None:
            found[field.key] = value
    return found


def _refused(field: CaseField, sentence: str) -> RefusedError:
    return RefusedError(sentence % {"field": label_of(field)}, field=PREFIX + field.key)


def _value(field: CaseField, given: Any) -> Detail:
    parts = [str(one).strip() for one in given] if isinstance(given, list) else [_text(given)]
    parts = [part for part in parts if part]
    if not parts:
        return None
    if field.kind == FieldKind.CHOICES:
        return " ".join(_choice(field, part) for part in dict.fromkeys(parts))
    value: Detail = _READERS[FieldKind(field.kind)](field, parts[0])
    return value


def _text(given: Any) -> str:
    return "" if given is None else str(given).strip()


def _number(field: CaseField, text: str) -> Detail:
    try:
        return int(text)
    except ValueError:
        raise _refused(field, _("“%(field)s” is a whole number, such as 12.")) from None


def _money(field: CaseField, text: str) -> Detail:
    try:
        amount = Decimal(text.replace(",", ""))
    except InvalidOperation:
        raise _refused(field, _("“%(field)s” is an amount, such as 12.50.")) from None
    if not amount.is_finite() or abs(amount) >= 10**12:
        raise _refused(field, _("“%(field)s” is an amount, such as 12.50."))
    return f"{amount:.2f}"


def _date(field: CaseField, text: str) -> Detail:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise _refused(field, _("“%(field)s” is a day, such as 2026-11-22.")) from None


def _choice(field: CaseField, text: str) -> str:
    if text not in dict(field.choices):
        raise _refused(field, _("“%(field)s” has no such choice; take one of the list."))
    return text


def _yes_no(field: CaseField, text: str) -> Detail:
    known = {"yes": True, "no": False, "True": True, "False": False}
    if text not in known:
        raise _refused(field, _("“%(field)s” is yes or no."))
    return known[text]


def _member(field: CaseField, text: str) -> Detail:
    if people.member_by_key(text) is None:
        raise _refused(field, _("“%(field)s” names nobody here; choose a member."))
    return text


def _customer(field: CaseField, text: str) -> Detail:
    number = text.upper().removeprefix("C")
    if not number.isdecimal() or not Customer.objects.filter(pk=int(number)).exists():
        raise _refused(field, _("“%(field)s” is the number of a customer; look it up."))
    return f"C{int(number):06d}"


_READERS = {
    FieldKind.TEXT: lambda _field, text: text[:_LONGEST],
    FieldKind.NUMBER: _number,
    FieldKind.MONEY: _money,
    FieldKind.DATE: _date,
    FieldKind.CHOICE: _choice,
    FieldKind.YES_NO: _yes_no,
    FieldKind.MEMBER: _member,
    FieldKind.CUSTOMER: _customer,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldRow:
    """What a case says in one of its fields, in the reader's words."""

    label: str
    value: str


def rows_of(case: Case, say: Callable[[str], str] = str) -> list[FieldRow]:
    """Return the fields of a case with the words of the version they were filled in with.

    ``say`` covers in a text what the reader may not see.
    """
    if not case.fields:
        return []
    found = CaseField.objects.filter(case_type=case.case_type, key__in=list(case.fields))
    latest = {field.key: field for field in found.order_by("version")}
    return [
        FieldRow(label=label_of(latest[key]), value=say(said_in(latest[key], value)))
        for key, value in case.fields.items()
        if key in latest
    ]


def named_by(keys: Collection[str]) -> dict[str, CaseField]:
    """Return the latest version of the fields with these keys, in one query; none for no key."""
    if not keys:
        return {}
    found = CaseField.objects.filter(key__in=list(keys)).order_by("version", "pk")
    return {field.key: field for field in found}


def said_in(field: CaseField, value: Detail) -> str:
    """Return a value as the reader reads it."""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    labels = dict(field.choices)
    if field.kind in (FieldKind.CHOICE, FieldKind.CHOICES):
        return _(", ").join(labels.get(part, part) for part in str(value).split())
    return str(value)


def reserved() -> frozenset[str]:
    """Return the names that facts about cases use already."""
    kinds = (kind for kind in BASE if kind.kind.startswith(("case_", "callback_")))
    return frozenset(name for kind in kinds for name in kind.details)


def check_key(key: str) -> str:
    """Return a key that a rule can name; raise ValidationError for one that is taken."""
    if key in reserved():
        raise ValidationError(_("Facts about matters use this name already; take another."))
    return key
