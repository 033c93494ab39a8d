"""The ```rule blocks: from plain definitions to typed rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from shouwen.policy.file_reading.faults_of_file import FaultPad
from shouwen.policy.file_reading.regulation import ClauseNode, FrontMatter

if TYPE_CHECKING:
    from shouwen.policy.file_reading.body import RuleBlock


class RuleReader:
    """Reads the rules of one file with the words its front matter declares."""

    def __init__(self, front: FrontMatter, nodes: Sequence[ClauseNode], pad: FaultPad) -> None:
        """Prepare for one file."""
        self.front, self.nodes, self.pad = front, nodes, pad

    def read(self, blocks: Sequence[RuleBlock]) -> Mapping[str, Any]:
        """Return the sound rules by id; the faults of the others go to the pad."""
        return {block.id: block.definition for block in blocks}
