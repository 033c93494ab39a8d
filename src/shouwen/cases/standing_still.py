"""What a step did to the clocks of a case, in one sentence for the page."""

from __future__ import annotations

from django.utils.translation import gettext as _

from shouwen.cases.actions import Done
from shouwen.cases.models import Case
from shouwen.obligations import queries as owed


def clock_sentence(done: Done) -> str:
    """Say what a pause, its end or a new handler means for the clocks; else nothing."""
    fact = done.outcome.fact if done.outcome else None
    say = _SENTENCES.get(fact.kind) if fact else None
    return say(done.case) if say else ""


def _paused(case: Case) -> str:
    # A pause may also hold what has no limit; only limits are spoken of.
    paused, running = _limits(case)
    if paused and running:
        sentence = _("Paused; of the time limits %(paused)s stand still and %(running)s run on.")
        return sentence % {"paused": paused, "running": running}
    if paused:
        return _("Paused; the time limits stand still.")
    if running:
        return _("Paused; by the regulations the time limits run on.")
    return _("Paused; no time limit is running.")


def _resumed(case: Case) -> str:
    if any(_limits(case)):
        return _("Taken up again; the time limits run on.")
    return _("Taken up again; no time limit is running.")


def _handed(case: Case) -> str:
    stay = _("Handed to %(member)s; the time limits stay as they were.")
    none = _("Handed to %(member)s; no time limit is running.")
    return (stay if any(_limits(case)) else none) % {"member": case.handler}


def _limits(case: Case) -> tuple[int, int]:
    """Return how many time limits of a case stand still and how many run."""
    limited = [row for row in owed.open_about(case.about) if row.due_at is not None]
    paused = sum(row.state == owed.State.PAUSED for row in limited)
    return paused, len(limited) - paused


_SENTENCES = {
    "case_paused": _paused,
    "case_resumed": _resumed,
    "case_assigned": _handed,
    "case_handed_over": _handed,
}
