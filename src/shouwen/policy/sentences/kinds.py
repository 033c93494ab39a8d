"""The sentences of the rule kinds: text and, at the line's end, its result."""

from __future__ import annotations

from shouwen.policy.sentences import conduct, figures, form, org, periodic, permitting
from shouwen.policy.sentences.shape import Sentence

# code: Chinese text and result, English text and result. Names and amounts come in both languages.
_WRITTEN: dict[str, tuple[str, str, str, str]] = {
    # ── what happened, and whether the rule applies ──────────────────────────────────────────
    "fact_happened": ("{fact_zh}", "{at:moment}", "{fact_en}", "{at:moment}"),
    "read_as": (
        "按本部门的理解：{setting_zh}——{choice_zh}",
        "",
        "As this department reads it: {setting_en} – {choice_en}",
        "",
    ),
    "other_fact": (
        "记录的是“{fact_zh}”，本条针对“{wanted_zh}”",
        "不适用",
        "The fact is “{fact_en}”, the rule is about “{wanted_en}”",
        "does not apply",
    ),
    "condition_holds": ("{detail_zh}：{value_zh}", "", "{detail_en}: {value_en}", ""),
    "condition_fails": (
        "{detail_zh}为“{value_zh}”，本条要求“{wanted_zh}”",
        "不适用",
        "{detail_en} is “{value_en}”, the rule asks for “{wanted_en}”",
        "does not apply",
    ),
    "detail_missing": (
        "“{detail_zh}”没有登记",
        "待补",
        "“{detail_en}” was not recorded",
        "to be recorded",
    ),
    "not_a_number": (
        "“{detail_zh}”登记为“{value_zh}”，不是数字",
        "待更正",
        "“{detail_en}” was recorded as “{value_en}”, which is not a number",
        "to be corrected",
    ),
    "needs_figure": (
        "规则的数字“{figure}”制度未填写",
        "待补",
        "The regulation leaves the figure “{figure}” blank",
        "needs a figure",
    ),
    "waived": ("已登记“{detail_zh}”", "免除", "“{detail_en}” was recorded", "waived"),
    "excused_by": ("{detail_zh}：是", "不适用", "{detail_en}: yes", "does not apply"),
    "not_excused_by": ("{detail_zh}：否", "", "{detail_en}: no", ""),
    "holds_post": (
        "{person} 的岗位：{posts}",
        "适用",
        "{person} holds the post {posts}",
        "applies",
    ),
    "not_for_post": (
        "{person} 不在本条所指岗位（{posts}）",
        "不适用",
        "{person} does not hold any of the posts {posts}",
        "does not apply",
    ),
    "posts_unknown": (
        "尚不知道 {person} 的岗位",
        "待补",
        "The posts of {person} are not known yet",
        "to be recorded",
    ),
    "superior_is": (
        "{person} 的上级：{superior}",
        "",
        "The superior of {person} is {superior}",
        "",
    ),
    "superior_unknown": (
        "尚不知道 {person} 的上级",
        "待补",
        "The superior of {person} is not known yet",
        "to be recorded",
    ),
    "no_superior": (
        "{person} 没有上级",
        "不适用",
        "{person} has no superior",
        "does not apply",
    ),
    # ── amounts ──────────────────────────────────────────────────────────────────────────────
    "fixed_amount": ("固定数额", "{amount_zh}", "Fixed amount", "{amount_en}"),
    "amount_chosen": (
        "在 {low_zh} 至 {high_zh} 的范围内核定",
        "{amount_zh}",
        "Chosen between {low_en} and {high_en}",
        "{amount_en}",
    ),
    "amount_out_of_range": (
        "核定 {amount_zh}，超出 {low_zh} 至 {high_zh} 的范围",
        "不予通过",
        "{amount_en} is outside the range from {low_en} to {high_en}",
        "refused",
    ),
    "amount_between_steps": (
        "核定 {amount_zh}，应以 {step_zh} 为一档（{low_zh} 至 {high_zh}）",
        "不予通过",
        "{amount_en} is not in steps of {step_en} ({low_en} to {high_en})",
        "refused",
    ),
    "amount_from_detail": (
        "按“{detail_zh}”",
        "{amount_zh}",
        "As “{detail_en}” says",
        "{amount_en}",
    ),
    "percentage_of": (
        "{detail_zh} {number_zh} × {rate}",
        "= {amount_zh}",
        "{detail_en} {number_en} × {rate}",
        "= {amount_en}",
    ),
    "per_unit": (
        "{detail_zh} {excess_zh} × {each_zh}",
        "= {amount_zh}",
        "{detail_en} {excess_en} × {each_en}",
        "= {amount_en}",
    ),
    "per_unit_above": (
        "{detail_zh} {number_zh}，超出 {above_zh}的部分 {excess_zh} × {each_zh}",
        "= {amount_zh}",
        "{detail_en} {number_en}, above {above_en}: {excess_en} × {each_en}",
        "= {amount_en}",
    ),
    "not_above_base": (
        "{detail_zh} {number_zh}，没有超出 {above_zh}",
        "不计",
        "{detail_en} {number_en} is not above {above_en}",
        "nothing",
    ),
    "multiple_of": (
        "{detail_zh} {number_zh} × {factor}",
        "= {amount_zh}",
        "{detail_en} {number_en} × {factor}",
        "= {amount_en}",
    ),
    "proportion_of": (
        "{detail_zh} {number_zh} ÷ {whole_name_zh} {whole} × {part_name_zh} {part}",
        "= {amount_zh}",
        "{detail_en} {number_en} ÷ {whole_name_en} {whole} × {part_name_en} {part}",
        "= {amount_en}",
    ),
    "divided_by_nothing": (
        "“{detail_zh}”登记为 0，无法分摊",
        "待更正",
        "“{detail_en}” was recorded as 0 and cannot be divided by",
        "to be corrected",
    ),
    "band_amount": (
        "{detail_zh} {number_zh}，在 {limits} 档",
        "{amount_zh}",
        "{detail_en} {number_en} lies in the band {limits}",
        "{amount_en}",
    ),
    "band_rate": (
        "{detail_zh} {number_zh}，在 {limits} 档",
        "{rate_zh}",
        "{detail_en} {number_en} lies in the band {limits}",
        "{rate_en}",
    ),
    "in_no_band": (
        "{detail_zh} {number_zh}，不在任何一档",
        "不计",
        "{detail_en} {number_en} lies in no band",
        "nothing",
    ),
    "nth_time": ("第 {nth} 次", "{amount_zh}", "Time number {nth}", "{amount_en}"),
    "doubled": (
        "首次 {first_zh}，第 {nth} 次加倍",
        "{amount_zh}",
        "First {first_en}, multiplied up to time number {nth}",
        "{amount_en}",
    ),
    "ladder_ended": (
        "第 {nth} 次，本条没有更多档次",
        "不计",
        "Time number {nth} is beyond the list",
        "nothing",
    ),
    "instead_of_amount": ("第 {nth} 次", "{duty_zh}", "Time number {nth}", "{duty_en}"),
    "occurrences_unknown": (
        "尚不知道此前发生过几次",
        "待补",
        "How often it happened before is not known yet",
        "to be counted",
    ),
    "comes_to_nothing": ("数额为 0", "不计", "The amount is nought", "nothing"),
    "share_of": ("按 {rate} 分得", "{amount_zh}", "A share of {rate}", "{amount_en}"),
    "share_rest": (
        "余下部分（{rate}）",
        "{amount_zh}",
        "The remainder ({rate})",
        "{amount_en}",
    ),
    "pays_itself": (
        "付款方与收款方相同",
        "不计",
        "Payer and payee are the same",
        "nothing",
    ),
    "added_up": ("合计", "{amount_zh}", "Together", "{amount_en}"),
    "fine_followed": (
        "{person} 依 {clause} 被处罚款",
        "{amount_zh}",
        "{person} was fined under {clause}",
        "{amount_en}",
    ),
    # ── time ─────────────────────────────────────────────────────────────────────────────────
    "promptly": (
        "制度未定时限（及时办理）",
        "记录用时",
        "The regulation sets no limit (promptly)",
        "time taken is measured",
    ),
    "which_time_of_day": (
        "没有登记是当天哪一次",
        "待补",
        "It was not recorded which time of the day is meant",
        "to be recorded",
    ),
    "moved_as_closed": (
        "{day:day} 不上班，改为{moved:day}",
        "",
        "Closed on {day:day}, so it moves to {moved:day}",
        "",
    ),
    "not_in_this_period": (
        "本期没有这项职责",
        "不适用",
        "The duty does not fall into this period",
        "does not apply",
    ),
    "each_of_post": (
        "“{post}”在岗 {people} 人，每人一份",
        "",
        "Each holder of the post {post} owes it; holders: {people}",
        "",
    ),
    "members_unknown": (
        "尚不知道“{post}”由谁担任",
        "待补",
        "Who holds the post {post} is not known yet",
        "to be recorded",
    ),
    "evidence_counted": (
        "{detail_zh} {found}，应有 {wanted}",
        "",
        "{detail_en}: {found}, needed: {wanted}",
        "",
    ),
    "nobody_to_escalate_to": (
        "“{detail_zh}”没有登记，暂无升级对象",
        "待补",
        "“{detail_en}” was not recorded, so nobody is told yet",
        "to be recorded",
    ),
    # ── approvals ────────────────────────────────────────────────────────────────────────────
    "not_signed_before": (
        "事先须经 {tiers} 级批准，还没有批准；请先提交申请",
        "不准",
        "It has to be approved beforehand ({tiers} tiers) and was not; ask for it first",
        "refused",
    ),
    "approval_held": ("须经 {tiers} 级审批", "等待", "tiers that have to sign: {tiers}", "held"),
    "appeal_to_superior": (
        "现行制度没有规定由谁裁决申诉",
        "由上级裁决",
        "no regulation in force says who judges appeals",
        "the superior does",
    ),
    "judge_kept_apart": (
        "第 {tier} 级裁决人曾参与原认定",
        "由其上级裁决",
        "Tier {tier} had a part in what is questioned",
        "their superior judges",
    ),
    "tier_together": (
        "第 {tier} 级会签",
        "{people} 方均须签批",
        "Tier {tier} signs together",
        "all {people} have to sign",
    ),
    "tier_in_person": (
        "第 {tier} 级须本人签批",
        "不得代签",
        "Tier {tier} signs in person",
        "no substitute",
    ),
    "no_tier_applies": ("本次无须任何人签批", "通过", "Nobody has to sign this", "granted"),
    "approval_stands": (
        "已签批的内容没有变更",
        "通过",
        "What was signed before has not changed",
        "granted",
    ),
    "approved_unknown": (
        "尚不知道此前是否签批过相同内容",
        "待补",
        "Whether the same was signed before is not known yet",
        "to be recorded",
    ),
    "step_was_done": ("“{step_zh}”已经完成", "", "“{step_en}” has been done", ""),
    "step_not_done": ("“{step_zh}”尚未完成", "等待", "“{step_en}” has not been done", "waits"),
    "step_done_unknown": (
        "尚不知道“{step_zh}”是否完成",
        "待补",
        "Whether “{step_en}” was done is not known yet",
        "to be recorded",
    ),
    "approval_granted": ("各级均已签批", "通过", "All tiers have signed", "granted"),
    # ── between clauses ──────────────────────────────────────────────────────────────────────
    "excepted_by": (
        "{clause} 是本条的例外，以例外为准",
        "不适用",
        "{clause} is an exception to this clause and prevails",
        "does not apply",
    ),
    "exception_unknown": (
        "例外条款 {clause} 尚不能判断",
        "待定",
        "The exception {clause} cannot be decided yet",
        "undecided",
    ),
    "another_clause_unknown": (
        "同一问题的另一条款尚不能判断",
        "待定",
        "Another clause on the same question cannot be decided yet",
        "undecided",
    ),
    "said_already": (
        "与 {clause} 结论相同，不重复计",
        "不计",
        "{clause} says the same; it counts once",
        "counted there",
    ),
    # ── targets ──────────────────────────────────────────────────────────────────────────────
    "empty_population": ("期间内没有可统计的对象", "不评价", "Nothing was counted", "not rated"),
}

