"""What a web page puts around a regulation: navigation, notices, teasers, words of an editor."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from shouwen.policy.reading.cleaning_draft import Draft
from shouwen.policy.reading.cleaning_marks import begins_clause, ends_sentence
from shouwen.policy.reading.source import Piece

_SHORT, _LONG = 60, 400
_DATE = r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}"
_FILE = r"\.(?:docx?|pdf|wps|txt|pptx?|xlsx?)"
_BUTTONS = (
    r"返回|下载|相关|举报|收藏|分享|打印|评论|点赞|登录|注册|上一篇|下一篇|首页|关闭|顶部|更多"
)
_READERS, _SAMPLES = r"(?:大家|你|您|读者)", r"(?:案例|文章|范例|范本|以下|如下|下面|内容)"
_USES = r"(?:参考|借鉴|阅读|欣赏|启示|启发|思路|帮助)"


def _signs(code: str, longest: int, *patterns: str) -> tuple[str, int, re.Pattern[str]]:
    return code, longest, re.compile("|".join(patterns), re.IGNORECASE)


# What a line is, by the signs a page of any site bears; each with the longest line it explains.
_SIGNS = (
    _signs(
        "navigation", 120,
        r"^(?:当前位置|您?(?:现在)?的?位置|首页)\s*[:：]?[^。]*(?:>|»|›|→|/)",  # where one is
        r"^[^。；>»›]*(?:\s[>»›]\s[^。；>»›]*){2,}$",
    ),
    _signs(
        "navigation", 40,
        rf"^(?:{_BUTTONS}|\s|[:：|/、>])+$",
        r"^(?:点击|展开|加载|查看|显示)(?:查看|阅读|下载|此处)?(?:更多|全文|原文|全部|剩余|附件)",
        r"^(?:资源|文档|内容)(?:描述|简介|预览)\s*[:：]?$",
    ),
    _signs(
        "navigation", 80,
        r"^(?:上一篇|下一篇|上一页|下一页|推荐专题)\s*[:：]",
    ),
    _signs(
        "file_details", 160,  # the file as the site keeps it
        r"^(?:上传(?:人|者|时间)|文档编号|浏览(?:次数|量)|下载(?:次数|量)|点击(?:次数|数))\s*[:：]",
        r"^(?:更新|发布)(?:时间|日期)\s*[:：]",
        rf"{_FILE}\s*(?:_\s*第?\s*\d+\s*页)?$",
    ),
    _signs(
        "file_details", 40,
        r"^(?:编号)?ID\s*[:：]\s*\d+$",
        r"^(?:文件)?大小\s*[:：]\s*[\d.]+\s*[KMG]B",
        r"^页数\s*[:：]\s*\d+",
        rf"^(?:时间|日期)\s*[:：]\s*{_DATE}",
        r"^(?:作者|来源|责任编辑)\s*[:：]\s*\S{1,20}$",
        rf"^{_DATE}(?:\s*\d{{1,2}}:\d{{2}}(?::\d{{2}})?)?$",
    ),
    _signs(
        "page_number", 40,
        r"^[-–—\s]*第\s*\d+\s*页(?:\s*[/,，]?\s*共\s*\d+\s*页)?[-–—\s]*$",
        r"^[-–—]\s*\d{1,4}\s*[-–—]$",
    ),
    _signs(
        "editorial", _LONG,  # what an editor says about the text
        r"小编|由会员(?:分享|上传)|在线阅读|本文(?:由|来自)|网友(?:整理|分享)",
        rf"^(?=.*{_READERS})(?=.*{_SAMPLES})(?=.*{_USES})(?=.*(?:希望|但愿|不妨|欢迎|供))",
    ),
)  # fmt: skip
# Notices speak of the site itself, so that even a numbered one is no clause.
_NOTICE = re.compile(
    r"copyright|©|版权所有|ICP[备证]|公网安备"
    r"|(?:本站|本网站|本平台|本文档|此文档)[^。]{0,60}(?:上传|转载|侵权|侵犯|删除|版权|下载|免责|收益)"
    r"|当前文档最多|预览时可能|文件下载后|下载前请|下载文档时|(?:未能|不能)成功下载"
    r"|(?:侵权|侵犯)[^。]{0,40}请[^。]{0,10}(?:联系|通知|告知)|^(?:客服)?QQ\s*[:：]\s*\d{5,}",
    re.IGNORECASE,
)
_OVER_NOTICES = re.compile(r"^(?:温馨提示|免责声明|特别声明|版权声明|声明)\s*[:：]?$")
_REST = re.compile(
    r"^(?:相关(?:推荐|文档|资源|搜索|文章|阅读|内容|链接)|最新(?:文档|文章)"
    r"|推荐(?:阅读|文章|文档|专题)|热门(?:推荐|文章|文档)|猜你(?:喜欢|感兴趣)|展开阅读全文"
    r"|大家都在看|[您你]可能(?:还)?(?:喜欢|感兴趣))\s*(?:$|[:：]|\s)"
)
_LAST, _FEW = 0.5, 3
_TEASERS, _CUT, _EVEN = 8, 0.6, 0.35
_MOST_TEASERS = 200


def no_part(draft: Draft, simplified: Callable[[str], str]) -> Iterator[tuple[Piece, str]]:
    """Yield the pieces that are no part of a regulation, each with why."""
    pieces = draft.kept()
    lines = simplified("\n".join(draft.words(piece) for piece in pieces)).split("\n")
    if len(lines) != len(pieces):
        lines = [draft.words(piece) for piece in pieces]
    numbered = [begins_clause(line) for line in lines]
    rest = min(_rest(lines, numbered), _teasers(lines, numbered))
    codes = [
        "navigation" if place >= rest else _sign(line, numbered=numbered[place])
        for place, line in enumerate(lines)
    ]
    for place, (piece, line) in enumerate(zip(pieces, lines, strict=True)):
        code = codes[place]
        if _OVER_NOTICES.match(line) and "notice" in codes[place + 1 : place + 2]:
            code = "notice"
        if code and piece.kind != "row":
            yield piece, code


def _sign(line: str, *, numbered: bool) -> str | None:
    """Return what a line is by its signs; a numbered line is a clause unless it is a notice."""
    if len(line) <= _LONG and _NOTICE.search(line):
        return "notice"
    for code, longest, pattern in () if numbered else _SIGNS:
        if len(line) <= longest and pattern.search(line):
            return code
    return None


def _rest(lines: Sequence[str], numbered: Sequence[bool]) -> int:
    """Return where a page's list of other pages begins, to which no clause belongs."""
    for place in range(int(_LAST * len(lines)) + 1, len(lines)):
        if _REST.match(lines[place]) and sum(numbered[place:]) < _FEW:
            return place
    return len(lines)


def _teasers(lines: Sequence[str], numbered: Sequence[bool]) -> int:
    """Return where beginnings of other texts follow at the end: alike in length, all cut off."""
    start = len(lines)
    first = max(0, start - _MOST_TEASERS)
    while start > first and not numbered[start - 1] and len(lines[start - 1]) > _SHORT / 2:
        start -= 1
    while start < len(lines):
        tail = lines[start:]
        usual = sorted(map(len, tail))[len(tail) // 2]
        even = sum(abs(len(line) - usual) <= _EVEN * usual for line in tail)
        cut = sum(not ends_sentence(line) for line in tail)
        if len(tail) >= _TEASERS and cut >= _CUT * len(tail) and even >= _CUT * len(tail):
            break
        start = len(lines) if len(tail) < _TEASERS else start + 1
    while start < len(lines) - 1 and ends_sentence(lines[start]):
        start += 1
    return start
