"""The sentences of amounts that depend on a whole period: text, and its result."""

from __future__ import annotations

WRITTEN: dict[str, tuple[str, str, str, str]] = {
    "bookings_unknown": (
        "尚不知道此前已记的数额",
        "待补",
        "What was booked before is not known yet",
        "to be worked out",
    ),
    "graded": (
        "{detail_zh} {number_zh}，应累计 {total_zh}，{period_zh}已计 {before_zh}",
        "= {amount_zh}",
        "{detail_en} {number_en} come to {total_en} altogether, booked {period_en} {before_en}",
        "= {amount_en}",
    ),
    "carried_owed": (
        "累计应收付 {claimed_zh}，已收付 {collected_zh}",
        "余 {owed_zh}",
        "Claimed so far {claimed_en}, settled {collected_en}",
        "{owed_en} left",
    ),
    "carried_whole": (
        "本次至多 {limit_zh}",
        "{amount_zh}，全部结清",
        "At most {limit_en} this time",
        "{amount_en}, all settled",
    ),
    "carried_part": (
        "本次至多 {limit_zh}，结转 {rest_zh}",
        "{amount_zh}",
        "At most {limit_en} this time, {rest_en} carried on",
        "{amount_en}",
    ),
    "prize_of_place": (
        "{detail_zh}：第 {place} 名",
        "{amount_zh}",
        "{detail_en}: {place}",
        "{amount_en}",
    ),
    "prize_shared": (
        "{detail_zh}：第 {place} 名起 {tied} 人并列，合计 {pot_zh} 平分",
        "{amount_zh}",
        "{detail_en}: {tied} tied from place {place} divide {pot_en}",
        "{amount_en}",
    ),
    "no_prize": (
        "{detail_zh}：第 {place} 名，不在奖励名次内",
        "不计",
        "{detail_en}: {place} earns no prize",
        "nothing",
    ),
    "not_a_place": (
        "“{detail_zh}”为“{value_zh}”，不是名次",
        "待更正",
        "“{detail_en}” is “{value_en}”, which is not a place",
        "to be corrected",
    ),
    "points_followed": (
        "{person} 依 {clause} 变动",
        "{amount_zh}",
        "Moved for {person} under {clause}",
        "{amount_en}",
    ),
    "settled_in": ("计入结算", "{period:period}", "Settled with", "{period:period}"),
    "paid_out_in": ("发放月份", "{period}", "Paid out in", "{period}"),
}
