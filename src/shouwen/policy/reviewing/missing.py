"""What is not there: figures, documents, holders of posts, and rules for clauses."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from shouwen.policy.describe import blank_figures
from shouwen.policy.file_reading.regulation import ClauseNode, Regulation
from shouwen.policy.kinds.words import Both
from shouwen.policy.reviewing.findings import Finding, at_clause, at_rule, listed, of_whole

_TITLE = re.compile(r"《([^》]{2,40})》")
_ANNEX = re.compile(r"(附件|附表|附录)\s*([一二三四五六七八九十]+|\d+)")


# What a blank is called where people look at it; any other is named by its place.
_BLANKS: Mapping[str, Both] = {
    "within": ("时限", "the time limit"),
    "every": ("周期", "the rhythm"),
    "expires": ("有效期", "how long a request lasts"),
    "warn": ("预警时间", "when to warn"),
    "notice": ("提前多久", "how long before"),
    "fixed": ("数额", "the amount"),
    "amount": ("数额", "the amount"),
    "each": ("每单位数额", "the amount for each unit"),
    "rate": ("比例", "the rate"),
    "time": ("钟点", "the time of day"),
    **dict.fromkeys(("at_least", "at_most", "more_than", "less_than"), ("界线", "the threshold")),
}


def figures(read: Regulation) -> Iterator[Finding]:
    """Find the figures that the text leaves open."""
    for key, definition in read.definitions.items():
        rule = read.rules[key]
        for place in blank_figures(definition):
            zh, en = _BLANKS.get(place.rpartition(".")[2], (place, place))
            what = (
                f"“{rule.title or key}”缺一个数字：{zh}。",
                f"“{rule.title_en or key}” lacks a figure: {en}.",
            )
            mend = (
                "请填上；在此之前系统只提示，不猜。",
                "Fill it in; until then the rule asks and never guesses.",
            )
            yield at_rule("figure", read, rule, what, mend)


def documents(read: Regulation, titles: Collection[str]) -> Iterator[Finding]:
    """Find the documents a clause speaks of that were not supplied with it."""
    printed = {node.printed.replace(" ", "") for node in read.clauses}
    # A form that a rule describes is at hand.
    known = {*titles, *(rule.title for rule in read.rules.values() if rule.kind == "form")}
    named: dict[str, str] = {}
    for node in read.clauses:
        for name in (*_titles(node, known), *_annexes(node, printed)):
            named.setdefault(name, node.address)
    for name, address in named.items():
        what = (
            f"引用了{name}，但没有提供。",
            f"It refers to {name}, which was not supplied.",
        )
        mend = (
            "请一并提供；其中的数字在此之前由人登记。",
            "Supply it; until then its figures are entered by hand.",
        )
        yield at_clause("document", read, address, what, mend)


def _titles(node: ClauseNode, known: Collection[str]) -> Iterator[str]:
    for title in _TITLE.findall(node.text):
        if title not in known:
            yield f"《{title}》"


def _annexes(node: ClauseNode, printed: Collection[str]) -> Iterator[str]:
    for kind, number in _ANNEX.findall(node.text):
        if f"{kind}{number}" not in printed:
            yield f"{kind}{number}"


def posts(read: Regulation, holders: Mapping[str, int] | None) -> Iterator[Finding]:
    """Find posts that nobody holds (where the house is known) and posts that no rule uses."""
    used: dict[str, list[str]] = {}
    for rule in read.rules.values():
        for reference in rule.references():
            if reference.sort == "post":
                used.setdefault(reference.name, []).append(rule.clause.number)
    for post, clauses in used.items():
        if holders is not None and not holders.get(post):
            yield _unheld(read, post, clauses)
    for post in read.posts:
        if post not in used:
            yield _unused(read, post)


def _unheld(read: Regulation, post: str, clauses: list[str]) -> Finding:
    zh, en = listed(clauses)
    name = read.posts.get(post, post)
    return of_whole(
        "post",
        read,
        (
            f"岗位“{name}”没有人担任，{zh}要由这个岗位来做。",
            f"Nobody holds the post “{name}” that {en} rely on.",
        ),
        ("请在人员页指定。", "Appoint somebody on the page of people."),
        about=post,
    )


def _unused(read: Regulation, post: str) -> Finding:
    name = read.posts[post]
    return of_whole(
        "post",
        read,
        (
            f"声明了岗位“{name}”，但没有条款给它职责或权限。",
            f"The post “{name}” is declared, but no clause gives it anything to do.",
        ),
        ("请删去，或补上它的职责。", "Remove it, or say what it does."),
    )


def clauses(read: Regulation) -> Iterator[Finding]:
    """Find the clauses that no machine runs: those without a rule, and those with only a note."""
    run = {rule.clause.address for rule in read.rules.values() if rule.kind != "note"}
    notes = {rule.clause.address for rule in read.rules.values() if rule.kind == "note"}
    for node in read.clauses:
        if not node.text.strip() or _runs(node.address, run):
            continue
        reason = "只作备注" if node.address in notes else "没有规则"
        reason_en = "only a note" if node.address in notes else "no rule"
        what = (
            f"这一条{reason}，系统不会执行：“{_short(node)}”",
            f"This clause has {reason_en}, so nothing carries it out: “{_short(node)}”",
        )
        mend = (
            "请确认是否如此，或补一条规则。",
            "Confirm that this is meant, or write a rule.",
        )
        yield at_clause("clause", read, node.address, what, mend)


def _runs(address: str, run: Collection[str]) -> bool:
    """A clause is carried out by its own rules or by those of the clauses below it."""
    return any(place == address or place.startswith(f"{address}/") for place in run)


def _short(node: ClauseNode) -> str:
    text = " ".join(node.text.split())
    return text if len(text) <= 40 else f"{text[:39]}…"  # noqa: PLR2004 - a line of a list
