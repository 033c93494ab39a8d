"""What a regulation begins and does not finish: cases nobody handles, hours nobody covers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise

from shouwen.policy.amounts import Length, TimeUnit
from shouwen.policy.calendar.hours import DAY_MINUTES, WEEKDAYS, Interval, read_week
from shouwen.policy.file_reading.regulation import Regulation
from shouwen.policy.kinds.clock import Clocked
from shouwen.policy.kinds.conditions import Condition, Same
from shouwen.policy.kinds.deadline import Deadline
from shouwen.policy.kinds.words import Both
from shouwen.policy.kinds.workflow import expanded
from shouwen.policy.reviewing.findings import Finding, listed, of_whole

_MINUTES = {
    TimeUnit.SECOND: Decimal(1) / 60,
    TimeUnit.MINUTE: Decimal(1),
    TimeUnit.HOUR: Decimal(60),
}
_WORKING = (TimeUnit.WORKING_MINUTE, TimeUnit.WORKING_HOUR, TimeUnit.WORKING_DAY)
_LAPSED = "obligation_lapsed"
_WEEK_MINUTES = len(WEEKDAYS) * DAY_MINUTES


def gaps(read: Regulation) -> Iterator[Finding]:
    """Find what no clause of one regulation settles."""
    owed = [rule for rule in expanded(read.rules.values()) if isinstance(rule, Clocked)]
    yield from _unhandled(read, [rule for rule in owed if isinstance(rule, Deadline)])
    yield from _out_of_hours(read, owed)
    yield from _without_consequence(read, owed)


# ── values of a detail that nobody handles ───────────────────────────────────────────────────


def _unhandled(read: Regulation, deadlines: Sequence[Deadline]) -> Iterator[Finding]:
    """Where several deadlines share a detail's values among them, name the values left over."""
    groups: dict[tuple[str, str], list[Condition]] = defaultdict(list)
    for rule in deadlines:
        for condition in rule.when:
            groups[condition.fact, rule.met_by[0].fact if rule.met_by else ""].append(condition)
    for (fact, _met_by), conditions in groups.items():
        for detail in _shared(conditions):
            if left := _left_over(read, fact, detail, conditions):
                yield of_whole("gap", read, *_nobody_handles(read, fact, detail, left))


def _shared(conditions: Sequence[Condition]) -> list[str]:
    """Return the details that every one of several conditions tests by value."""
    if len(conditions) < 2:  # noqa: PLR2004 - one alone shares nothing
        return []
    first = conditions[0].tests
    return [name for name in first if all(isinstance(c.tests.get(name), Same) for c in conditions)]


def _left_over(
    read: Regulation, fact: str, detail: str, conditions: Sequence[Condition]
) -> list[str]:
    term = read.vocabulary.term(fact, detail)
    if term is None:
        return []
    tests = [test for c in conditions if isinstance(test := c.tests[detail], Same)]
    handled = {value for test in tests for value in test.values}
    left = [value for value in term.choices if value not in handled]
    # A regulation for complaints need not speak of praise: only a split nearly whole counts.
    return left if len(handled) > 1 and len(left) < len(handled) else []


def _nobody_handles(
    read: Regulation, fact: str, detail: str, left: Sequence[str]
) -> tuple[Both, Both]:
    words = read.words
    names, of = words.facts.kind_labels(fact), words.facts.detail_labels(fact, detail)
    values = [words.value_of(fact, detail, value) for value in left]
    zh, en = "、".join(v[0] for v in values), ", ".join(v[1] for v in values)
    return (
        f"“{names[0]}”按“{of[0]}”分别规定了时限，但没有条款说明“{zh}”怎么办。",
        f"“{names[1]}” has a limit for each “{of[1]}”, but no clause speaks of {en}.",
    ), ("请补一条，或写明不作要求。", "Add a clause, or say that nothing is demanded.")


# ── hours nobody covers ──────────────────────────────────────────────────────────────────────


def _out_of_hours(read: Regulation, owed: Sequence[Clocked]) -> Iterator[Finding]:
    """Clocks that run while the house is closed, and working time without opening hours."""
    if not read.working_hours:
        yield from _no_opening_hours(read, owed)
        return
    closed = longest_closed(read.working_hours)
    at_night = [rule for rule in owed if 0 < _minutes(rule) < closed]
    covered = any(rule.kind == "roster" for rule in read.rules.values())
    if at_night and not covered:
        zh, en = listed([rule.clause.number for rule in at_night])
        yield of_whole(
            "gap",
            read,
            (
                f"{zh}的时限按自然时间走，夜间和休息日也不停，但没有条款说明下班以后由谁处理。",
                (
                    f"The limits of {en} run on while the house is closed, "
                    "but no clause says who acts then."
                ),
            ),
            (
                "请补一条夜间值班的规定，或把时限写成工作时间。",
                "Add a clause on night duty, or count the limits in working hours.",
            ),
        )


def _no_opening_hours(read: Regulation, owed: Sequence[Clocked]) -> Iterator[Finding]:
    counting = [rule.clause.number for rule in owed if rule.length_unit() in _WORKING]
    if counting:
        zh, en = listed(counting)
        yield of_whole(
            "gap",
            read,
            (f"{zh}按工作时间计，但没有条款写明上班时间。",
             f"{en} count working time, but no clause says when the house is open."),
            ("采纳时请设定部门日历。", "Set the department's calendar on adoption."),
            about="calendar",
        )  # fmt: skip


def _minutes(rule: Clocked) -> Decimal:
    """Return a limit that runs day and night in minutes; 0 for any other."""
    within: Length | None = getattr(rule, "within", None)
    return (
        within.count * _MINUTES[within.unit] if within and within.unit in _MINUTES else Decimal(0)
    )


def longest_closed(working_hours: Mapping[str, Sequence[str]]) -> int:
    """Return the longest stretch of an ordinary week in which the house is closed, in minutes."""
    week = read_week(working_hours)
    spans: list[Interval] = sorted(
        (day * DAY_MINUTES + opens, day * DAY_MINUTES + closes)
        for day, intervals in enumerate(week)
        for opens, closes in intervals
    )
    again = [*spans, (spans[0][0] + _WEEK_MINUTES, spans[0][1] + _WEEK_MINUTES)]
    return max(after[0] - before[1] for before, after in pairwise(again))


# ── what follows when it is not done ─────────────────────────────────────────────────────────


def _without_consequence(read: Regulation, owed: Sequence[Clocked]) -> Iterator[Finding]:
    if any(_LAPSED in rule.fact_kinds() for rule in read.rules.values()):
        return
    bare = [rule.clause.number for rule in owed if rule.has_end() and not rule.escalate]
    if bare:
        zh, en = listed(bare)
        yield of_whole(
            "gap",
            read,
            (f"{zh}有时限，但没有条款说明逾期以后怎样。",
             f"{en} set limits, but no clause says what follows when they are missed."),
            ("请写明到期未办时告知谁，或逾期怎样处理。",
             "Say who hears of it, or what being late leads to."),
        )  # fmt: skip
