"""What the obligations say when something cannot be done to one."""

from __future__ import annotations

from shouwen.people.refusals import RefusedError


class AlreadyEndedError(RefusedError):
    """The obligation was met, excused or withdrawn before; nothing was changed."""


class NotOpenError(RefusedError):
    """The obligation's clock is not in the state this needs: running, or paused."""


class ReasonMissingError(RefusedError):
    """Somebody is let off a duty without a reason that others can read."""
