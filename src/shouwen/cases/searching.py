"""Matters as they are looked up: their texts, who may find them, and how hits are shown."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shouwen.access.choices import Level
from shouwen.access.sight import sight_of
from shouwen.cases.at_hand import case_at_hand
from shouwen.cases.categories import category_name
from shouwen.cases.choices import CaseType, Channel, Severity, State
from shouwen.cases.gates import Standing, open_to, standing
from shouwen.cases.heads import STATE_TONES, seen_of
from shouwen.cases.models import Case, Category
from shouwen.customers.searching import covered_parts, shelves_of
from shouwen.enforcement.actions import Outcome
from shouwen.journal.queries import FactRow
from shouwen.journal.said import said_about, said_in
from shouwen.people.models import Member
from shouwen.policy.vocabulary import BASE
from shouwen.search import actions as search
from shouwen.search.sources import Choice, Hit, Reader, Shown, Source
from shouwen.search.texts import Part, Text

KIND = "case"
RELATED = ("customer", "contact")
# What people wrote about a matter stands in these details of its facts.
FACTS = tuple(kind for kind in BASE.kinds if kind.startswith("case_") or kind == "callback_made")
_SAID = ("text", "reason", "resolution", "remark")
OPENED = "case_opened"


def follow(row: FactRow, _outcome: Outcome) -> None:
    """Write a matter's text anew after a fact about it, in the fact's transaction."""
    number = row.about.removeprefix("case:")
    case = case_at_hand(number)
    if case is None or search.is_gathering():
        search.changed(KIND, [number])
        return
    # Of a case that is only being opened nothing else was said.
    said = said_in(row.details, _SAID) if row.kind == OPENED else _said_about(case)
    search.changed(KIND, [number], texts=[_text(case, said)])


def _said_about(case: Case) -> list[str]:
    return said_about([case.about], _SAID).get(case.about, [])


def texts(numbers: Collection[str]) -> list[Text]:
    """Return the texts of matters as they stand, in two queries."""
    found = Case.objects.select_related(*RELATED).filter(number__in=list(numbers))
    cases = list(found.order_by("pk"))
    said = said_about([case.about for case in cases], _SAID) if cases else {}
    return [_text(case, said.get(case.about, [])) for case in cases]


def _text(case: Case, said: Sequence[str]) -> Text:
    return Text(
        about=case.about,
        kind=KIND,
        head=f"{case.title}\n{case.number} {case.reference}".strip(),
        body="\n".join(part for part in dict.fromkeys([case.text, *said, *_own(case)]) if part),
        parts=_parts(case),
        facets=_facets(case),
        seen_by=_seen_by(case),
        happened_at=case.opened_at,
    )


def _own(case: Case) -> list[str]:
    """Return what the house's own fields say, such as the number of an order."""
    return [str(value) for value in case.fields.values() if not isinstance(value, bool)]


def _parts(case: Case) -> list[Part]:
    customer, contact = case.customer, case.contact
    level = customer.secrecy if customer else Level.ORDINARY
    names = [customer.name if customer else "", contact.name if contact else ""]
    phones = [customer.phone if customer else "", contact.phone if contact else ""]
    places = [customer.unit if customer else ""]
    return covered_parts(level, name=names, phone=phones, address=places)


def _facets(case: Case) -> dict[str, str | int]:
    return {
        "state": case.state,
        "type": case.case_type,
        "severity": case.severity,
        "channel": case.channel,
        "category": case.category_id or "",
        "handler": case.handler_id or "",
        "team": case.team_id or "",
        "department": case.responsible_department_id or "",
        "customer": case.customer_id or "",
    }


def _seen_by(case: Case) -> list[str]:
    """Return who may find a matter: the same people to whom the list opens it."""
    hands = {case.handler_id, case.first_owner_id} - {None}
    keys = ["case:all", *(f"case:m{pk}" for pk in sorted(h for h in hands if h))]
    if case.responsible_department_id:
        keys.append(f"case:d{case.responsible_department_id}")
    return keys


def reads(member: Member, at: datetime) -> Reader:
    """Return which matters a member may find, and by which fields of customers."""
    where = standing(member, timezone.localdate(at))
    sight = sight_of(member, at, permissions=where.permissions)
    return Reader(keys=_keys(where), shelves=shelves_of(sight))


def _keys(where: Standing) -> frozenset[str]:
    if where.sees_all:
        return frozenset({"case:all"})
    hands = {where.member.pk, *where.below, *where.absent}
    mine = {f"case:m{pk}" for pk in hands}
    return frozenset(mine | {f"case:d{pk}" for pk in where.departments})


def shows(hits: Sequence[Hit], member: Member, at: datetime) -> Mapping[str, Shown]:
    """Return matters that were found as their reader may see them, in one query."""
    sight = sight_of(member, at)
    numbers = [hit.about.removeprefix("case:") for hit in hits]
    found = Case.objects.select_related(*RELATED, "handler").filter(number__in=numbers)
    rows = {}
    for case in found.order_by():
        seen = seen_of(case, sight)
        note = (case.number, str(case.get_case_type_display()), seen.name, str(case.handler or ""))
        rows[case.about] = Shown(
            title=seen.text(case.title),
            href=reverse("cases:case", args=[case.number]),
            note=" · ".join(part for part in note if part),
            tag=str(case.get_state_display()),
            tone=STATE_TONES[State(case.state)],
            say=seen.text,
        )
    return rows


def keys(after: str, limit: int) -> list[str]:
    """Return the next numbers after one, in the order the matters came in."""
    found = Case.objects.order_by("pk")
    if after:
        found = found.filter(pk__gt=Case.objects.get(number=after).pk)
    return list(found.values_list("number", flat=True)[:limit])


def exact(text: str, member: Member, at: datetime) -> str:
    """Return the address of the matter whose whole number was typed, if it is open."""
    where = standing(member, timezone.localdate(at))
    found = Case.objects.filter(open_to(where), number=text.strip().upper()).first()
    return reverse("cases:case", args=[found.number]) if found else ""


def of_customers(numbers: Collection[str]) -> list[str]:
    """Return the numbers of the matters of customers: what is known of those stands in them."""
    pks = [int(number[1:]) for number in numbers if number[1:].isdecimal()]
    found = Case.objects.filter(customer__in=pks).order_by("pk")
    return list(found.values_list("number", flat=True))


def _categories() -> list[tuple[str, str]]:
    return [(str(c.pk), category_name(c)) for c in Category.objects.order_by("order", "pk")]


SOURCE = Source(
    kind=KIND,
    label=_("Matters"),
    icon="inbox",
    reads=reads,
    shows=shows,
    keys=keys,
    texts=texts,
    exact=exact,
    choices=(
        Choice("state", _("State"), lambda: list(State.choices)),
        Choice("type", _("Type"), lambda: list(CaseType.choices)),
        Choice("severity", _("Severity"), lambda: list(Severity.choices)),
        Choice("channel", _("Channel"), lambda: list(Channel.choices)),
        Choice("category", _("Category"), _categories),
    ),
    follows={"customer": of_customers},
)
