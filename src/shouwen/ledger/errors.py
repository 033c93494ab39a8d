"""What the ledger says when it will not move something."""

from __future__ import annotations

from shouwen.people.refusals import RefusedError


class AmountDiffersError(RefusedError):
    """The clause already moved another amount for this fact; a correction is needed."""


class UnfitTransferError(RefusedError):
    """The ruling moves nothing, too much, or from an account to itself."""


class CannotCounterError(RefusedError):
    """The transfer is itself a counter-entry."""
