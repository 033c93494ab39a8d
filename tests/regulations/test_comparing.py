"""What changed between two texts, clause by clause and rule by rule."""

from __future__ import annotations

from shouwen.regulations.changes import word_changes
from shouwen.regulations.comparing import ClauseText, Outline, RuleText, compare


def clause(address, text, heading=""):
    return ClauseText(address=address, number=address, heading=heading, text=text)


def rule(rule_id, number="1", **definition):
    return RuleText(rule_id=rule_id, title=rule_id, number=number, definition=definition)


def outline(*parts):
    return Outline(
        clauses=tuple(p for p in parts if isinstance(p, ClauseText)),
        rules=tuple(p for p in parts if isinstance(p, RuleText)),
    )


def test_equal_texts_differ_in_nothing():
    text = outline(clause("1", "一"), rule("a", within="1 day"))

    assert compare(text, text).is_empty


def test_clauses_are_added_changed_and_removed_by_address():
    before = outline(clause("1", "一"), clause("2", "二"))
    after = outline(clause("1", "壹"), clause("3", "三"))

    states = [(change.number, change.state) for change in compare(before, after).clauses]

    assert states == [("1", "changed"), ("3", "added"), ("2", "removed")]


def test_a_rule_names_the_keys_that_differ_even_when_it_only_moved():
    before = outline(rule("a", within="1 day", warn="80 %"), rule("b"))
    after = outline(rule("a", within="2 days", pause=True), rule("b", number="2"))

    first, second = compare(before, after).rules

    assert first.keys == ("within", "pause", "warn")
    assert second.keys == ("clause",)


def test_figures_change_as_a_whole():
    pieces = word_changes("收到后 24 小时内", "收到后 2 小时内")

    assert [(p.text, p.mark) for p in pieces] == [
        ("收到后 ", "same"),
        ("24", "gone"),
        ("2", "new"),
        (" 小时内", "same"),
    ]
