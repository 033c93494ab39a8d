"""Questions about askings, looks and classes, answered in rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from shouwen.access import looks, records
from shouwen.access.choices import How, Level, State, What
from shouwen.access.models import Asking, Look, Tie
from shouwen.access.sight import Sight
from shouwen.access.weighing import ASKED
from shouwen.enforcement.words import of_language
from shouwen.people.models import Member
from shouwen.policy.kinds.access import Access
from shouwen.policy.vocabulary import BASE
from shouwen.regulations.queries import InForce

PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class AskingRow:
    """One asking for reading."""

    pk: int
    what: str
    record: str
    key: str
    subject: str
    member: str
    second: str
    reason: str
    fields: tuple[str, ...]
    state: str
    why: str
    asked_at: datetime
    until: datetime | None
    request: int | None
    is_live: bool

    @property
    def what_label(self) -> str:
        """What was asked for, in the reader's language."""
        return str(What(self.what).label)

    @property
    def state_label(self) -> str:
        """Where it stands; what ran out of time says so."""
        if self.state in (State.OPEN, State.SECOND) and not self.is_live:
            return _("expired")
        return str(State(self.state).label)

    @property
    def tone(self) -> str:
        """The state's tone for the eye."""
        if self.state == State.REFUSED:
            return "late"
        if self.state in (State.SECOND, State.SIGNATURES):
            return "soon" if self.is_live else "calm"
        return "fine" if self.state == State.OPEN and self.is_live else "calm"


def _asking_row(row: Asking, now: datetime) -> AskingRow:
    return AskingRow(
        pk=row.pk, what=row.what, record=record_label(row.record), key=row.key,
        subject=row.subject, member=str(row.member), second=str(row.second or ""),
        reason=row.reason, fields=field_labels(row.record, row.fields), state=row.state,
        why=row.why, asked_at=row.asked_at, until=row.until, request=row.request,
        is_live=row.until is None or row.until > now,
    )  # fmt: skip


def record_label(key: str) -> str:
    """Return what a kind of record is called."""
    found = records.record_named(key)
    return str(found.label) if found else key


def field_labels(record: str, names: list[str]) -> tuple[str, ...]:
    """Return what fields are called."""
    found = records.record_named(record)
    known = found.fields if found else {}
    return tuple(str(known.get(name, name)) for name in names)


def askings_of(member: Member, now: datetime, limit: int = 20) -> list[AskingRow]:
    """List what a member asked for lately, the latest first."""
    found = Asking.objects.filter(member=member).select_related("member", "second")
    return [_asking_row(row, now) for row in found.order_by("-pk")[:limit]]


def waiting_for(member: Member, now: datetime) -> list[AskingRow]:
    """List what waits for this member, or anybody, as the second person."""
    found = Asking.objects.filter(
        Q(second__isnull=True) | Q(second=member), state=State.SECOND, until__gt=now
    ).exclude(member=member)
    rows = found.select_related("member", "second").order_by("pk")[:PAGE]
    return [_asking_row(row, now) for row in rows]


def exports_of(member: Member, now: datetime) -> list[AskingRow]:
    """List the exports a member asked for, the latest first."""
    found = Asking.objects.filter(member=member, what=What.EXPORT)
    rows = found.select_related("member", "second").order_by("-pk")[:20]
    return [_asking_row(row, now) for row in rows]


@dataclass(frozen=True, slots=True, kw_only=True)
class LookRow:
    """One look for reading; ``is_altered`` tells that the row was changed past the product."""

    pk: int
    at: datetime
    member: str
    record: str
    subject: str
    level: str
    how: str
    fields: tuple[str, ...]
    reason: str
    is_altered: bool


def looks_at(
    *, text: str = "", after: int | None = None, limit: int = PAGE
) -> tuple[list[LookRow], int | None]:
    """List the looks, latest first, of a member or at a record; and the cursor to older ones."""
    found = Look.objects.select_related("member").order_by("-pk")
    if text:
        found = found.filter(
            Q(subject=text) | Q(member__username=text) | Q(member__name__startswith=text)
        )
    if after is not None:
        found = found.filter(pk__lt=after)
    rows = list(found[: limit + 1])
    shown = [_look_row(row) for row in rows[:limit]]
    return shown, (shown[-1].pk if len(rows) > limit else None)


def _look_row(row: Look) -> LookRow:
    return LookRow(
        pk=row.pk, at=row.at, member=str(row.member), record=record_label(row.record),
        subject=row.subject, level=str(Level(row.level).label), how=str(How(row.how).label),
        fields=field_labels(row.record, row.fields), reason=row.reason,
        is_altered=bool(looks.altered([row])),
    )  # fmt: skip


def export_looks(sight: Sight) -> Iterator[list[str]]:
    """Return the log of looks line by line, heading first."""
    del sight  # No field of a look is covered: it names no value.
    yield [
        _("When"), pgettext("access", "Member"), _("Record"), _("Number"), _("Level"),
        pgettext("access", "Occasion"), pgettext("access", "Fields"), _("Reason"),
    ]  # fmt: skip
    for row in Look.objects.select_related("member").order_by("pk").iterator():
        one = _look_row(row)
        at = f"{timezone.localtime(one.at):%Y-%m-%d %H:%M:%S}"
        yield [
            at, one.member, one.record, one.subject, one.level, one.how, "、".join(one.fields),
            one.reason,
        ]  # fmt: skip


def words_for(record: records.Record, in_force: InForce) -> dict[str, str]:
    """Return the words that may be tied to a kind of record, each with what it is called."""
    if record.words == "facts":
        own = [kind for kind in in_force.vocabulary if kind.by_hand and kind.kind not in BASE]
        return {kind.kind: of_language((kind.label, kind.label_en)) for kind in own}
    return words_of_rules(in_force)


def words_of_rules(in_force: InForce) -> dict[str, str]:
    """Return the classes of subject that access rules in force name, with their first clause."""
    found: dict[str, str] = {}
    for rule in in_force.rulebook.rules:
        for condition in rule.when if isinstance(rule, Access) else ():
            test = condition.tests.get("subject_class") if condition.fact == ASKED else None
            for word in getattr(test, "values", ()):
                found.setdefault(str(word), f"{word} · {rule.clause} {rule.title}".strip())
    return found


def masks_of_rules(in_force: InForce) -> list[str]:
    """List the fields that the masks of access rules in force name."""
    rules = [rule for rule in in_force.rulebook.rules if isinstance(rule, Access)]
    return sorted({name for rule in rules for name in rule.masks})


def ties() -> dict[tuple[str, str, str], list[str]]:
    """Return every tie by record, level and field, in one query."""
    found: dict[tuple[str, str, str], list[str]] = {}
    rows = Tie.objects.order_by("pk").values_list("record", "level", "field", "word")
    for record, level, field, word in rows:
        found.setdefault((record, level, field), []).append(word)
    return found
