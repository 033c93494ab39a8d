"""What a rule makes of the posts it names, read from bundled regulations."""

from __future__ import annotations

from datetime import date

from shouwen.org.sheet import ACCESS, HEARS, OWES, SIGNS, sheet_of
from shouwen.policy.kinds.access import Access
from shouwen.policy.kinds.deadline import Deadline
from shouwen.policy.kinds.duty import Duty
from shouwen.policy.rulebook import Rulebook
from shouwen.regulations import library
from tests.org.test_pages import smallest_with

LONG_AFTER = date(2100, 1, 1)


def sheet(name):
    read = library.regulation(name)
    rules = Rulebook(read.rules.values()).rules
    definitions = {(read.slug, key): block for key, block in read.definitions.items()}
    return sheet_of(rules, definitions, LONG_AFTER), rules


def entries(found, role):
    return [one for post in found.posts.values() for one in post.entries.get(role, ())]


def test_of_a_workflow_a_post_is_told_its_own_step_and_what_starts_it():
    found, rules = sheet(smallest_with("kind: workflow", "owed_by: {post:", "title_en:"))
    steps = [rule.title for rule in rules if "." in rule.id and rule.kind == "deadline"]

    told = [one for one in entries(found, OWES) if one.title[0].rpartition("：")[2] in steps]

    assert told
    for one in told:
        labels = [label[1] for label, _text in one.lines]
        assert sum(label.startswith("Step ") for label in labels) <= 1
        assert one.title[0].partition("：")[0] != one.title[0].partition("：")[2]


def test_whoever_hears_of_what_is_late_does_not_owe_it():
    found, rules = sheet(smallest_with("escalate:", "to: {post:"))

    escalated = [one.title[0] for one in entries(found, HEARS)]

    assert escalated
    assert {rule.kind for rule in rules if rule.title in escalated} <= {"deadline", "duty"}


def test_who_may_see_stands_under_access_and_who_signs_under_signatures():
    named = sorted(library.names(), key=lambda name: len(library.text_of(name)))
    kept = (name for name in named if "kind: access" in library.text_of(name))
    found, rules = next(
        (found, rules)
        for found, rules in map(sheet, kept)
        if any(isinstance(rule, Access) and rule.posts for rule in rules)
    )

    for rule in rules:
        if isinstance(rule, Access) and rule.posts:
            told = [one.title[0] for one in found.of(rule.posts[0]).entries[ACCESS]]
            assert rule.title in told
    titles = {rule.title for rule in rules if isinstance(rule, Duty | Deadline)}
    assert not titles & {one.title[0] for one in entries(found, SIGNS)}


def test_a_rule_that_is_over_says_nothing_any_more():
    name = smallest_with("kind: duty", "owed_by: {post:")
    read = library.regulation(name)
    over = [
        rule.model_copy(update={"ended": LONG_AFTER}).placed(rule.clause, rule.words)
        for rule in read.rules.values()
    ]

    assert sheet_of(over, {}, LONG_AFTER).posts == {}
