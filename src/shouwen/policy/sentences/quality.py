"""The sentences of quality: how a card was scored, and why somebody stands out."""

from __future__ import annotations

from shouwen.policy.sentences.shape import Sentence

# code: Chinese text and result, English text and result.
_WRITTEN: dict[str, tuple[str, str, str, str]] = {
    "score_item_earned": (
        "“{item_zh}”，满分 {weight}", "得 {earned} 分",
        "“{item_en}”, of {weight}", "earns {earned}",
    ),
    "score_item_not_applicable": (
        "“{item_zh}”，满分 {weight}", "不适用，不计入",
        "“{item_en}”, of {weight}", "does not apply and is left out",
    ),
    "score_bonus_earned": (
        "加分项“{item_zh}”，最多 {weight}", "加 {earned} 分",
        "Bonus “{item_en}”, up to {weight}", "adds {earned}",
    ),
    "score_item_unmarked": (
        "“{item_zh}”还没有评", "待评",
        "“{item_en}” is not marked yet", "to be marked",
    ),
    "score_zeroed": (
        "致命项“{item_zh}”不合格", "全卡 0 分",
        "Critical item “{item_en}” failed", "the card scores 0",
    ),
    "score_nothing_applies": (
        "没有一项适用", "不评分",
        "No item applies", "no score",
    ),
    "score_of_card": (
        "得分 {earned} ÷ 适用满分 {possible} × {full} + 加分 {bonus}", "{points} 分",
        "Earned {earned} ÷ applicable {possible} × {full} + bonus {bonus}", "{points} points",
    ),
    "score_capped": (
        "最高不超过 {most} 分", "{most} 分",
        "No more than {most} points", "{most} points",
    ),
    "share_of_own": (
        "本人 {of} 次中有 {having} 次", "{share}",
        "{having} of {of} of their own", "{share}",
    ),
    "share_of_others": (
        "其他人合计 {of} 次中有 {having} 次", "{share}",
        "{having} of {of} of all others", "{share}",
    ),
    "share_stands_out": (
        "即使本人的几率是其他人的 {times} 倍，出现这么多次的概率也只有 {chance}（界限 {level}）",
        "需要了解",
        ("Even at {times} times the odds of the others, so many have a chance of {chance} "
        "(limit {level})"),
        "to be looked into",
    ),
    "share_within_chance": (
        "若本人的几率是其他人的 {times} 倍，出现这么多次的概率为 {chance}（界限 {level}）",
        "不突出",
        ("At {times} times the odds of the others, so many have a chance of {chance} "
        "(limit {level})"),
        "does not stand out",
    ),
}  # fmt: skip

SENTENCES: dict[str, Sentence] = {
    code: {"zh": (zh, zh_end), "en": (en, en_end)}
    for code, (zh, zh_end, en, en_end) in _WRITTEN.items()
}
