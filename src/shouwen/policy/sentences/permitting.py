"""The sentences of roster and access: demands, shifts, minutes, seats and secrets."""

from __future__ import annotations

_MAY = ("准许", "granted")
_NOT = ("不准", "refused")
_OK = ("符合", "met")

_SHARED: dict[str, tuple[str, str, str, str]] = {
    "demand_fails": (
        "{detail_zh}为“{value_zh}”，须为“{wanted_zh}”", _NOT[0],
        "{detail_en} is “{value_en}”, it has to be “{wanted_en}”", _NOT[1],
    ),
    "is_so": ("{detail_zh}：是", _OK[0], "{detail_en}: yes", _OK[1]),
    "is_not_so": ("{detail_zh}：否", _NOT[0], "{detail_en}: no", _NOT[1]),
    "post_may": ("{person} 的岗位：{posts}", _OK[0], "{person} holds the post {posts}", _OK[1]),
    "post_may_not": (
        "{person} 不在可办理的岗位（{posts}）", _NOT[0],
        "{person} holds none of the posts {posts}", _NOT[1],
    ),
    "is_the_superior": (
        "{detail_zh} {person} 是 {other} 的直接上级", _OK[0],
        "{detail_en} {person} is the superior of {other}", _OK[1],
    ),
    "not_the_superior": (
        "{detail_zh} {person} 不是 {other} 的直接上级；其上级为 {superior}", _NOT[0],
        "{detail_en} {person} is not the superior of {other}, who is {superior}", _NOT[1],
    ),
    "no_superior_to_be": (
        "{detail_zh} {person} 不是 {other} 的直接上级；后者没有上级", _NOT[0],
        "{detail_en} {person} is not the superior of {other}, who has none", _NOT[1],
    ),
    "same_member": (
        "{detail_zh}与{wanted_zh}是同一人：{person}", _OK[0],
        "{detail_en} and {wanted_en} are one person: {person}", _OK[1],
    ),
    "other_member": (
        "{detail_zh}为 {person}，{wanted_zh}为 {other}，不是同一人", _NOT[0],
        "{detail_en} is {person}, {wanted_en} is {other}: not one person", _NOT[1],
    ),
    "permitted": ("各项条件均符合", _MAY[0], "Every demand is met", _MAY[1]),
    "needs_calendar": ("尚无日历", "待补", "There is no calendar yet", "to be recorded"),
}  # fmt: skip

