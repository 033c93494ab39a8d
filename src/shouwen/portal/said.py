"""A matter as its customer may read it: steps, promises and answers in customers' words.

Only what was said to the customer is quoted. Notes, reasons, names of members and what colleagues
wrote as the resolution stay inside.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone, translation
from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from shouwen.cases.choices import State
from shouwen.cases.models import Case
from shouwen.enforcement import queries as enforcement
from shouwen.files import queries as files
from shouwen.files.queries import DETAIL, FileRow
from shouwen.journal import queries as journal
from shouwen.journal.queries import JournalRow
from shouwen.obligations import queries as owed
from shouwen.obligations.queries import OwedRow
from shouwen.people import queries as people
from shouwen.people.models import Department
from shouwen.people.standing import posts_by_member
from shouwen.policy.kinds.clock import Clocked
from shouwen.policy.vocabulary import BASE
from shouwen.regulations.queries import House, house_on

MOST_STEPS = 200
# What is owed to a customer is known by the fact that fulfils it.
PROMISED: Mapping[str, tuple[str | Lazy, str | Lazy]] = {
    "case_replied": (gettext_lazy("We will answer you"), gettext_lazy("We answered you")),
    "callback_made": (gettext_lazy("We will call you back"), gettext_lazy("We called you back")),
    "case_resolved": (
        gettext_lazy("Your matter will be settled"),
        gettext_lazy("Your matter was settled"),
    ),
}
STATES: Mapping[str, tuple[str | Lazy, str]] = {
    State.OPEN: (pgettext_lazy("to a customer", "We are working on it"), "act"),
    State.FORWARDED: (pgettext_lazy("to a customer", "With the department in charge"), "act"),
    State.PAUSED: (pgettext_lazy("to a customer", "On hold"), "soon"),
    State.RESOLVED: (pgettext_lazy("to a customer", "Settled"), "fine"),
    State.CLOSED: (pgettext_lazy("to a customer", "Finished"), "calm"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Promised:
    """One thing the department owes the customer, with the clause that says so.

    ``due_at`` is None where the regulation sets no time. ``state`` is open, late, paused, kept or
    kept_late.
    """

    text: str
    due_at: datetime | None
    state: str
    clause: str
    title: str
    provisional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One step of a matter; ``mine`` marks what the customer did."""

    title: str
    at: datetime
    icon: str
    tone: str
    text: str = ""
    mine: bool = False
    photos: tuple[FileRow, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Everything the page of a matter shows."""

    number: str
    sort: str
    opened_at: datetime
    state: str
    tone: str
    place: str
    text: str
    promises: tuple[Promised, ...]
    open_questions: tuple[str, ...]
    steps: tuple[Told, ...]
    asked_to_withdraw: bool = field(default=False)


def chinese() -> bool:
    """Return whether the reader reads Chinese."""
    return (translation.get_language() or "").startswith("zh")


def by_language(text: str, english: str) -> str:
    """Return a text of the department in the reader's language, the Chinese one failing that."""
    return text if chinese() or not english else english


def sort_of(case: Case) -> str:
    """Return what a matter is called: its type, and its category if it has one."""
    kind = str(case.get_case_type_display())
    if case.category is None:
        return kind
    return f"{kind} · {by_language(case.category.name, case.category.name_en)}"


def state_of(state: str) -> tuple[str, str]:
    """Return where a matter stands, in words and as a tone."""
    words, tone = STATES[state]
    return str(words), tone


def page_of(case: Case, *, shows_text: bool, now: datetime) -> Page:
    """Return a matter for its customer; ``shows_text`` if its text is the customer's own."""
    rows = [r for r in journal.timeline(case.about, None, MOST_STEPS) if r.corrected_by is None]
    opening = next((row.number for row in rows if row.kind == "case_opened"), 0)
    words, tone = state_of(case.state)
    return Page(
        number=case.number,
        sort=sort_of(case),
        opened_at=case.opened_at,
        state=words,
        tone=tone,
        place=_with_whom(case, now),
        text=case.text if shows_text else "",
        promises=promises_about(case.about, now),
        open_questions=_asked(opening),
        steps=tuple(_steps(rows, now)),
        asked_to_withdraw=_wants_out(rows),
    )


def _wants_out(rows: Iterable[JournalRow]) -> bool:
    last = [row.kind for row in rows if row.kind in ("case_withdrawal_asked", "case_reopened")]
    return last[-1:] == ["case_withdrawal_asked"]


def _with_whom(case: Case, now: datetime) -> str:
    """Return which department or post has the matter; never who."""
    if case.state == State.FORWARDED and case.responsible_department:
        return case.responsible_department.name
    if case.handler is None:
        return ""
    return _post_names([case.handler.pk], now).get(case.handler.pk, "")


def _post_names(members: Iterable[int], now: datetime) -> dict[int, str]:
    held = posts_by_member(list(members), timezone.localdate(now))
    names = people.post_names()
    return {pk: names.get(min(keys), "") for pk, keys in held.items() if keys}


# ── promises ─────────────────────────────────────────────────────────────────────────────────


def promises_about(about: str, now: datetime) -> tuple[Promised, ...]:
    """List what the department owes the customer in a matter, soonest first, what is done last."""
    house = house_on(timezone.localdate(now))
    found = [p for row in owed.history(about) if (p := _promise(row, house, now)) is not None]
    return tuple(sorted(found, key=_soonest))


def _soonest(promised: Promised) -> tuple[bool, bool, float]:
    due_at = promised.due_at
    done = promised.state.startswith("kept")
    return done, due_at is None, due_at.timestamp() if due_at else 0.0


def _promise(row: OwedRow, house: House, now: datetime) -> Promised | None:
    said = _promised_by(row, house)
    state = _state_of(row, now)
    if said is None or not state:
        return None
    return Promised(
        text=str(said[1] if state.startswith("kept") else said[0]),
        due_at=row.due_at,
        state=state,
        clause=row.clause_number,
        title=row.title,
        provisional=row.provisional,
    )


def _promised_by(row: OwedRow, house: House) -> tuple[str | Lazy, str | Lazy] | None:
    rule = house.rule(row.regulation, row.rule_id, row.version_id)
    kinds = [each.fact for each in rule.met_conditions()] if isinstance(rule, Clocked) else []
    return next((PROMISED[kind] for kind in PROMISED if kind in kinds), None)


def _state_of(row: OwedRow, now: datetime) -> str:
    if row.state == owed.State.MET:
        return "kept_late" if row.late else "kept"
    if row.state == owed.State.PAUSED:
        return "paused"
    if not row.is_owed:
        return ""
    return "late" if row.due_at is not None and row.due_at <= now else "open"


def _asked(opening: int) -> tuple[str, ...]:
    """Return the names of what the rules still have to be told about a matter's opening."""
    side = 0 if chinese() else 1
    missing = enforcement.asked_about(opening)
    known = [name for name in missing if BASE.term("case_opened", name) is not None]
    return tuple(BASE.detail_labels("case_opened", name)[side] for name in known)


# ── steps ────────────────────────────────────────────────────────────────────────────────────

_PLAIN: Mapping[str, tuple[str | Lazy, str, str]] = {
    "case_opened": (gettext_lazy("We received your matter"), "flag", "act"),
    "case_replied": (gettext_lazy("Our answer"), "reply", "fine"),
    "case_paused": (gettext_lazy("Put on hold"), "pause-circle", "soon"),
    "case_resumed": (gettext_lazy("Taken up again"), "play-circle", "act"),
    "case_resolved": (pgettext_lazy("to a customer", "Settled"), "check-circle", "fine"),
    "case_reopened": (gettext_lazy("Reopened"), "arrow-counterclockwise", "soon"),
    "case_closed": (pgettext_lazy("to a customer", "Finished"), "lock", "calm"),
    "case_added_to": (gettext_lazy("You added"), "person-up", "calm"),
    "case_confirmed": (gettext_lazy("You confirmed that it is settled"), "patch-check", "fine"),
    "case_withdrawal_asked": (gettext_lazy("You asked to withdraw"), "person-x", "soon"),
    "case_rated": (gettext_lazy("You rated our service"), "star", "calm"),
}
_QUOTED = ("case_replied", "case_added_to")
_MOVED = ("case_assigned", "case_handed_over")


def _steps(rows: list[JournalRow], now: datetime) -> Iterable[Told]:
    known = files.of([k for r in rows if r.kind in (*_QUOTED, "case_opened") for k in _files(r)])
    departments = dict(Department.objects.values_list("key", "name"))
    takers = _takers(rows, now)
    for row in rows:
        titled = _titled(row, takers, departments)
        if titled is None:
            continue
        title, icon, tone = titled
        quotes = row.kind in _QUOTED
        shows = quotes or row.kind == "case_opened"
        yield Told(
            title=title,
            at=row.happened_at,
            icon=icon,
            tone=tone,
            text=str(row.details.get("text") or "") if quotes else "",
            mine=row.details.get("by_customer") is True,
            photos=tuple(known[k] for k in _files(row) if k in known) if shows else (),
        )


def _files(row: JournalRow) -> tuple[str, ...]:
    return files.keys_in(row.details.get(DETAIL))


def _takers(rows: list[JournalRow], now: datetime) -> dict[str, str]:
    """Return the posts of those a matter was given to, by their keys."""
    keys = {_taker(row) for row in rows if row.kind in _MOVED}
    members = people.members_by_keys(keys)
    names = _post_names([m.pk for m in members.values()], now)
    return {key: names.get(member.pk, "") for key, member in members.items()}


def _taker(row: JournalRow) -> str:
    detail = "to_member" if row.kind == "case_handed_over" else "handler"
    return str(row.details.get(detail) or "")


def _titled(
    row: JournalRow, takers: Mapping[str, str], departments: Mapping[str, str]
) -> tuple[str, str, str] | None:
    if row.kind == "case_forwarded":
        key = str(row.details.get("responsible_department") or "")
        return _passed(departments.get(key, ""))
    if row.kind in _MOVED:
        return _passed(takers.get(_taker(row), ""))
    if row.kind == "callback_made":
        reached = row.details.get("result") == "reached"
        title = _("We called you") if reached else _("We tried to call you")
        return title, "telephone-outbound", "fine" if reached else "soon"
    if row.kind not in _PLAIN:
        return None
    words, icon, tone = _PLAIN[row.kind]
    return str(words), icon, tone


def _passed(name: str) -> tuple[str, str, str]:
    title = _("Now with: %(name)s") % {"name": name} if name else _("Passed on")
    return title, "box-arrow-right", "act"
