"""What the journal says when it will not record something."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shouwen.people.refusals import RefusedError

if TYPE_CHECKING:
    from shouwen.journal.models import FactRow


class UnfitFactError(RefusedError):
    """The fact cannot be recorded as it stands: a naive time, an unknown type, a future."""


class IdempotentRepeat(RefusedError):  # noqa: N818 - a repeat is good news, not an error
    """The same request was recorded before; ``row`` is the fact it recorded."""

    def __init__(self, sentence: str, row: FactRow) -> None:
        super().__init__(sentence)
        self.row = row


class IdempotencyConflictError(RefusedError):
    """The idempotency key was used before for a request that said something else."""


class AlreadyCorrectedError(RefusedError):
    """The fact was corrected before, or is itself a correction."""


class ChainBrokenError(RefusedError):
    """The chain's head does not fit its facts; nothing is recorded on top of that."""
