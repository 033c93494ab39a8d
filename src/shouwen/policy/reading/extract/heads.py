"""How many people a post has, and how many of a thing are set up: 客服经理一人, 设三个窗口."""

from __future__ import annotations

import re
from collections.abc import Iterator

from shouwen.policy.reading.extract.made import Plain, Taken, made, part_span
from shouwen.policy.reading.extract.sentences import Sentence
from shouwen.policy.reading.proposals import Proposal
from shouwen.policy.reading.quantities import Quantity

_POST = re.compile(
    "(?P<who>[\u4e00-\u9fff]{0,8}(?:经理|主管|组长|班长|领班|主任|店长|队长|站长|员|代表|客服|专员|"
    "支持|助理|护士|医生|保安|司机|坐席|调度|专家|师|人员|岗|值班|工))(?:共|各|设|配备?|配置|编制|为|约)?$"
)
_ALONE = re.compile("^(?:专人|专门|专职|兼职)?(?:专管|负责|保管|管理|兼管|值守|值班|经手)")
_BY = re.compile("(?:由|指定|安排|派|设|配)$")
_SET_UP = re.compile("(?:设[立置有]?|配备|配置|开设|开通|建立)(?P<so>共|了|有)?$")
_GROWN = re.compile("(?:增[到至加]|扩[到至充]|定员|编制|共计?|合计)(?:为|到|至)?$")
_END = re.compile(r"^(?:[,，。;、；()]|$|专|负责|以上|组成)")


def heads(sentence: Sentence, taken: Taken) -> Iterator[Proposal]:
    """Yield how many people or things a sentence says there are, as a suggestion."""
    for quantity in sentence.found.quantities:
        if taken.free(quantity) and (who := _who(sentence, quantity)) is not None:
            taken.take(quantity)
            yield _told(sentence, quantity, who)


def _who(sentence: Sentence, quantity: Quantity) -> str | None:
    """Return of whom or what there are so many; None when no number of heads is meant."""
    left, rest = sentence.left_of(quantity), sentence.rest(quantity)
    if quantity.unit == "thing" and _SET_UP.search(left):
        return rest[:12]
    if quantity.unit != "person":
        return None
    post = _POST.search(_unbound(left, quantity))
    if post and _END.match(rest):
        return post["who"]
    if _GROWN.search(_unbound(left, quantity)):
        return ""
    return rest[:12] if _BY.search(left) or _ALONE.match(rest) else None


def _unbound(left: str, quantity: Quantity) -> str:
    return left.removesuffix(quantity.before).rstrip() if quantity.before else left


def _told(sentence: Sentence, quantity: Quantity, who: str) -> Proposal:
    params: dict[str, Plain | None] = {"who": who, "amount": quantity.value, "unit": quantity.unit}
    where = part_span(sentence, quantity)
    return made(sentence, "org", where, params, why="org-heads", sure="medium", optional=True)
