"""Publishing (公布班表): how long before its first day a roster has to be known."""

from __future__ import annotations

from collections.abc import Iterator

from shouwen.policy.kinds.figures import Span
from shouwen.policy.kinds.matter import Matter
from shouwen.policy.kinds.permitting import Permitting, Verdicts
from shouwen.policy.kinds.references import Loc, Reference
from shouwen.policy.kinds.rosters.base import RosterShape, moment_named, notice

FIRST = "first"


class Publishing(RosterShape):
    """A roster is published at least ``notice`` before its first day begins."""

    notice: Span

    def names(self, loc: Loc, kinds: tuple[str, ...]) -> Iterator[Reference]:
        """List the moment the shape reads."""
        yield moment_named((*loc, "notice"), FIRST, kinds)

    def demands(self, rule: Permitting, matter: Matter) -> Verdicts:
        """Yield whether it is early enough."""
        yield notice(rule, matter, FIRST, self.notice, "publishing.notice")
