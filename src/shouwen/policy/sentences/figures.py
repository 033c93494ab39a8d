"""The sentences of worked figures and of the tests on them: text, and its result."""

from __future__ import annotations

WRITTEN: dict[str, tuple[str, str, str, str]] = {
    "figure_reckoned": (
        "{figure_zh}：{formula_zh}",
        "= {number_zh}",
        "{figure_en}: {formula_en}",
        "= {number_en}",
    ),
    "figure_whole_times": (
        "{figure_zh}：{formula_zh}，只计整数倍",
        "= {number_zh}",
        "{figure_en}: {formula_en}, whole times only",
        "= {number_en}",
    ),
    "figure_greatest": (
        "{figure_zh}：取最大者（{formula_zh}）",
        "= {number_zh}",
        "{figure_en}: the greatest of {formula_en}",
        "= {number_en}",
    ),
    "figure_least": (
        "{figure_zh}：取最小者（{formula_zh}）",
        "= {number_zh}",
        "{figure_en}: the least of {formula_en}",
        "= {number_en}",
    ),
    "figure_full_years": (
        "{figure_zh}：{since} 至 {until} 满整年数",
        "= {number_zh}",
        "{figure_en}: full years from {since} to {until}",
        "= {number_en}",
    ),
    "figure_full_months": (
        "{figure_zh}：{since} 至 {until} 满整月数",
        "= {number_zh}",
        "{figure_en}: full months from {since} to {until}",
        "= {number_en}",
    ),
    **{
        f"figure_{unit}_between": (
            f"{{figure_zh}}：{{since}} 至 {{until}} 相隔{chinese}",
            "= {number_zh}",
            f"{{figure_en}}: {unit} from {{since}} to {{until}}",
            "= {number_en}",
        )
        for unit, chinese in (
            ("seconds", "秒数"),
            ("minutes", "分钟数"),
            ("hours", "小时数"),
            ("days", "天数"),
        )
    },
    "figure_missing_of_run": (
        "{figure_zh}：{first} 至 {last} 号，其中有 {found}，缺 {missing}",
        "= {number_zh}",
        "{figure_en}: of {first} to {last} there are {found}, not {missing}",
        "= {number_en}",
    ),
    "figure_run_complete": (
        "{figure_zh}：{first} 至 {last} 号，其中有 {found}，没有缺号",
        "= {number_zh}",
        "{figure_en}: of {first} to {last} there are {found}, none is missing",
        "= {number_en}",
    ),
    "figure_entered": (
        "{figure_zh}：按登记的“{detail_zh}”",
        "= {number_zh}",
        "{figure_en}: as “{detail_en}” was entered",
        "= {number_en}",
    ),
    "figure_not_entered": (
        "{figure_zh}：“{detail_zh}”未登记，按 {otherwise_zh} 计",
        "= {number_zh}",
        "{figure_en}: “{detail_en}” was not entered, so {otherwise_en} counts",
        "= {number_en}",
    ),
    "figure_looked_up": (
        "{figure_zh}：{detail_zh}为“{value_zh}”",
        "= {number_zh}",
        "{figure_en}: {detail_en} is “{value_en}”",
        "= {number_en}",
    ),
    "not_in_table": (
        "“{detail_zh}”登记为“{value_zh}”，表中没有这一项",
        "待更正",
        "“{detail_en}” was recorded as “{value_en}”, which is not in the table",
        "to be corrected",
    ),
    "figure_holders": (
        "{figure_zh}：{post}在岗人数",
        "= {number_zh}",
        "{figure_en}: holders of the post {post}",
        "= {number_en}",
    ),
    "figure_moved": (
        "{figure_zh}：{period_zh}已记",
        "= {number_zh}",
        "{figure_en}: booked {period_en}",
        "= {number_en}",
    ),
    "figure_moved_floor": (
        "{figure_zh}：{period_zh}已记 {booked_zh}，不低于 {floor}",
        "= {number_zh}",
        "{figure_en}: booked {period_en} {booked_en}, never below {floor}",
        "= {number_en}",
    ),
    "figure_moved_from": (
        "{figure_zh}：起点 {start}，{period_zh}已记 {booked_zh}",
        "= {number_zh}",
        "{figure_en}: begins with {start}, booked {period_en} {booked_en}",
        "= {number_en}",
    ),
    "figure_moved_from_floor": (
        "{figure_zh}：起点 {start}，{period_zh}已记 {booked_zh}，不低于 {floor}",
        "= {number_zh}",
        "{figure_en}: begins with {start}, booked {period_en} {booked_en}, never below {floor}",
        "= {number_en}",
    ),
    "figure_counted": (
        "{figure_zh}：{period_zh}“{fact_zh}”次数",
        "= {number_zh}",
        "{figure_en}: times of “{fact_en}” {period_en}",
        "= {number_en}",
    ),
    "figure_summed": (
        "{figure_zh}：{period_zh}各次“{fact_zh}”的{detail_zh}合计",
        "= {number_zh}",
        "{figure_en}: {detail_en} of each “{fact_en}” {period_en}, added up",
        "= {number_en}",
    ),
    "figure_in_a_row": (
        "{figure_zh}：{each_zh}；{wanted_zh}的连续期数",
        "= {number_zh}",
        "{figure_en}: {each_en}; periods in a row {wanted_en}",
        "= {number_en}",
    ),
    "figure_rank": (
        "{figure_zh}：{period_zh}{mine_zh}，{of} 人中排名（{standings}）",
        "第 {number_zh}",
        "{figure_en}: {mine_en} {period_en}, place among {of} ({standings})",
        "{number_en}",
    ),
    "figure_rank_tied": (
        "{figure_zh}：{period_zh}{mine_zh}，{tied} 人并列，{of} 人中排名（{standings}）",
        "第 {number_zh}",
        "{figure_en}: {mine_en} {period_en}, {tied} tied, place among {of} ({standings})",
        "{number_en}",
    ),
    "figure_tied": (
        "{figure_zh}：{tied} 人并列",
        "待定",
        "{figure_en}: {tied} are tied",
        "to be decided",
    ),
    "figure_not_among": (
        "{figure_zh}：{person} 不在参加排名的岗位",
        "待补",
        "{figure_en}: {person} holds none of the posts that are ranked",
        "to be recorded",
    ),
    "figure_unknown": (
        "尚不知道“{figure_zh}”",
        "待补",
        "“{figure_en}” is not known yet",
        "to be worked out",
    ),
    "not_a_period": (
        "“{detail_zh}”登记为“{value_zh}”，不是期间（应如 2026-04、2026-Q1）",
        "待更正",
        "“{detail_en}” was recorded as “{value_en}”, not as a period such as 2026-04 or 2026-Q1",
        "to be corrected",
    ),
    "not_a_date": (
        "“{detail_zh}”登记为“{value_zh}”，不是日期",
        "待更正",
        "“{detail_en}” was recorded as “{value_en}”, which is not a date",
        "to be corrected",
    ),
    "test_holds": (
        "{detail_zh} {value_zh}，{wanted_zh}",
        "符合",
        "{detail_en} {value_en} is {wanted_en}",
        "holds",
    ),
    "test_fails": (
        "{detail_zh} {value_zh}，要求{wanted_zh}",
        "不适用",
        "{detail_en} {value_en} should be {wanted_en}",
        "does not apply",
    ),
}
