"""What comes late, or is taken back, after its period was closed: the closing is reckoned anew.

A closing that was recorded counts what was known then. Once another fact of its period comes to
light, or one is taken back, it is countered and recorded again where it comes out otherwise; what
belongs to a locked period goes to the next open one, so that only the difference is left there.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from shouwen.enforcement import closings
from shouwen.enforcement.outcome import Outcome
from shouwen.journal import queries as journal
from shouwen.journal.actions import FactRow
from shouwen.ledger import queries as moved
from shouwen.people import queries as people
from shouwen.people.models import Member
from shouwen.policy.kinds import Rule
from shouwen.policy.kinds.moves import Moves
from shouwen.policy.kinds.periods import first_day
from shouwen.policy.rulebook import Rulebook
from shouwen.policy.rulings import Transfer
from shouwen.regulations import queries as regulations

CLOSED = frozenset(f"{length}_closed" for length in closings.LENGTHS)


def follow(row: FactRow, outcome: Outcome) -> None:
    """Reckon anew what closed the period of a fact that was recorded in a later one."""
    if row.kind not in CLOSED and _may_count(row, outcome):
        _reckon(row, row, _("Fact %(number)s came late.") % {"number": row.number})


def follow_corrected(row: FactRow, by: FactRow) -> None:
    """Reckon anew what closed the period of a fact that was taken back."""
    if row.kind not in CLOSED and _closed_by(row, by):
        _reckon(row, by, _("Fact %(number)s was taken back.") % {"number": row.number})


def _closed_by(row: FactRow, by: FactRow) -> list[Moves]:
    """List the rules that close a period of the fact that was over when ``by`` was recorded."""
    happened, recorded = timezone.localdate(row.happened_at), timezone.localdate(by.recorded_at)
    over = {
        f"{length}_closed"
        for length in closings.LENGTHS
        if first_day(happened, length) < first_day(recorded, length)
    }
    if not over:
        return []
    moving = (rule for rule in _book_of(row).rules if isinstance(rule, Moves))
    return [rule for rule in moving if over & set(rule.fact_kinds())]


def _book_of(row: FactRow) -> Rulebook:
    return regulations.in_force_on(timezone.localdate(row.happened_at), row.recorded_at).rulebook


def _may_count(row: FactRow, outcome: Outcome) -> bool:
    """Tell whether a closing may look at the fact: at what it moved, or at the fact itself."""
    closing = _closed_by(row, row)
    if not closing:
        return False
    moves = any(isinstance(ruling, Transfer) for ruling in outcome.rulings)
    return moves or row.kind in {kind for rule in closing for kind in _counted_by(rule)}


def _counted_by(rule: Rule) -> Iterator[str]:
    return (one.name for one in rule.references() if one.sort == "fact")


def _reckon(row: FactRow, by: FactRow, reason: str) -> None:
    actor = by.actor or people.system_member()
    if actor is None:
        return
    concerned = _members_of(row)
    closings.reckon_anew(
        happened_at=row.happened_at, members=concerned, reason=reason, by=actor,
        at=by.recorded_at,
    )  # fmt: skip


def _members_of(row: FactRow) -> set[str]:
    """Return the members whom a fact names, or of whom it moved anything."""
    texts = {value for value in row.details.values() if isinstance(value, str)}
    texts.add(row.about.removeprefix("member:"))
    named = Member.objects.filter(username__in=texts).values_list("username", flat=True)
    entries = moved.moved_by_any([row.number, *journal.derived_from(row.number)])
    sides = (side for entry in entries for side in (entry.payer, entry.payee))
    return {*named, *(side.key for side in sides if side.kind == "member")}
