"""What must be done or left, and who may not get at what."""

from __future__ import annotations

import re
from collections.abc import Iterator

from shouwen.policy.reading.extract.made import made
from shouwen.policy.reading.extract.sentences import Sentence
from shouwen.policy.reading.proposals import Proposal

_NO = re.compile(
    "不得(?!分(?![0-9一二两三])|超过|参|少于|低于|高于|多于|大于|小于|迟于|晚于|早于|"
    "不|已)|禁止|严禁|"
    "不准|不许|不可(?!超过|抗|少|避免|或缺|预|用|见|逆|控|分割|同|靠|知)|不能(?!超过|及时|当场|够|少于|低于|"
    "提供的|处理的|解决|按时|到|确定|履行|胜任|完成)|不允许|切忌|切勿|不应(?!超过|"
    "低于|少于|答|急)|杜绝|谢绝|勿"
)
_GET = re.compile(
    "进入|入内|入场|带入|带出|携出|外借|出借|转借|借阅|查阅|查询|复印|复制|拷贝|泄露|"
    "泄漏|透露|外传|外泄|对外提供|向.{1,10}提供|登录|公开|披露|传播|导出|下载|翻阅|"
    "告知(?=无关|他人|外|第三|其他)|转告|查看|拍照|摄影|录音录像|私自开启|接触|动用|打听|外带|带离"
)
_MUST = re.compile("必须|务必|一律(?!解除|开除|辞退|除名|免)|严格(?:遵守|执行|按照|按)")
_SHOULD = re.compile(
    "应当|应该|(?<![对反响适相供])应(?![用急对付答聘届变季])|(?<!必)须(?!知)"
    "|(?<![不如若所急])需要?(?!求|要)|(?<![重主需必摘只概简纲首扼不])要(?![求点件素闻害领紧道])"
)
_BEHAVE = re.compile(
    "着装|佩戴|穿着|微笑|礼貌|用语|态度|整洁|仪容|仪表|坐姿|站姿|站立|普通话|热情|"
    "耐心|主动|保持|爱护|服从|遵守|尊重|敬语|文明|胸牌|工牌|工装|制服|卫生|安静|精神|"
    "语气|语速|双手|致歉|倾听|称呼|问候|致谢|统一|保密|诚实|廉洁|团结|持证|持.{1,6}证|证上岗"
)
_ENTRY = re.compile(
    "(?:凭|持|出示|经登记|经核实|核实身份|验证)[^,;。]{1,20}(?:进入|入场|入内|领取|"
    "查阅|放行|进出|出入|办理)|(?:方可|才能|方能|后可)(?:进入|入内|查阅|放行|登录|"
    "领取|进出|查看)"
)
_ONLY = re.compile(
    "(?:仅限|只限|只允许|仅供|只有|(?<!不)仅(?![仅限供]))[^,;。]{1,16}(?:使用|查看|查阅|查询|调取|导出|进入|登录|接触|可以|方可|才)"
)
_NAMED = re.compile("专人(?:保管|管理|负责)|加锁|上锁|双人双锁")


def manners(
    sentence: Sentence, *, told: tuple[Proposal, ...], approved: bool
) -> Iterator[Proposal]:
    """Yield what a sentence forbids, demands or keeps closed.

    `told` holds its other rules; `approved` says that one of them asks for an approval, which
    says a prohibition already.
    """
    said: set[int] = set()
    for no in _NO.finditer(sentence.narrow):
        part = sentence.part_at(no.start()).start
        if part not in said and not _cannot(sentence, no):
            said.add(part)
            yield _forbidden(sentence, no, optional=approved)
    yield from _entry(sentence, optional=approved)
    yield from _demanded(sentence, told, said)


def _cannot(sentence: Sentence, no: re.Match[str]) -> bool:
    """Say whether it only tells a case: 不能答复的，48小时内答复."""
    part = sentence.narrow[no.start() : sentence.part_at(no.start()).end].rstrip(",，")
    case = re.search(
        "[如若]|一旦|确因", sentence.narrow[sentence.part_at(no.start()).start : no.start()]
    )
    told = (
        case or part.endswith(("的", "者", "时")) or re.match("不能[^,，、]{1,6}的(?![,，])", part)
    )
    return no[0] in {"不能", "不可"} and bool(told)


def _forbidden(sentence: Sentence, no: re.Match[str], *, optional: bool) -> Proposal:
    part = sentence.part_at(no.start())
    whole = sentence.narrow[no.end() : no.end() + 1] in {"将", "把"}
    first = -1 if whole else sentence.narrow.find("、", no.end(), part.end)
    found = _GET.search(sentence.narrow, no.start(), part.end if first < 0 else first)
    closed = bool(found) or no[0] == "谢绝"
    if closed:
        params = {"action": "deny", "what": sentence.text[no.end() : part.end][:24]}
        return made(
            sentence,
            "access",
            (part.start, part.end),
            params,
            why="access-denied",
            optional=optional,
        )
    params = {"modality": "forbid", "of": sentence.text[no.end() : part.end][:24].strip("，,")}
    return made(
        sentence,
        "conduct",
        (part.start, part.end),
        params,
        why="conduct-forbidden",
        optional=optional,
    )


def _entry(sentence: Sentence, *, optional: bool) -> Iterator[Proposal]:
    for pattern, action in ((_ENTRY, "require"), (_ONLY, "allow")):
        match = pattern.search(sentence.narrow)
        if match:
            where = (sentence.part_at(match.start()).start, match.end())
            params = {"action": action}
            yield made(
                sentence,
                "access",
                where,
                params,
                why=f"access-{action}",
                sure="medium",
                optional=optional,
            )
            return


def _demanded(sentence: Sentence, told: tuple[Proposal, ...], said: set[int]) -> Iterator[Proposal]:
    strong = _MUST.search(sentence.narrow)
    weak = _SHOULD.search(sentence.narrow)
    match = strong or weak
    if (
        match is None
        or (said and not strong)
        or sentence.text.strip(" :：") == sentence.node.heading.strip(" :：")
    ):
        return
    manner = _BEHAVE.search(sentence.narrow)
    part = sentence.part_at(match.start())
    span = sentence.span(part.start, part.end)
    if part.start in said or any(
        each.span.start < span.end and span.start < each.span.end for each in told
    ):
        return
    params = {"modality": "must", "of": sentence.text[match.end() : part.end][:24].strip("，,")}
    yield made(
        sentence,
        "conduct",
        (part.start, part.end),
        params,
        why="conduct-must" if strong else "conduct-should",
        sure="medium" if strong or manner else "low",
        optional=not (strong or (manner and not told and not sentence.found.quantities)),
    )
