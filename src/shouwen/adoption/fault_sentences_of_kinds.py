"""The core's sentences about faults in single kinds of rules, with their Chinese wording."""

from __future__ import annotations

from typing import Final

OF_KINDS: Final = (
    # duty
    (
        "Several times of day need a rhythm of days and nothing besides.",
        "一天几次只用于按天的周期，且不与其他时点并用。",
    ),
    (
        'Write `every: day` and `at: ["10:00", "15:00"]`.',
        '请写 `every: day` 和 `at: ["10:00", "15:00"]`。',
    ),
    ("The times of day are not in order.", "时点没有按先后排列。"),
    ("Write the earliest first.", "请从最早的写起。"),
    ("`times` needs a rhythm.", "`times` 需要周期。"),
    ("Add `every: week`.", "请补上 `every: week`。"),
    ("`weekdays` need a rhythm of days.", "`weekdays` 需要按天的周期。"),
    ("Write `every: day`.", "请写 `every: day`。"),
    ("A week of the month needs a rhythm of months.", "月内第几周需要按月的周期。"),
    ("Use `every: month`.", "请用 `every: month`。"),
    ("It is not said which day of the week.", "没有写明周几。"),
    ("Add `weekday: 5` for Friday.", "请补上周几，例如周五为 `weekday: 5`。"),
    ("The day is named in two ways.", "日期写了两种。"),
    (
        "Keep `weekday`, `day` or `working_day`.",
        "请在 `weekday`、`day`、`working_day` 中只留一个。",
    ),
    ("A rhythm has no `{day}`.", "周期中没有 `{day}`。"),
    ("Name a weekday or a day of the month.", "请写周几或几号。"),
    ("`on_the_day` needs a day.", "`on_the_day` 需要写明哪一天。"),
    (
        "Name it: `{day: 25, on_the_day: true}`.",
        "请写明，例如 `{{day: 25, on_the_day: true}}`。",
    ),
    ("After a fact there is a time of day only.", "事实之后只写当天或次日的时点。"),
    (
        'Write `by: {time: "18:00", day: today | next_day | next_working_day}`.',
        '请写 `by: {{time: "18:00", day: today | next_day | next_working_day}}`。',
    ),
    ("A duty has one limit.", "一项职责只有一个时限。"),
    ("Keep one of: {names}.", "请只留其中之一：{names}。"),
    ("The duty follows itself.", "职责接续的是它自己。"),
    ("Name the rule whose duty comes first.", "请写在它之前的那条规则。"),
    ("It is not said how many.", "没有写明数量。"),
    (
        "Write whole numbers: `{photo: 2, text: 1}`.",
        "请写整数，例如 `{{photo: 2, text: 1}}`。",
    ),
    ("Only each holder of a post can owe it.", "只有某岗位的每位任职者可以各负一份。"),
    # signatures
    ("It is not said who signs.", "没有写明由谁签批。"),
    (
        "Write `{post: x}`, `any_of:` or `all_of:`.",
        "请写 `{{post: x}}`、`any_of:` 或 `all_of:`。",
    ),
    ("One alone signs nothing together.", "只有一方不成会签。"),
    ("Name several under `all_of`.", "请在 `all_of` 下写明几方。"),
    ("Silence consents only after a time.", "视为同意须有期限。"),
    (
        "Add `expires: 3 days`, or leave it out.",
        "请补上 `expires: 3 days`，或将其去掉。",
    ),
    # workflow
    ("It is not said which step comes first.", "没有写明先办哪一步。"),
    ("Write a name, or `{all: [a, b]}`.", "请写步骤名，或 `{{all: [a, b]}}`。"),
    ("One step alone joins nothing.", "只有一步不需要汇合。"),
    ("Name several steps under `all`.", "请在 `all` 下写明几个步骤。"),
    (
        "No fact does the step `{name}`, so it never joins.",
        "步骤 `{name}` 没有完成它的事实，永远不能汇合。",
    ),
    ("Add `met_by:` to it.", "请给它补上 `met_by:`。"),
    (
        "A step that is only signed cannot join others.",
        "只有签批的步骤不能汇合其他步骤。",
    ),
    ("Add `owed_by:` and `duty:`.", "请补上 `owed_by:` 和 `duty:`。"),
    (
        "Nothing opens this step: the one before has no `met_by`.",
        "没有什么开启这一步：前一步没有 `met_by`。",
    ),
    ("Say which fact does the step before it.", "请写明什么事实完成前一步。"),
    (
        "No fact does the step `{name}`, so it stays open until it is closed.",
        "步骤 `{name}` 没有完成它的事实，会一直开着，直到人工关闭。",
    ),
    # conduct
    ("There is nothing to keep in order.", "没有需要按次序说的内容。"),
    ("Add groups under `must_say`.", "请在 `must_say` 下补上几组。"),
    # access
    ("No second person is no demand.", "不要求第二人就不是要求。"),
    ("Leave `second_person` out.", "请去掉 `second_person`。"),
    ("There is no step `{name}`.", "没有步骤 `{name}`。"),
    # rosters and access
    ("The rule does not say what is asked for.", "规则没有写明申请的是什么。"),
    (
        "A roster rule has one shape; given: {given}.",
        "排班规则只能有一种写法；现有：{given}。",
    ),
    ("Attendance grants nothing.", "考勤只作认定，不作准许。"),
    ("Write conditions under `when`.", "条件请写在 `when` 之下。"),
    ("What must be the same is two details.", "须相同的内容应是两项明细。"),
    ("The rest is a plain time.", "间隔须是普通时长。"),
    ("The tiers are not in order.", "各档次序不对。"),
    ("Write the shortest leave first.", "请先写天数最少的一档。"),
    ("A tier follows one for any length.", "不限天数的一档之后还有其他档。"),
    ("Put that one last.", "请把不限天数的一档放在最后。"),
    ("No limit of hours is given.", "没有写明小时上限。"),
    ("A class has one bound.", "每档只能有一个界限。"),
    ("The classes are not in order.", "各档次序不对。"),
    ("Write the fewest minutes first.", "请先写分钟数最少的一档。"),
    ("Two classes begin at the same minutes.", "有两档从相同的分钟数开始。"),
    ("A missed punch has no minutes.", "漏签没有分钟数。"),
    ("Leave the bound out.", "请去掉界限。"),
    ("“{value}” is not a time from–to.", "“{value}”不是起止时间。"),
    ("The rule demands nothing.", "规则没有提出任何要求。"),
    ("What is forbidden has no other demands.", "一律不得办理的，没有其他要求。"),
    ("Leave `forbidden` out.", "请去掉 `forbidden`。"),
    ("A mask says what stays visible.", "遮盖须写明哪些位仍可见。"),
    ("The grace is a plain time.", "宽限须是普通时长。"),
    ("Write hours: {example}.", "请写小时：{example}。"),
    ("Write minutes: {example}.", "请写分钟：{example}。"),
)
