"""Entries of registers as they are looked up: by their number and by what their fields say."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shouwen.enforcement.outcome import Outcome
from shouwen.journal import queries as journal
from shouwen.journal.actions import FactRow
from shouwen.journal.queries import JournalRow
from shouwen.people import queries as people
from shouwen.people.models import Member
from shouwen.policy.facts import Fact
from shouwen.policy.kinds.details import facts_of
from shouwen.policy.kinds.form import Form
from shouwen.registers import gates
from shouwen.registers.queries import cells_of, names_in
from shouwen.registers.register import Register, registers_in
from shouwen.regulations import queries as regulations
from shouwen.search import actions as search
from shouwen.search.sources import Hit, Reader, Shown, Source
from shouwen.search.texts import Text

KIND = "entry"
# What happens in a matter is found with the matter.
_ELSEWHERE = ("case_", "callback_")
_CELLS = 3


def follow(row: FactRow, _outcome: Outcome) -> None:
    """Write an entry's text after the fact that fills it in, in the fact's transaction."""
    if row.kind.startswith(_ELSEWHERE):
        return
    if row.kind in _kinds(timezone.localdate(row.recorded_at)):
        search.changed(KIND, [str(row.number)])


def _registers(day: date) -> list[Register]:
    return registers_in(regulations.in_force_on(day), day)


def _kinds(day: date) -> list[str]:
    """Return the kinds of facts that fill in a form in force on a day."""
    rules = regulations.in_force_on(day).rulebook.rules
    forms = (rule for rule in rules if isinstance(rule, Form) and rule.is_in_force(day))
    kinds = {kind for form in forms for kind in facts_of(form.filled())}
    return sorted(kind for kind in kinds if not kind.startswith(_ELSEWHERE))


def _holding(registers: Iterable[Register], fact: Fact) -> Register | None:
    if fact.kind.startswith(_ELSEWHERE):
        return None
    return next((each for each in registers if fact.kind in each.kinds and each.holds(fact)), None)


def texts(numbers: Collection[str]) -> list[Text]:
    """Return the texts of entries by the registers in force when they were recorded."""
    rows = journal.rows_numbered([int(number) for number in numbers if number.isdecimal()])
    by_day: dict[date, list[Register]] = {}
    found = []
    for row in rows:
        day = timezone.localdate(row.recorded_at)
        if day not in by_day:
            by_day[day] = _registers(day)
        fact = journal.fact_of(row)
        register = _holding(by_day[day], fact)
        if register is not None:
            found.append(_text(register, row, fact))
    return found


def _text(register: Register, row: JournalRow, fact: Fact) -> Text:
    cells = cells_of(register, fact, names_in(register, [fact]), now=row.recorded_at)
    printed = register.number_of(row.details)
    return Text(
        about=f"{KIND}:{row.number}",
        kind=KIND,
        head=f"{register.rule.title} {printed}".strip(),
        body="\n".join(value for _label, value in cells),
        facets={"register": f"{register.slug}/{register.rule.id}"},
        seen_by=_seen_by(row),
        happened_at=row.happened_at,
    )


def _seen_by(row: JournalRow) -> list[str]:
    """Return who may find an entry: who sees all, who recorded it, and whom it names."""
    named = {str(value) for value in row.details.values() if isinstance(value, str)}
    members = {*people.members_by_keys(named), row.actor_key} - {""}
    return ["entry:all", *(f"entry:m{key}" for key in sorted(members))]


def reads(member: Member, at: datetime) -> Reader:
    """Return which entries a member may find."""
    today = timezone.localdate(at)
    if not gates.may_use(member, today):
        return Reader(keys=frozenset())
    own = f"entry:m{member.username}"
    return Reader(keys=frozenset({"entry:all" if gates.sees_all(member, today) else own}))


def shows(hits: Sequence[Hit], member: Member, at: datetime) -> Mapping[str, Shown]:
    """Return entries that were found, each on its page in the register in force today."""
    del member
    registers = _registers(timezone.localdate(at))
    found = journal.rows_numbered([int(hit.about.removeprefix(f"{KIND}:")) for hit in hits])
    shown = {}
    for row in found:
        fact = journal.fact_of(row)
        register = _holding(registers, fact)
        if register is not None:
            shown[f"{KIND}:{row.number}"] = _shown(register, row, fact, at)
    return shown


def _shown(register: Register, row: JournalRow, fact: Fact, at: datetime) -> Shown:
    cells = cells_of(register, fact, names_in(register, [fact]), now=at)
    note = [register.number_of(row.details), row.actor_name]
    note += [value for _label, value in cells[:_CELLS]]
    return Shown(
        title=register.title,
        href=reverse("registers:entry", args=[register.slug, register.rule.id, row.number]),
        note=" · ".join(part for part in note if part),
        tag=_("Struck out") if row.corrected_by else "",
        tone="late" if row.corrected_by else "calm",
    )


def keys(after: str, limit: int) -> list[str]:
    """Return the numbers of the next facts that may be entries, the oldest first."""
    today = timezone.localdate()  # clock: an index is written anew by today's registers
    begin = int(after) if after.isdecimal() else 0
    found = journal.numbers_after(begin, _kinds(today), limit)
    return [str(number) for number in found]


SOURCE = Source(
    kind=KIND,
    label=gettext_lazy("Register entries"),
    icon="journal-text",
    reads=reads,
    shows=shows,
    keys=keys,
    texts=texts,
    ends=True,
)
