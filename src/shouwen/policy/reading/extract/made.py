"""How extractors write down a proposal, and who has taken which figure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from shouwen.policy.reading.extract.sentences import Figure, Sentence
from shouwen.policy.reading.proposals import Proposal, RuleKind, Sure

Plain = str | int | Decimal | bool
# Deeds that lead to a count of their own, which is a duty and no measure: 每月抽检不少于4通.
SUPERVISED = re.compile(
    "(?:抽[检查听测]|检查|监听|巡[查检视]|走访|拜访|回访|培训|组织|召开|开展|演练)[^,，;]{0,8}$"
)
# 客服 alone is a post only where no longer name goes on with it: 客服专员, 客服主管.
_ACTOR = re.compile(
    r"(?![由经向报请须应对和及与])"
    r"(?:(?:(?![由向须应])[\u4e00-\u9fff]){0,7}?(?:经理|主管|组长|主任|专员|班长|领班|负责人|店长|"
    r"客服(?![\u4e00-\u9fff]{0,2}(?:经理|主管|组长|主任|专员|班长|领班|负责人|代表|员|部|中心))|"
    r"队长|厂长|校长|站长|客服代表|"
    r"[服业司财保安质收调检教护操维柜接导售仓]\w{0,3}员|人员|员工|部门|"
    r"[\u4e00-\u9fff]部(?!经理|主管|长)|科室|小组|中心|公司|老师|医生|护士|司机|驾驶员|员))"
)
# What nobody is paid for: a bare sum told for it is a fine, bare points are taken off.
BAD = re.compile(
    "迟到|早退|旷工|缺勤|脱岗|离岗|违反|违规|投诉|漏|错|忘|无故|擅自|私自|拒|争吵|忌语|延误|超时|超期|逾期|"
    "不(?!少于|低于|超过)|未|没有?(?!收)"
)
_PERIOD = re.compile("月|周|[日天晚](?!工资)|年度?|季度?|班次?|小时|分钟")
_EACH_TIME = re.compile("每(?:发生|出现|查实|逾期)?一?(人次|[次件起例宗项单条处])(?!数)")


@dataclass
class Taken:
    """Which figures of one sentence have been taken by a proposal."""

    starts: set[int] = field(default_factory=set)

    def take(self, *figures: Figure) -> None:
        """Note figures as taken."""
        self.starts.update(each.start for each in figures)

    def free(self, figure: Figure) -> bool:
        """Say whether nobody has taken a figure."""
        return figure.start not in self.starts


def made(
    sentence: Sentence,
    kind: RuleKind,
    where: tuple[int, int],
    params: Mapping[str, Plain | None],
    *,
    why: str,
    sure: Sure = "high",
    optional: bool = False,
) -> Proposal:
    """Return a proposal whose quote is the stretch `where` of a sentence."""
    span = sentence.span(*where)
    quote = sentence.text[span.start - sentence.start : span.end - sentence.start]
    told = {name: value for name, value in params.items() if value is not None}
    actor = _ACTOR.search(sentence.text, 0, max(where[1], 1))
    return Proposal(
        clause=sentence.node.id,
        kind=kind,
        quote=quote,
        span=span,
        params=told,
        sure=sure,
        why=why,
        actor="" if actor is None else actor[0],
        optional=optional,
    )


def part_span(sentence: Sentence, figure: Figure) -> tuple[int, int]:
    """Return the stretch of the part in which a figure stands."""
    part = sentence.part_at(figure.start)
    return part.start, max(part.end, figure.end)


def each_of(left: str, verbs: str) -> str | None:
    """Return for each of what a figure is told: 每项扣, 每月业绩达标奖; ``verbs`` end its name."""
    if times := _EACH_TIME.findall(left):
        return str(times[-1])
    told = re.search(f"每([^,;{verbs}]{{1,6}})", left)
    period = told and _PERIOD.match(told[1])
    return period[0] if period else told and told[1]