_ROSTER: dict[str, tuple[str, str, str, str]] = {
    "quota_left": (
        "{person} 已有 {earlier} 次，限 {most} 次", _OK[0],
        "{person} had {earlier} so far, {most} are allowed", _OK[1],
    ),
    "quota_full": (
        "{person} 已有 {earlier} 次，限 {most} 次，再加 1 次超限", _NOT[0],
        "{person} had {earlier} so far, {most} are allowed, one more is too many", _NOT[1],
    ),
    "asked_in_time": (
        "{at:moment} 提出，最迟 {latest:deadline}", _OK[0],
        "Asked for {at:moment}, at the latest {latest:deadline}", _OK[1],
    ),
    "asked_late": (
        "{at:moment} 提出，最迟应为 {latest:deadline}", "逾期，不准",
        "Asked for {at:moment}, the latest was {latest:deadline}", "too late, refused",
    ),
    "late_signed": (
        "未按时提出，须另行审批", "转批",
        "Too late, so others have to sign", "passed on",
    ),
    "rest_enough": (
        "{ends:moment} 下班，{begins:moment} 上班，间隔 {free:duration}，至少 {least:length}",
        _OK[0],
        "{ends:moment} to {begins:moment}: {free:duration} free, at least {least:length}",
        _OK[1],
    ),
    "rest_short": (
        "{ends:moment} 下班，{begins:moment} 上班，间隔 {free:duration}，不足 {least:length}",
        _NOT[0],
        "{ends:moment} to {begins:moment}: {free:duration} free, less than {least:length}",
        _NOT[1],
    ),
    "both_same": (
        "{one_zh}与{other_zh}同为“{value_zh}”（{differing_zh}）", _OK[0],
        "{one_en} and {other_en} are both “{value_en}” ({differing_en})", _OK[1],
    ),
    "both_differ": (
        "{one_zh}为“{value_zh}”，{other_zh}为“{differing_zh}”", _NOT[0],
        "{one_en} is “{value_en}”, {other_en} is “{differing_en}”", _NOT[1],
    ),
    "shared_post": (
        "{person} 与 {other} 同岗：{posts}", _OK[0],
        "{person} and {other} both hold the post {posts}", _OK[1],
    ),
    "no_shared_post": (
        "{person} 与 {other} 不同岗", _NOT[0],
        "{person} and {other} share no post", _NOT[1],
    ),
    "allowance_granted": ("{period} 可休 {days} 天", "", "{period}: {days} days in all", ""),
    "allowance_carried": (
        "上期未休结转 {days} 天，最多结转 {most} 天", "",
        "Carried over from the period before: {days} days, at most {most}", "",
    ),
    "allowance_taken": ("已休 {days} 天", "", "Taken: {days} days", ""),
    "allowance_enough": (
        "余 {left} 天，本次 {days} 天", _OK[0], "{left} days left, {days} asked for", _OK[1],
    ),
    "allowance_short": (
        "余 {left} 天，本次 {days} 天，超出余额", _NOT[0],
        "{left} days left, {days} asked for: too many", _NOT[1],
    ),
    "leave_up_to": (
        "请假 {days} 天，按 {up_to} 天以内办理", "",
        "{days} days of leave: the tier of up to {up_to} days", "",
    ),
    "leave_any_length": (
        "请假 {days} 天，按 {up_to} 天以上办理", "",
        "{days} days of leave: the tier above {up_to} days", "",
    ),
    "leave_too_long": (
        "请假 {days} 天，最多 {up_to} 天", _NOT[0],
        "{days} days of leave, at most {up_to} are allowed", _NOT[1],
    ),
    "hours_within": (
        "{hours} = {sum} 小时，限 {most} 小时", _OK[0],
        "{hours} = {sum} hours, {most} are allowed", _OK[1],
    ),
    "hours_over": (
        "{hours} = {sum} 小时，超过 {most} 小时", _NOT[0],
        "{hours} = {sum} hours, more than {most}", _NOT[1],
    ),
    "minutes_measured": (
        "{first:moment} 至 {last:moment}", "{minutes} 分钟",
        "{first:moment} to {last:moment}", "{minutes} minutes",
    ),
    "class_at_least": (
        "达到 {minutes} 分钟", "{name_zh}", "{minutes} minutes or more", "{name_en}",
    ),
    "class_more_than": (
        "超过 {minutes} 分钟", "{name_zh}", "more than {minutes} minutes", "{name_en}",
    ),
    "class_always": ("记为", "{name_zh}", "counts as", "{name_en}"),
    "class_none": (
        "最低一档为 {minutes} 分钟，未达到", "不计",
        "The lowest class begins at {minutes} minutes", "not reached",
    ),
    "class_followed": (
        "依 {clause}，{person} 记为“{name_zh}”", "",
        "By {clause}, this counts as “{name_en}” for {person}", "",
    ),
    "shift_as_set": ("{shift_zh}：{hours:hours}", _OK[0], "{shift_en}: {hours:hours}", _OK[1]),
    "one_shift_a_week": (
        "本周只上{shift_zh}", _OK[0], "The only shift of the week: {shift_en}", _OK[1],
    ),
    "two_shifts_a_week": (
        "本周已排{other_zh}，不得再排{shift_zh}", _NOT[0],
        "{other_en} is worked this week, so {shift_en} may not be", _NOT[1],
    ),
    "turn_begins": (
        "上周没有轮班班次", _OK[0], "No shift of the rotation the week before", _OK[1],
    ),
    "next_in_turn": (
        "上周{before_zh}，本周轮到{shift_zh}", _OK[0],
        "{before_en} the week before, {shift_en} now in turn", _OK[1],
    ),
    "out_of_turn": (
        "上周{before_zh}，本周应轮{wanted_zh}，不是{shift_zh}", _NOT[0],
        "{before_en} the week before: {wanted_en} is next in turn, not {shift_en}", _NOT[1],
    ),
    "shift_differs": (
        "{shift_zh}规定 {hours:hours}，所排为 {begins:moment} 至 {ends:deadline}", _NOT[0],
        "{shift_en} is {hours:hours}, planned is {begins:moment} to {ends:deadline}", _NOT[1],
    ),
    "shift_not_known": (
        "没有班次“{shift_zh}”，规定的班次：{known_zh}", _NOT[0],
        "There is no shift “{shift_en}”; there are: {known_en}", _NOT[1],
    ),
    "seats_enough": (
        "{seats} 席，至少 {least} 席，差 {short}", _OK[0],
        "{seats} seats, at least {least}, short by {short}", _OK[1],
    ),
    "seats_short": (
        "{seats} 席，至少 {least} 席，缺 {short} 席", "不足",
        "{seats} seats, at least {least}, {short} missing", "too few",
    ),
    "no_floor": (
        "此时段没有规定最低席位", "不适用",
        "No fewest seats are set for this time", "does not apply",
    ),
}  # fmt: skip

