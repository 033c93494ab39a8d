"""What the approvals say when somebody may not sign, or no longer."""

from __future__ import annotations

from shouwen.people.refusals import RefusedError


class NotYourTurnError(RefusedError):
    """The tier whose turn it is is not this member's to sign."""


class SeparationError(RefusedError):
    """The member may not sign this request: they proposed it, are barred, or signed before."""


class AlreadyDecidedError(RefusedError):
    """The request was decided, withdrawn or expired before, or its tier was just signed."""


class TooEarlyError(RefusedError):
    """The decision was taken before there was anything to decide, by the clock it came with."""


class ReasonMissingError(RefusedError):
    """A refusal or an override comes without a reason that the proposer can read."""


class UnfitRequestError(RefusedError):
    """The ruling does not hold anything, or names nobody to sign."""
