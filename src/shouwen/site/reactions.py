"""Which rooms act on which facts; run in the fact's own transaction."""

from __future__ import annotations

from collections.abc import Callable

from shouwen.access import actions as access
from shouwen.adoption import adopting
from shouwen.adoption import searching as clauses
from shouwen.appeals import actions as appeals
from shouwen.calls import menus
from shouwen.cases import actions as cases
from shouwen.cases import searching, tallies
from shouwen.chat import following as chat
from shouwen.enforcement.actions import Outcome
from shouwen.journal.queries import FactRow
from shouwen.knowledge import actions as knowledge
from shouwen.mail import following as mail
from shouwen.pay import actions as pay
from shouwen.pay import closing, late
from shouwen.portal.news import tell_customer
from shouwen.quality import following as quality
from shouwen.registers import presence as registers
from shouwen.registers import searching as entries
from shouwen.roster.actions import leaves, overtime, punches, swaps

Reaction = Callable[[FactRow, Outcome], None]

ENDED: tuple[Reaction, ...] = (
    swaps.follow_ended,
    leaves.follow_ended,
    punches.follow_ended,
    overtime.follow_ended,
    adopting.follow_ended,
    appeals.follow_ended,
)
REACTIONS: dict[str, tuple[Reaction, ...]] = {
    "access_requested": (access.follow_granted,),
    "appeal_upheld": (appeals.follow_upheld,),
    "approval_expired": ENDED,
    "approval_refused": ENDED,
    "approval_withdrawn": ENDED,
    "callback_made": (cases.follow_approved, cases.tell_followers),
    "case_assigned": (cases.follow_approved,),
    "case_closed": (cases.follow_approved, cases.tell_followers),
    "case_forwarded": (cases.follow_approved, cases.tell_followers),
    "case_handed_over": (cases.follow_approved, cases.tell_followers),
    "case_item_ticked": (cases.follow_tie,),
    "case_linked": (cases.follow_tie,),
    "case_merged": (cases.follow_tie, cases.tell_followers),
    "case_paused": (cases.follow_approved,),
    "case_prioritised": (cases.follow_approved,),
    "case_queued": (cases.follow_approved,),
    "case_recategorised": (cases.follow_approved,),
    "case_regraded": (cases.follow_approved,),
    "case_reopened": (cases.follow_approved, cases.tell_followers),
    "case_replied": (
        knowledge.judge_approved_reply,
        cases.tell_followers,
        tell_customer,
        chat.follow_replied,
        mail.follow_replied,
    ),
    "case_resolved": (cases.follow_approved, cases.tell_followers, tell_customer),
    "case_resumed": (cases.follow_approved,),
    "case_shared": (cases.follow_tie,),
    "case_snoozed": (cases.follow_tie,),
    "case_split": (cases.follow_tie,),
    "fact_corrected": (cases.follow_untied, quality.follow_corrected),
    "leave_requested": (leaves.follow,),
    "obligation_lapsed": (chat.follow_lapsed,),
    "overtime_requested": (overtime.follow,),
    "punch_correction_requested": (punches.follow_correction,),
    "phone_menu_saved": (menus.follow_signed,),
    "regulation_adopted": (adopting.follow_adopted, registers.forget, clauses.follow),
    "regulation_retired": (adopting.follow_retired, registers.forget, clauses.follow),
    "shift_swap_requested": (swaps.follow,),
}
for _kind in pay.KINDS:
    REACTIONS[_kind] = (pay.follow,)
for _kind in late.CLOSED:
    REACTIONS[_kind] = (closing.refuse_second,)
# Whatever happens in a matter, or is taken back there, changes where it is counted and what is
# found of it.
for _kind in (*searching.FACTS, "fact_corrected"):
    REACTIONS[_kind] = (*REACTIONS.get(_kind, ()), tallies.follow, searching.follow)
# Any kind of fact may fill in a form of some regulation.
# Any fact may come late, after its month was closed.
REACTIONS["*"] = (entries.follow, late.follow)
