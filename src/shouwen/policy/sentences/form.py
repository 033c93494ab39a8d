"""The sentences of forms: fields, reckoning, numbers, signatures."""

from __future__ import annotations

WRITTEN: dict[str, tuple[str, str, str, str]] = {
    "form_of_another_regulation": (
        "这是其他制度的表单",
        "不适用",
        "The form is one of another regulation",
        "does not apply",
    ),
    "form_locked": (
        "表单签署后已锁定，更正须另填一张",
        "不准修改",
        "The form is locked once signed; fill in another to correct it",
        "refused",
    ),
    "form_incomplete": (
        "缺 {count} 项必填内容，表单不予受理",
        "退回",
        "{count} required entries are missing, so the form is not accepted",
        "refused",
    ),
    "form_computed": (
        "{detail_zh} = {formula_zh}",
        "{result}",
        "{detail_en} = {formula_en}",
        "{result}",
    ),
    "form_computed_differs": (
        "{detail_zh} = {formula_zh} = {result}，填写为 {recorded}",
        "不符",
        "{detail_en} = {formula_en} = {result}, but {recorded} was entered",
        "differs",
    ),
    "form_balanced": ("{left_zh} = {right_zh}", "平衡", "{left_en} = {right_en}", "balanced"),
    "form_unbalanced": (
        "{left_zh} ≠ {right_zh}，相差 {difference}",
        "不平衡",
        "{left_en} ≠ {right_en}, off by {difference}",
        "not balanced",
    ),
    "run_complete": (
        "{first} 至 {last} 号齐全",
        "连号",
        "Numbers {first} to {last} are all there",
        "no gap",
    ),
    "run_broken": (
        "{first} 至 {last} 号缺 {count} 张：{missing}",
        "不能结算",
        "Of the numbers {first} to {last}, {count} missing: {missing}",
        "refused",
    ),
    "run_unreadable": (
        "“{detail_zh}”填写为 {value}，不是这一段的号",
        "退回",
        "“{detail_en}” says {value}, which are not numbers of this run",
        "refused",
    ),
    "stock_level": (
        "{stock_zh}：原有 {before}，本次 {change}",
        "现有 {after}",
        "{stock_en}: {before} before, {change} now",
        "{after} left",
    ),
    "stock_short": (
        "{stock_zh}：原有 {before}，本次 {change}，将剩 {after}，不得少于 {least}",
        "不准登记",
        "{stock_en}: {before} before, {change} now would leave {after}, less than {least}",
        "refused",
    ),
    "stock_over": (
        "{stock_zh}：原有 {before}，本次 {change}，将有 {after}，不得多于 {most}",
        "不准登记",
        "{stock_en}: {before} before, {change} now would make {after}, more than {most}",
        "refused",
    ),
    "stock_opening_differs": (
        "{stock_zh}：账上是 {before}，“{detail_zh}”填写为 {opening}",
        "不符",
        "{stock_en}: {before} according to the register, but “{detail_en}” says {opening}",
        "differs",
    ),
    "stock_unknown": (
        "{stock_zh}：原有多少尚不清楚",
        "待查",
        "{stock_en}: how much there was is not known",
        "to be looked up",
    ),
    "form_number": ("编号 {number}", "连续", "Number {number}", "in order"),
    "form_number_malformed": (
        "编号 {number} 不合格式，应如 {example}",
        "退回",
        "Number {number} is not written like {example}",
        "refused",
    ),
    "form_number_not_next": (
        "编号 {number} 不连续，应为 {expected}",
        "退回",
        "Number {number} is not the next one, which is {expected}",
        "refused",
    ),
    "form_unsigned": (
        "“{detail_zh}”没有签字",
        "退回",
        "“{detail_en}” has not signed",
        "refused",
    ),
    "form_copies": (
        "一式 {count} 份：{names_zh}",
        "",
        "In {count} copies: {names_en}",
        "",
    ),
    "form_kept": ("保存期限", "{length:length}", "Kept for", "{length:length}"),
    "form_complete": ("表单填写齐全", "有效", "The form is complete", "valid"),
}
