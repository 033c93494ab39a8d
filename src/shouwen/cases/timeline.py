"""A case's history in words: each recorded fact becomes one event people can read.

The journal keeps facts, not sentences; the sentence is made here, in the reader's language. What
people wrote and what a regulation says is quoted as it stands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone, translation
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from shouwen.cases.choices import Channel, LinkedAs, Severity
from shouwen.cases.fields import label_of, named_by, said_in
from shouwen.cases.models import CaseField
from shouwen.files import queries as files
from shouwen.files.queries import DETAIL, FileRow
from shouwen.journal import queries as journal
from shouwen.journal.queries import JournalRow
from shouwen.people import queries as people
from shouwen.people.models import Department
from shouwen.policy.facts import Detail
from shouwen.policy.vocabulary import BASE, DetailType

PAGE = 40

# Kind of fact → sentence, icon, tone. The names in the sentences are filled in by `_names_in`.
SENTENCES: dict[str, tuple[str, str, str]] = {
    "case_opened": (gettext_noop("Recorded; first-contact owner: %(first_owner)s"), "flag", "act"),
    "case_assigned": (gettext_noop("Given to %(handler)s"), "person-check", "act"),
    "case_handed_over": (
        gettext_noop("Handed over from %(from_member)s to %(to_member)s"),
        "arrow-left-right",
        "act",
    ),
    "case_forwarded": (
        gettext_noop("Forwarded to %(responsible_department)s"),
        "box-arrow-right",
        "act",
    ),
    "case_replied": (gettext_noop("Answered the customer by %(channel)s"), "reply", "fine"),
    "case_noted": (gettext_noop("Note"), "chat-left-text", "calm"),
    "case_prioritised": (gettext_noop("Priority changed"), "sort-up", "calm"),
    "case_queued": (
        gettext_noop("Moved from queue %(from_queue)s to %(queue)s"),
        "inbox",
        "act",
    ),
    "case_paused": (gettext_noop("Paused"), "pause-circle", "soon"),
    "case_resumed": (gettext_noop("Taken up again"), "play-circle", "act"),
    "case_resolved": (gettext_noop("Resolved"), "check-circle", "fine"),
    "case_reopened": (gettext_noop("Reopened"), "arrow-counterclockwise", "soon"),
    "case_regraded": (
        gettext_noop("Severity changed from %(from_severity)s to %(severity)s"),
        "exclamation-circle",
        "soon",
    ),
    "callback_made": (gettext_noop("Callback: %(callback)s"), "telephone-outbound", "fine"),
    "case_linked": (gettext_noop("Linked with %(other)s: %(relation)s"), "link-45deg", "calm"),
    "case_merged": (gettext_noop("Merged into %(other)s"), "box-arrow-in-right", "soon"),
    "case_detailed": (gettext_noop("Particulars filled in"), "pencil", "calm"),
    "case_recategorised": (
        gettext_noop("Category changed from %(from_category)s to %(category)s"),
        "diagram-3",
        "calm",
    ),
    "case_split": (gettext_noop("%(other)s was split off"), "signpost-split", "calm"),
    "case_shared": (gettext_noop("%(co_handler)s handles %(share)s %% of it"), "people", "calm"),
    "case_item_ticked": (gettext_noop("Ticked: %(item)s"), "check-square", "fine"),
    "case_snoozed": (gettext_noop("Put aside until %(until)s"), "alarm", "soon"),
    "case_closed": (gettext_noop("Closed"), "lock", "calm"),
    "case_added_to": (gettext_noop("The customer added"), "person-up", "soon"),
    "case_confirmed": (gettext_noop("The customer confirmed it is settled"), "patch-check", "fine"),
    "case_withdrawal_asked": (gettext_noop("The customer wants to withdraw"), "person-x", "soon"),
    "case_rated": (gettext_noop("The customer rated: %(rating)s"), "star", "fine"),
    "obligation_lapsed": (
        gettext_noop("Overdue: “%(duty)s”, owed by %(owner)s"),
        "alarm",
        "late",
    ),
    "obligation_escalated": (
        gettext_noop("Escalated to %(to)s: “%(duty)s”"),
        "arrow-up",
        "late",
    ),
    "obligation_excused": (gettext_noop("Excused from a duty"), "shield-check", "calm"),
    "fine_imposed": (gettext_noop("A fine was imposed"), "cash-coin", "late"),
    "approval_requested": (gettext_noop("Signatures asked for"), "pen", "soon"),
    "approval_granted": (gettext_noop("Signed"), "pen", "fine"),
    "approval_refused": (gettext_noop("Signature refused"), "pen", "late"),
    "approval_withdrawn": (gettext_noop("Request for signatures withdrawn"), "pen", "calm"),
    "approval_expired": (gettext_noop("Request for signatures expired"), "pen", "late"),
    "fact_corrected": (gettext_noop("Record %(number)s corrected"), "pencil", "soon"),
}
# The house's own affairs: colleagues read them, a sheet that the customer signs leaves them out.
INTERNAL = {
    *("case_noted", "case_linked", "case_merged", "case_split", "case_shared"),
    *("case_item_ticked", "case_snoozed", "case_prioritised", "case_queued"),
}
# What people wrote stands below the sentence, in this order.
QUOTED = ("text", "reason", "resolution")
# Shown in the sentence, in the quotation or in the page's head, so not listed again below.
SHOWN = {
    *QUOTED,
    *("number", "case_type", "severity", "from_severity", "channel", "category", "customer"),
    *("handler", "first_owner", "team", "responsible_department", "from_member", "to_member"),
    *("rule", "regulation", "duty", "owner", "to", "person", "amount", "satisfied", "result"),
    *("other", "relation", "co_handler", "share", "item", "until", "entries", "open_children"),
    *(
        "queue",
        "from_queue",
        "from_category",
        "caller",
        "obligation",
        "request",
        "clause",
        "by_customer",
        DETAIL,
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One line of the history; ``remarks`` are further details as (label, value)."""

    number: int
    happened_at: datetime
    recorded_at: datetime
    title: str
    who: str
    quotes: tuple[str, ...]
    remarks: tuple[tuple[str, str], ...]
    icon: str
    tone: str
    is_note: bool
    is_internal: bool
    is_corrected: bool
    files: tuple[FileRow, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """A page of a case's history, newest first; ``after`` leads to what is older, or is None."""

    events: tuple[Event, ...]
    after: int | None


def _as_written(text: str) -> str:
    return text


def history(
    about: str, after: int | None = None, limit: int = PAGE, say: Callable[[str], str] = _as_written
) -> History:
    """Return what was recorded about a case, newest first, in three queries and one for files.

    ``say`` covers in a text what its reader may not see.
    """
    rows = journal.timeline(about, after, limit + 1, newest_first=True)
    shown = _once(rows[:limit])
    names = _Names.of(shown)
    known = files.of([key for row in shown for key in files.keys_in(row.details.get(DETAIL))])
    events = tuple(_event(row, names, say, known) for row in shown)
    return History(events=events, after=rows[limit - 1].number if len(rows) > limit else None)


def _once(rows: Iterable[JournalRow]) -> list[JournalRow]:
    return list({row.number: row for row in rows}.values())


@dataclass(frozen=True, slots=True)
class _Names:
    """Names of the members and departments that facts mention by key."""

    members: Mapping[str, str]
    departments: Mapping[str, str]
    fields: Mapping[str, CaseField]

    @classmethod
    def of(cls, rows: Iterable[JournalRow]) -> _Names:
        keys = {str(row.details.get(name)) for row in rows for name in _MEMBERS}
        members = people.members_by_keys(keys)
        departments = Department.objects.values_list("key", "name")
        return cls(
            {key: str(m) for key, m in members.items()}, dict(departments), _own_fields(rows)
        )

    def member(self, value: Detail) -> str:
        key = str(value).removeprefix("member:")
        return self.members.get(key, key) if value else _("nobody")

    def department(self, value: Detail) -> str:
        return self.departments.get(str(value), str(value)) if value else _("nobody")


def _own_fields(rows: Iterable[JournalRow]) -> dict[str, CaseField]:
    """Return the house's own fields that facts mention; nothing is asked where there are none."""
    unknown = {name for r in rows for name in r.details if not BASE.term(r.kind, name)}
    return named_by(unknown - SHOWN)


_MEMBERS = (
    "first_owner",
    "handler",
    "from_member",
    "to_member",
    "owner",
    "person",
    "to",
    "caller",
    "co_handler",
)


def _event(
    row: JournalRow, names: _Names, say: Callable[[str], str], known: Mapping[str, FileRow]
) -> Event:
    sentence, icon, tone = SENTENCES.get(row.kind, ("", "dot", "calm"))
    return Event(
        number=row.number,
        happened_at=row.happened_at,
        recorded_at=row.recorded_at,
        title=_(sentence) % _values(row, names) if sentence else _kind_name(row.kind),
        who=row.actor_name,
        quotes=tuple(say(str(row.details[name])) for name in QUOTED if row.details.get(name)),
        remarks=tuple((label, say(value)) for label, value in _remarks(row, names)),
        icon=icon,
        tone=_tone_of(row, tone),
        is_note=row.kind == "case_noted",
        is_internal=row.kind in INTERNAL,
        is_corrected=row.corrected_by is not None,
        files=tuple(known[k] for k in files.keys_in(row.details.get(DETAIL)) if k in known),
    )


def _values(row: JournalRow, names: _Names) -> dict[str, str]:
    details = row.details
    values = {name: names.member(details.get(name)) for name in _MEMBERS}
    return {
        **values,
        "responsible_department": names.department(details.get("responsible_department")),
        "channel": _named(Channel, details.get("channel")),
        "severity": _named(Severity, details.get("severity")),
        "from_severity": _named(Severity, details.get("from_severity")),
        "duty": _duty(details),
        "queue": str(details.get("queue") or _("no queue")),
        "from_queue": str(details.get("from_queue") or _("no queue")),
        "category": str(details.get("category") or _("not recorded")),
        "from_category": str(details.get("from_category") or _("not recorded")),
        **_of_ties(details),
        "number": str(details.get("number", "")),
        "callback": _callback(details),
        "rating": _rating(details),
    }


def _of_ties(details: Mapping[str, Detail]) -> dict[str, str]:
    until = parse_datetime(str(details.get("until") or ""))
    relation = details.get("relation")
    known = relation in LinkedAs.values
    return {
        "other": str(details.get("other", "")),
        "relation": str(LinkedAs(str(relation)).label) if known else "",
        "share": str(details.get("share", "")),
        "item": str(details.get("item", "")),
        "until": f"{timezone.localtime(until):%Y-%m-%d %H:%M}" if until else "",
    }


def _duty(details: Mapping[str, Detail]) -> str:
    return str(details.get("duty") or details.get("rule") or "")


def _named(choices: type[Channel | Severity], value: Detail) -> str:
    if value in choices.values:
        return str(choices(str(value)).label)
    return _("not recorded")


def _callback(details: Mapping[str, Detail]) -> str:
    if details.get("result") == "not_reached":
        return _("not reached")
    satisfied = details.get("satisfied")
    if satisfied is None:
        return _("reached")
    return _("satisfied") if satisfied else _("not satisfied")


def _rating(details: Mapping[str, Detail]) -> str:
    satisfied = details.get("satisfied")
    if satisfied is None:
        return _("not recorded")
    return _("satisfied") if satisfied else _("not satisfied")


def _tone_of(row: JournalRow, tone: str) -> str:
    if row.kind not in ("callback_made", "case_rated"):
        return tone
    if row.details.get("result") == "not_reached":
        return "soon"
    return "late" if row.details.get("satisfied") is False else "fine"


def _speaks_chinese() -> bool:
    return (translation.get_language() or "").startswith("zh")


def _kind_name(kind: str) -> str:
    chinese, english = BASE.kind_labels(kind)
    return chinese if _speaks_chinese() else english


def _remarks(row: JournalRow, names: _Names) -> Iterable[tuple[str, str]]:
    """Return details the sentence does not say, with their labels from the vocabulary."""
    side = 0 if _speaks_chinese() else 1
    for name, value in row.details.items():
        if name in SHOWN or value is None:
            continue
        own = names.fields.get(name)
        if own is not None:
            # Every fact carries them; they are told where they were filled in.
            if row.kind in ("case_opened", "case_detailed"):
                yield label_of(own), said_in(own, value)
            continue
        term = BASE.term(row.kind, name)
        if term is not None and term.type is DetailType.DEPARTMENT:
            said = (names.department(value),) * 2
        else:
            said = term.value_labels(value) if term else _plain(value)
        yield BASE.detail_labels(row.kind, name)[side], said[side]


def _plain(value: Detail) -> tuple[str, str]:
    if isinstance(value, bool):
        return ("是", "yes") if value else ("否", "no")
    return str(value), str(value)
