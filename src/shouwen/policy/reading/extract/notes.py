"""Sentences about the regulation itself, bare titles, and who is responsible for what."""

from __future__ import annotations

import re
from collections.abc import Iterator

from shouwen.policy.reading.extract.made import made
from shouwen.policy.reading.extract.sentences import Sentence
from shouwen.policy.reading.proposals import Proposal

_INTRODUCTORY = re.compile(
    "(?:施行|生效|执行|实施|废止)$|解释权|负责解释|特制定|制定本|适用于|适用本|修订$|"
    "未尽事宜|同时废止|参照本"
)
_ORG = re.compile("负责|职责|设立|成立|下设|隶属|牵头|归口|领导下")
_FLOW = re.compile("流程|步骤|程序|依次|首先|然后|转交|移交|流转")
_SHORT = 4


def is_title(sentence: Sentence) -> bool:
    """Say whether a sentence is only a title."""
    body = sentence.narrow.strip(" :")
    return len(body) <= _SHORT or sentence.node.heading == body


def is_introductory(sentence: Sentence) -> bool:
    """Say whether a sentence is about the regulation itself: what for, for whom, from when."""
    return bool(_INTRODUCTORY.search(sentence.narrow.strip(" :")))


def organising(sentence: Sentence) -> Iterator[Proposal]:
    """Yield who answers for what and how work flows, as a suggestion that nothing demands."""
    where = (0, len(sentence.text))
    if is_introductory(sentence):
        return
    if _ORG.search(sentence.narrow):
        yield made(sentence, "org", where, {}, why="org-duty", sure="low", optional=True)
    elif _FLOW.search(sentence.narrow):
        yield made(sentence, "workflow", where, {}, why="workflow-step", sure="low", optional=True)
