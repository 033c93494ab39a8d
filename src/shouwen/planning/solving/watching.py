"""How long a search has been going on, and whether whoever asked for it has enough."""

from __future__ import annotations

import time

from shouwen.planning.solving.answers import IsCancelled, OnProgress, Progress
from shouwen.planning.solving.model import BROKEN
from shouwen.planning.solving.problem import Roster


class Watch:
    """A stop-watch that tells the caller how far the search is, and hears of a stop."""

    def __init__(
        self, seconds: float, progress: OnProgress | None, cancelled: IsCancelled | None
    ) -> None:
        """Start the stop-watch."""
        self.seconds, self.stopped = seconds, False
        self._progress, self._cancelled = progress, cancelled
        self._began = time.monotonic()
        self._told: tuple[float, int | None] = (-1.0, None)

    @property
    def gone(self) -> float:
        """Seconds since the beginning."""
        return time.monotonic() - self._began

    @property
    def left(self) -> float:
        """Seconds until the end."""
        return max(self.seconds - self.gone, 0)

    @property
    def is_over(self) -> bool:
        """Tell whether the time is up or the caller has enough."""
        return self.stopped or self.left <= 0

    def look(self, cost: int | None, bound: int, roster: Roster | None) -> None:
        """Tell the caller how far it is, once a second or when it got better; hear of a stop."""
        at, before = self._told
        if self._progress and (self.gone - at >= 1 or cost != before):
            shown = cost if cost is None or cost < BROKEN else None
            held = roster if shown is not None else None
            self._progress(Progress(seconds=self.gone, cost=shown, bound=bound, roster=held))
            self._told = (self.gone, cost)
        if self._cancelled and self._cancelled():
            self.stopped = True
