"""Lead-ins: "有下列行为之一，每次扣2分：" says its sanction for each of the items below it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from shouwen.policy.reading.extract.sentences import Sentence
from shouwen.policy.reading.proposals import Proposal, RuleKind

_BELOW = re.compile(
    "下列|(?<![分元天次人%年日月时内及件钟秒折倍岁周度级折户单)])以下(?!的?(?:罚|者|的|人|处))|如下|(?<!分)之一(?!是|为)"
)
_ABOVE = re.compile("(?:上述|以上|前述|前款|前条|上列|前列)[^,:]{0,8}$")
_GIVES = re.compile(
    r"[^:,]{0,8}(?:扣|加|奖励?|记|减|罚款?)[\d.一二三四五六七八九十两半]+[分元][^:,;]{0,4}:"
)
_BESIDES = re.compile("另(?:外|行)?(?:处|罚|扣|加|记)|加[扣罚记]|并(?:处|罚|扣|记)")
_COLON = re.compile("[:：]")
_CARRIED: frozenset[RuleKind] = frozenset(
    {"score", "pay", "conduct", "access", "approval", "deadline"}
)
_EVENTS: frozenset[RuleKind] = frozenset({"target", "roster", "deadline", "duty", "approval"})
_SANCTIONS: frozenset[RuleKind] = frozenset({"score", "pay"})


def leads(sentence: Sentence) -> bool:
    """Say whether a sentence leads in what stands below it or behind its colon: 扣2分：串岗；…."""
    return bool(_below(sentence) or _GIVES.match(sentence.narrow))


def _below(sentence: Sentence) -> re.Match[str] | None:
    """Return where a sentence points to what stands below; "上述之一" points above."""
    found = _BELOW.finditer(sentence.narrow)
    return next((each for each in found if not _points_up(sentence, each)), None)


def _points_up(sentence: Sentence, match: re.Match[str]) -> bool:
    return match[0] == "之一" and bool(_ABOVE.search(sentence.narrow[: match.start()]))


def opens_items(sentence: Sentence) -> bool:
    """Say whether the sentence's first item already stands behind its colon."""
    text = sentence.narrow.rstrip(" )")
    return bool(_COLON.search(text)) and not text.endswith(":")


def carried(sentence: Sentence, proposals: Iterable[Proposal]) -> tuple[Proposal, ...]:
    """Return what of a lead-in's rules its items carry: what is said from "下列" on."""
    match = _below(sentence)
    if match is None:
        return carried_on(proposals)
    since, colon = sentence.start + match.start(), sentence.start + sentence.narrow.find(":")
    return tuple(
        each
        for each in proposals
        if _carries(each) and each.span.end > since and not _is_item(each, since, colon)
    )


def _is_item(proposal: Proposal, since: int, colon: int) -> bool:
    """Say whether a rule stands behind the lead-in's colon with a condition of its own."""
    conditioned = any(key.startswith("if") for key in proposal.params)
    return since < colon < proposal.span.start and conditioned


def carried_on(proposals: Iterable[Proposal]) -> tuple[Proposal, ...]:
    """Return the further sanctions of a lead-in's next sentence: 情节严重的，罚款500元：."""
    return tuple(each for each in proposals if each.kind in _SANCTIONS and _carries(each))


def ends_open(sentence: Sentence) -> bool:
    """Say whether a sentence ends in a colon."""
    return sentence.narrow.rstrip().endswith(":")


def _carries(proposal: Proposal) -> bool:
    """Say whether items carry a rule: not a measure of the whole, such as full marks."""
    counted = proposal.params.get("type") == "threshold" and "count" in proposal.params
    whole = proposal.kind == "score" and proposal.params.get("type") != "change" and not counted
    return proposal.kind in _CARRIED and not whole and not proposal.optional


def as_items(
    lead: Iterable[Proposal], item: Sentence, own: Iterable[Proposal]
) -> tuple[Proposal, ...]:
    """Return an item's own rules with those that its lead-in says for it.

    Under a sanction an item tells an event, so that its figures demand nothing themselves.
    """
    told = tuple(own)
    handed = tuple(inherited(lead, item, told))
    if any(each.kind in _SANCTIONS for each in handed):
        told = tuple(
            replace(each, optional=True) if each.kind in _EVENTS else each for each in told
        )
    return told + handed


def inherited(
    lead: Iterable[Proposal], item: Sentence, own: Iterable[Proposal]
) -> Iterator[Proposal]:
    """Yield the lead-in's rules for one item, but for those that the item states itself."""
    kinds = {each.kind for each in own if not each.optional}
    if _BESIDES.search(item.narrow):
        kinds -= _SANCTIONS
    for each in lead:
        if each.kind in kinds or (each.kind in {"conduct", "access"} and kinds):
            continue
        if each.kind in _SANCTIONS and kinds & _SANCTIONS:
            continue
        yield replace(
            each,
            clause=item.node.id,
            quote=item.text[:60],
            span=item.span(0, min(60, len(item.text))),
            from_lead_in=each.span,
            why=f"{each.why}-led-in",
        )
