"""Moving a case to a queue, and where a new one lies."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from shouwen.cases.actions.common import Done, fresh, step
from shouwen.cases.choices import UNSETTLED
from shouwen.cases.models import Case, Category, Queue
from shouwen.people.models import Member
from shouwen.people.refusals import RefusedError


@transaction.atomic
def move_to_queue(
    *,
    case: Case,
    queue: Queue | None,
    actor: Member,
    at: datetime,
    reason: str = "",
    key: str | None = None,
) -> Done:
    """Let the case lie in another queue, or in none; who handles it and what is owed stay."""
    former = fresh(case).queue
    if former == queue:
        raise RefusedError(
            _("The matter lies in this queue already; choose another."), field="queue"
        )
    return step(
        case=case,
        kind="case_queued",
        at=at,
        actor=actor,
        own={
            "queue": queue.name if queue else None,
            "from_queue": former.name if former else None,
            "reason": reason.strip(),
        },
        since=UNSETTLED,
        only_if={"queue": former},
        changes={"queue": queue},
        key=key,
    )


def queue_for(category: Category | None) -> Queue | None:
    """Return where new cases of a category lie: its own queue, or that of the next one above."""
    while category is not None:
        if category.queue_id:
            return category.queue
        category = category.parent
    return None
