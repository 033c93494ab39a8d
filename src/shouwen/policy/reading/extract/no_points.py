"""What gives no points at all, without a figure of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from shouwen.policy.reading.extract.made import Taken, made
from shouwen.policy.reading.extract.sentences import Sentence
from shouwen.policy.reading.proposals import Proposal

_NONE = re.compile(
    "不得分(?![0-9一二两三几])|不计分|得零分|记零分|计零分|得0分|记0分|计0分|不给分|"
    "扣完|扣光|全扣|该项分?为0|[此该本]项(?:分?为|得|记)?(?:0|零)分"
)


def _paid(sentence: Sentence) -> bool:
    """Say whether a sentence speaks of sums rather than of points."""
    return any(each.unit == "yuan" for each in sentence.found.quantities)


def nothing(sentence: Sentence, taken: Taken) -> Iterator[Proposal]:
    """Yield where a sentence gives no points at all: 不得分, 全扣."""
    told = [each.start for each in sentence.found.quantities if not taken.free(each)]
    for match in _NONE.finditer(sentence.narrow):
        if (
            match[0] in {"扣完", "扣光"}
            or (match[0] == "全扣" and _paid(sentence))
            or any(match.start() < at < match.end() for at in told)
        ):
            continue
        part = sentence.part_at(match.start())
        yield made(
            sentence,
            "score",
            (part.start, part.end),
            {"points": Decimal(0), "type": "tier"},
            why="score-nothing",
        )
