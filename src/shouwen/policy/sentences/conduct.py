"""The sentences of conduct: checklists, words, waits and measured details."""

from __future__ import annotations

WRITTEN: dict[str, tuple[str, str, str, str]] = {
    "conduct_of_another_rule": (
        "检查的是其他条款的项目",
        "不适用",
        "Another rule's item was checked",
        "does not apply",
    ),
    "another_situation": (
        "情景与本条不同",
        "不适用",
        "The situation is another one",
        "does not apply",
    ),
    "item_passed": ("检查项“{item_zh}”", "合格", "Checked: “{item_en}”", "passed"),
    "item_failed": ("检查项“{item_zh}”", "不合格", "Checked: “{item_en}”", "failed"),
    "words_in_order": ("用语符合要求", "合格", "The words are as required", "passed"),
    "words_missing": ("没有说“{phrase_zh}”", "不合格", "“{phrase_en}” was not said", "failed"),
    "words_forbidden": (
        "第 {place} 字起说了禁用语“{phrase_zh}”",
        "不合格",
        "From character {place}: “{phrase_en}”, which must not be said",
        "failed",
    ),
    "words_too_early": (
        "“{phrase_zh}”没有按次序说",
        "不合格",
        "“{phrase_en}” was not said in its turn",
        "failed",
    ),
    "wait_kept": (
        "第 {number} 次（{say_zh}）等候 {passed} 秒，应等候 {wanted} 秒",
        "合格",
        "Wait {number} ({say_en}): {passed} s of {wanted} s",
        "passed",
    ),
    "wait_too_short": (
        "第 {number} 次（{say_zh}）等候 {passed} 秒，应等候 {wanted} 秒",
        "不合格",
        "Wait {number} ({say_en}): {passed} s of {wanted} s",
        "failed",
    ),
    "waited_long_enough": (
        "共等候 {passed} 秒，应等候 {whole} 秒",
        "合格",
        "Waited {passed} s of {whole} s",
        "passed",
    ),
    "waited_too_little": (
        "共等候 {passed} 秒，应等候 {whole} 秒",
        "不合格",
        "Waited {passed} s of {whole} s",
        "failed",
    ),
    "conduct_inside": (
        "{detail_zh}：{value_zh}，要求：{wanted_zh}",
        "合格",
        "{detail_en}: {value_en}, required: {wanted_en}",
        "passed",
    ),
    "conduct_outside": (
        "{detail_zh}：{value_zh}，要求：{wanted_zh}",
        "不合格",
        "{detail_en}: {value_en}, required: {wanted_en}",
        "failed",
    ),
}
