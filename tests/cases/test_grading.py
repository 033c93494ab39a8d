"""Grading: the house's own rules for new cases, with the reason, tried on past ones first."""

from __future__ import annotations

import pytest
from django.urls import reverse

from shouwen.cases import actions, grading
from shouwen.cases.models import Case, GradingRule
from shouwen.customers.models import Customer
from shouwen.journal import queries as journal
from shouwen.people.refusals import RefusedError
from tests.cases.conftest import TEN


def rule(cast, **given):
    return grading.keep(GradingRule(**{"name": "困人", "written_by": cast.he, **given}))


def opened(cast, title="电梯困人", **given):
    return actions.open_case(
        **{
            "case_type": "repair", "title": title, "channel": "phone", "severity": "general",
            "at": TEN, "recorded_at": TEN, "actor": cast.wang, **given,
        }
    ).case  # fmt: skip


def test_a_rule_that_fits_raises_the_severity_and_the_reason_stands_in_the_fact(cast):
    rule(cast, words=["困人", "被困"], severity="major", priority="urgent")
    case = opened(cast)

    assert (case.severity, case.priority) == ("major", "urgent")
    (fact,) = journal.facts_of_kind("case_opened")
    assert fact.details["severity"] == "major"
    assert fact.details["graded_because"] == "困人 (困人 / 被困)"
    assert Case.objects.get().graded_because == "困人 (困人 / 被困)"


def test_what_somebody_chose_is_never_lowered(cast):
    rule(cast, words=["困人"], severity="minor")

    assert opened(cast, severity="major").severity == "major"
    assert opened(cast, severity="").severity == "minor"
    assert Case.objects.order_by("pk")[0].graded_because == ""


@pytest.mark.parametrize(
    ("asked", "given", "fits"),
    [
        ({"case_type": "repair"}, {}, True),
        ({"case_type": "complaint"}, {}, False),
        ({"channel": "visit"}, {}, False),
        ({"words": ["漏水"]}, {"text": "家里漏水"}, True),
        ({"words": ["漏水"], "channel": "phone"}, {"title": "断电"}, False),
    ],
)
def test_all_that_a_rule_asks_for_must_fit(cast, asked, given, fits):
    rule(cast, severity="major", **asked)

    assert (opened(cast, **given).severity == "major") is fits


def test_a_category_counts_with_what_is_below_it_and_a_class_with_its_customers(cast, noise, liu):
    rule(cast, category=noise.parent, priority="high")
    rule(cast, name="贵宾", customer_class="vip", severity="major")
    Customer.objects.update(grade="vip")
    liu.refresh_from_db()

    case = opened(cast, "吵", case_type="complaint", category=noise, customer=liu)

    assert (case.severity, case.priority) == ("major", "high")
    assert "贵宾" in case.graded_because


def test_the_first_rule_that_fits_counts_and_rules_change_places(cast):
    rule(cast, name="一", words=["困人"], severity="general", priority="low")
    second = rule(cast, name="二", words=["困人"], severity="major", priority="urgent")
    assert opened(cast, severity="").severity == "general"

    grading.move_up(second)

    assert opened(cast, severity="").severity == "major"


def test_a_rule_is_tried_on_past_cases_before_it_is_kept(cast, client):
    opened(cast)
    opened(cast, severity="major")
    opened(cast, "断电")
    client.force_login(cast.he)
    page, given = reverse("cases:grading"), {"name": "困人", "words": "困人，被困",
                                              "severity": "major"}  # fmt: skip

    text = client.post(page, {**given, "do": "try"}).content.decode()

    assert "最近 3 件事项中，会改变 1 件" in text
    assert not GradingRule.objects.exists()
    client.post(page, {**given, "do": "keep"})
    assert GradingRule.objects.get().words == ["困人", "被困"]
    assert client.post(page, {"name": "空", "do": "try"}).status_code == 422
    client.force_login(cast.wang)
    assert client.get(page).status_code == 404


def test_the_priority_is_changed_by_hand_as_a_fact(cast):
    case = opened(cast)
    actions.change_priority(case=case, priority="high", actor=cast.wang, at=TEN)

    assert Case.objects.get().priority == "high"
    (fact,) = journal.facts_of_kind("case_prioritised")
    assert fact.details["priority"] == "high"
    with pytest.raises(RefusedError):
        actions.change_priority(case=case, priority="high", actor=cast.wang, at=TEN)


def test_grading_costs_one_query_however_many_rules(cast, django_assert_num_queries):
    case = opened(cast)
    rule(cast, words=["困人"], severity="major")
    with django_assert_num_queries(1):
        grading.grade(case)
    for number in range(20):
        rule(cast, name=str(number), words=["x"], severity="major")
    with django_assert_num_queries(1):
        grading.grade(case)