_ACCESS: dict[str, tuple[str, str, str, str]] = {
    "never_allowed": ("一律不得", _NOT[0], "Never allowed", _NOT[1]),
    "own_account": (
        "账号属 {owner}，使用人 {person}", _OK[0],
        "The account is {owner}'s, used by {person}", _OK[1],
    ),
    "foreign_account": (
        "账号属 {owner}，{person} 不得使用", _NOT[0],
        "The account is {owner}'s, not {person}'s", _NOT[1],
    ),
    "second_present": (
        "{person} 办理，{second} 在场", _OK[0],
        "{person} acts, {second} is present", _OK[1],
    ),
    "second_of_post": (
        "{person} 办理，{second} 在场，任{posts}", _OK[0],
        "{person} acts, {second} is present and holds {posts}", _OK[1],
    ),
    "second_not_of_post": (
        "{person} 办理，在场的 {second} 不任{posts}", _NOT[0],
        "{person} acts, {second} is present but does not hold {posts}", _NOT[1],
    ),
    "shown_with_end": (
        "“{field}”只显示前 {first} 位和“{tail}”以后", "遮盖",
        "“{field}”: only the first {first} characters and what follows “{tail}”", "covered",
    ),
    "second_is_same": (
        "{person} 办理，在场的第二人也是 {second}", _NOT[0],
        "{person} acts, the second person is {second} as well", _NOT[1],
    ),
    "inside_shift": (
        "{at:moment}，本人班次 {begins:moment} 至 {ends:deadline}，宽限 {grace:length}", _OK[0],
        "{at:moment}, own shift {begins:moment} to {ends:deadline}, grace {grace:length}", _OK[1],
    ),
    "outside_shift": (
        "{at:moment} 不在本人班次内（{begins:moment} 至 {ends:deadline}，宽限 {grace:length}）",
        _NOT[0],
        "{at:moment} is outside the shift {begins:moment} to {ends:deadline}, grace {grace:length}",
        _NOT[1],
    ),
    "in_working_hours": (
        "{at:moment} 在工作时间内", _OK[0], "{at:moment} is within working hours", _OK[1],
    ),
    "outside_working_hours": (
        "{at:moment} 不在工作时间内", _NOT[0], "{at:moment} is outside working hours", _NOT[1],
    ),
    "released": (
        "{released:moment} 起公开，{at:moment} 提出", _OK[0],
        "Public from {released:moment}, asked for {at:moment}", _OK[1],
    ),
    "not_released": (
        "{released:moment} 才公开，{at:moment} 尚不得提供", _NOT[0],
        "Public only from {released:moment}, asked for {at:moment}", _NOT[1],
    ),
    "kept_long_enough": (
        "保存 {length:length}，至 {until:deadline}，已满", _OK[0],
        "Kept {length:length}, until {until:deadline}, which is over", _OK[1],
    ),
    "must_be_kept": (
        "须保存 {length:length}，至 {until:deadline}", _NOT[0],
        "To be kept {length:length}, until {until:deadline}", _NOT[1],
    ),
    "shown_in_part": (
        "“{field}”只显示前 {first} 位、后 {last} 位", "遮盖",
        "“{field}” shows its first {first} and last {last} characters", "masked",
    ),
}  # fmt: skip

WRITTEN = {**_SHARED, **_ROSTER, **_ACCESS}