_SHARE = {
    "at_least": ("应不低于", "at least"),
    "more_than": ("应超过", "more than"),
    "at_most": ("应不超过", "at most"),
    "less_than": ("应低于", "less than"),
}


def _targets() -> dict[str, tuple[str, str, str, str]]:
    """Return the lines of targets: met and missed, as a share and as a value."""
    found = {}
    for name, (zh, en) in _SHARE.items():
        needed_zh = "，至少 {needed} 件" if name in ("at_least", "more_than") else ""
        needed_en = ", {needed} needed" if name in ("at_least", "more_than") else ""
        for ending, end_zh, end_en in (("", "达标", "met"), ("_missed", "未达标", "missed")):
            found[f"share_{name}{ending}"] = (
                f"{{numerator}} ÷ {{denominator}} = {{value}}，{zh} {{threshold}}{needed_zh}",
                end_zh,
                f"{{numerator}} ÷ {{denominator}} = {{value}}, {en} {{threshold}}{needed_en}",
                end_en,
            )
            found[f"value_{name}{ending}"] = (
                f"{{detail_zh}} {{number_zh}}，{zh} {{threshold}}",
                end_zh,
                f"{{detail_en}} {{number_en}}, {en} {{threshold}}",
                end_en,
            )
    return found


_ALL = (
    _WRITTEN
    | _targets()
    | conduct.WRITTEN
    | figures.WRITTEN
    | form.WRITTEN
    | org.WRITTEN
    | periodic.WRITTEN
    | permitting.WRITTEN
)

SENTENCES: dict[str, Sentence] = {
    code: {"zh": (zh, zh_end), "en": (en, en_end)}
    for code, (zh, zh_end, en, en_end) in _ALL.items()
}
