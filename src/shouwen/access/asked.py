"""What is asked before a record is revealed, told or exported: the rules' demands, else ours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise

from shouwen.access import gates, records
from shouwen.access.actions import Wish
from shouwen.access.choices import Level, What
from shouwen.access.forms import AskForm
from shouwen.access.records import Found, Record
from shouwen.access.sight import Sight, sight_of
from shouwen.access.weighing import HELD, IDENTITY, INSIDE, REFUSED, SECOND_PERSON, SILENT, Weighed
from shouwen.enforcement.words import refusal_text
from shouwen.people import queries as people
from shouwen.people.models import Member
from shouwen.policy.facts import Detail

# Outside the house nobody is told anything alone, while no rule speaks.
_OUTSIDE = ("third_party", "public")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One asking before it is sent; ``missing`` are the details the rules ask for.

    ``refusal`` is the sentence of a rule that refuses it whatever is answered.
    """

    what: str
    record: str
    subject: str
    href: str
    label: str | Promise
    key: str = ""
    level: str = Level.ORDINARY
    choices: Mapping[str, str | Promise] = field(default_factory=dict)
    classes: tuple[str, ...] = ()
    details: Mapping[str, Detail] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    needs_second: bool = False
    refusal: str = ""
    is_held: bool = False

    def wish(self, form: AskForm) -> Wish:
        """Return what is asked for, with the answers given."""
        data = form.cleaned_data
        return Wish(
            what=self.what, record=self.record, key=self.key, subject=self.subject,
            level=self.level, classes=self.classes, fields=data.get("fields_wanted", []),
            given={**self.details, **form.given()}, identity_how=data.get("identity_how", ""),
            needs_second=self.needs_second, second=data.get("second"), reason=data["reason"],
            token=data["token"],
        )  # fmt: skip


def to_see(member: Member, record: str, key: str, at: datetime) -> Question:
    """Return what is asked before the covered fields of a record are shown.

    Whoever does not work on matters may ask only where a rule speaks.
    """
    found = gates.record_open_to(member, record, key, timezone.localdate(at))
    sight = sight_of(member, at)
    view = sight.view(record, found.level)
    if view.said.verdict == SILENT and not sight.works:
        raise Http404
    covered = [name for name, value in found.values.items() if value and view.covers(name)]
    alone = view.said.verdict != SILENT or found.level != Level.TOP
    return _question(What.SEE, found, sight, covered, INSIDE, view.said, alone=alone)


def to_tell(member: Member, record: str, key: str, recipient: str, at: datetime) -> Question:
    """Return what is asked before somebody is told what is on record.

    While no rule speaks, the customer's identity has to be verified, and telling anybody outside
    the house, or anything top secret, takes two.
    """
    found = gates.record_open_to(member, record, key, timezone.localdate(at))
    sight = sight_of(member, at)
    details: dict[str, Detail] = {"recipient": recipient}
    said = sight.weigh(record, found.level, What.DISCLOSE, details)
    if said.verdict == SILENT and not sight.works:
        raise Http404
    alone = recipient not in _OUTSIDE and found.level != Level.TOP
    if said.verdict == SILENT and recipient == "customer":
        said = Weighed(missing=(IDENTITY,))
    names = [name for name, value in found.values.items() if value]
    alone = alone or said.verdict != SILENT
    return _question(What.DISCLOSE, found, sight, names, details, said, alone=alone)


def to_export(member: Member, record: Record, at: datetime) -> Question:
    """Return what is asked before records are exported; while no rule speaks it takes two."""
    sight = sight_of(member, at)
    if not may_export(sight):
        raise Http404
    found = Found(
        record=record.key, key="", subject=record.key, level=Level.ORDINARY, values={},
        href=reverse("access:exports"),
    )  # fmt: skip
    said = sight.weigh(record.key, Level.ORDINARY, What.EXPORT, INSIDE)
    return _question(What.EXPORT, found, sight, [], INSIDE, said, alone=said.verdict != SILENT)


def may_export(sight: Sight) -> bool:
    """Return whether the member may ask for exports: whoever sees every matter."""
    if sight.member is None:
        return False
    return people.may(sight.member, gates.VIEW_ALL, timezone.localdate(sight.at))


def _question(
    what: str, found: Found, sight: Sight, names: list[str], details: Mapping[str, Detail],
    said: Weighed, *, alone: bool,
) -> Question:  # fmt: skip
    record = records.record_named(found.record)
    if record is None:
        raise Http404
    refused = said.permission if said.verdict == REFUSED else None
    return Question(
        what=what, record=found.record, key=found.key, subject=found.subject, level=found.level,
        href=found.href, label=record.label, details=details,
        choices={name: record.fields.get(name, name) for name in names},
        classes=sight.ties.classes(found.record, found.level),
        missing=tuple(name for name in said.missing if name != SECOND_PERSON),
        needs_second=not alone or SECOND_PERSON in said.missing,
        refusal=refusal_text(refused) if refused else "", is_held=said.verdict == HELD,
    )  # fmt: skip


def links_for(sight: Sight) -> dict[str, bool]:
    """Return which further pages the member may open."""
    if sight.member is None:
        return {}
    may = people.permissions_of(sight.member, timezone.localdate(sight.at))
    return {
        "looks": gates.VIEW_ALL in may, "exports": gates.VIEW_ALL in may,
        "classes": gates.ADOPT in may,
    }  # fmt: skip
