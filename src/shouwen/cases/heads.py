"""One case as one reader sees it: its head, and the customer's fields as far as they are shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shouwen.access import masks
from shouwen.access.choices import Level
from shouwen.access.sight import Sight
from shouwen.cases.categories import path_of
from shouwen.cases.choices import CallbackState, Channel, Priority, Severity, State
from shouwen.cases.models import Case
from shouwen.customers.queries import CUSTOMER

# Lines, and Chinese characters to a line, after which a text is folded.
_TALL, _WIDE = 12, 45

STATE_TONES = {
    State.OPEN: "act",
    State.FORWARDED: "act",
    State.PAUSED: "soon",
    State.RESOLVED: "fine",
    State.CLOSED: "calm",
    State.MERGED: "calm",
}
CALLBACK_TONES = {
    CallbackState.NOT_MADE: "calm",
    CallbackState.NOT_REACHED: "soon",
    CallbackState.REACHED: "fine",
    CallbackState.SATISFIED: "fine",
    CallbackState.UNSATISFIED: "late",
}


@dataclass(frozen=True, slots=True)
class Seen:
    """A customer's fields as one reader may see them, and texts that may quote them."""

    sight: Sight
    level: str
    whole_name: str
    whole_unit: str
    whole_phone: str
    subject: str = ""
    whole_contact: str = ""
    whole_contact_phone: str = ""
    whole_email: str = ""

    def _field(self, name: str, value: str) -> str:
        return self.sight.shown(CUSTOMER, self.level, name, value, self.subject)

    @property
    def name(self) -> str:
        """The customer's name."""
        return self._field("name", self.whole_name)

    @property
    def unit(self) -> str:
        """Where the customer is."""
        return self._field("address", self.whole_unit)

    @property
    def contact(self) -> str:
        """Who spoke for the customer."""
        return self._field("name", self.whole_contact)

    @property
    def phone(self) -> str:
        """The number to call, the contact's before the customer's."""
        return self._field("phone", self.whole_contact_phone or self.whole_phone)

    @property
    def listed_phone(self) -> str:
        """The number for a page that is open all day: masked, unless it was just revealed."""
        if not self.phone.isdecimal() or "phone" in self.sight.revealed(self.subject):
            return self.phone
        return masks.over(masks.PHONE, self.phone)

    def own(self, fields: Mapping[str, Any]) -> dict[str, Any]:
        """Return the house's own fields by key, each text as the reader may see it."""
        return {k: self.text(v) if isinstance(v, str) else v for k, v in fields.items()}

    def text(self, text: str) -> str:
        """Return a text people wrote, with what is covered covered in it as well."""
        phones = (self.whole_phone, self.whole_contact_phone)
        pairs = [(phone, self._field("phone", phone)) for phone in phones]
        pairs += [(self.whole_name, self.name), (self.whole_contact, self.contact)]
        pairs.append((self.whole_unit, self.unit))
        pairs.append((self.whole_email, self._field("email", self.whole_email)))
        # A single sign stands in many words that are nobody's name.
        return self.sight.scrubbed(text, [pair for pair in pairs if len(pair[0]) > 1])


def seen_of(case: Case, sight: Sight) -> Seen:
    """Return how the reader sees the customer of a case; what was revealed is whole."""
    customer, contact = case.customer, case.contact
    return Seen(
        sight,
        customer.secrecy if customer else Level.ORDINARY,
        customer.name if customer else "",
        customer.unit if customer else "",
        customer.phone if customer else "",
        customer.number if customer else "",
        contact.name if contact else "",
        contact.phone if contact else "",
        customer.email if customer else "",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseHead:
    """One case as its page shows it to one reader; ``phone`` is masked."""

    number: str
    case_type: str
    type_label: str
    severity: str
    severity_label: str
    priority: str
    priority_label: str
    graded_because: str
    channel_label: str
    category: str
    title: str
    text: str
    reference: str
    customer_pk: int | None
    customer: str
    customer_number: str
    secrecy_label: str
    unit: str
    contact: str
    phone: str
    is_covered: bool
    first_owner: str
    first_post: str
    handler_key: str
    handler: str
    team: str
    queue: str
    department_key: str
    department: str
    state: str
    state_label: str
    state_tone: str
    callback: str
    callback_label: str
    callback_tone: str
    opened_at: datetime
    resolved_at: datetime | None
    closed_at: datetime | None
    resolution: str
    times_reopened: int
    merged_into: str
    snoozed_until: datetime | None

    @property
    def text_is_long(self) -> bool:
        """Whether what the customer said fills more than a dozen lines of the page."""
        return sum(1 + len(line) // _WIDE for line in self.text.splitlines()) > _TALL


def choice_label(choices: type[Channel | Severity | Priority], value: str) -> str:
    """Return a choice in the reader's language; empty if it was not recorded."""
    return str(choices(value).label) if value else ""


def head_of(case: Case, seen: Seen) -> CaseHead:
    """Return a case as its reader sees it; ``case`` comes from the gate, nothing is asked."""
    return CaseHead(
        number=case.number,
        case_type=case.case_type,
        type_label=case.get_case_type_display(),
        severity=case.severity,
        severity_label=choice_label(Severity, case.severity),
        priority=case.priority,
        priority_label=choice_label(Priority, case.priority),
        graded_because=case.graded_because,
        channel_label=choice_label(Channel, case.channel),
        category=path_of(case.category),
        title=seen.text(case.title),
        text=seen.text(case.text),
        reference=case.reference,
        customer_pk=case.customer_id,
        customer=seen.name,
        customer_number=case.customer.number if case.customer else "",
        secrecy_label=_secrecy(case),
        unit=seen.unit,
        contact=seen.contact,
        phone=seen.listed_phone,
        is_covered=_is_covered(seen) if case.customer else False,
        first_owner=str(case.first_owner or ""),
        first_post=case.first_post,
        handler_key=case.handler.username if case.handler else "",
        handler=str(case.handler or ""),
        team=str(case.team or ""),
        queue=str(case.queue or ""),
        department_key=case.responsible_department.key if case.responsible_department else "",
        department=str(case.responsible_department or ""),
        state=case.state,
        state_label=case.get_state_display(),
        state_tone=STATE_TONES[State(case.state)],
        callback=case.callback,
        callback_label=case.get_callback_display(),
        callback_tone=CALLBACK_TONES[CallbackState(case.callback)],
        opened_at=case.opened_at,
        resolved_at=case.resolved_at,
        closed_at=case.closed_at,
        resolution=seen.text(case.resolution),
        times_reopened=case.times_reopened,
        merged_into=case.merged_into.number if case.merged_into else "",
        snoozed_until=case.snoozed_until,
    )


def _secrecy(case: Case) -> str:
    if case.customer is None or case.customer.secrecy == Level.ORDINARY:
        return ""
    return str(Level(case.customer.secrecy).label)


def _is_covered(seen: Seen) -> bool:
    fields = ("name", "phone", "address")
    whole = (seen.sight.is_whole(CUSTOMER, seen.level, f, seen.subject) for f in fields)
    return not all(whole)
