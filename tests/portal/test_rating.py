"""A settled matter is rated with the department's own questions, and the rules judge it."""

from __future__ import annotations

import pytest

from shouwen.cases import actions as cases
from shouwen.cases.models import Case
from shouwen.journal import queries as journal
from shouwen.obligations import queries as owed
from shouwen.people import actions as people
from shouwen.portal import actions
from shouwen.portal.models import Rating
from shouwen.portal.rated import Answer, verdict
from tests.cast import Cast
from tests.portal.conftest import QUESTIONS, STARS, TEN, Clock

LOW = {"q-0": "2", "q-1": "no", "q-2": "速度", "q-3": "三天没人来"}
HIGH = {"q-0": "5", "q-1": "yes"}


@pytest.fixture
def settled(cast: Cast, filed: Case, clock: Clock) -> Case:
    """Return a matter that was settled."""
    clock.forward(minutes=10)
    cases.resolve(case=filed, resolution="好了", actor=cast.wang, at=clock.now)
    return filed


def rates(customer, case, **answers):
    address = f"/portal/matter/{case.number}/rate/"
    sent = {"idempotency_key": customer.key(address), "website": "", **answers}
    return customer.client.post(address, sent)


def test_a_low_rating_opens_a_callback_by_the_rule_in_force(cast, liu, settled):
    answer = rates(liu, settled, **LOW)

    assert answer.headers["Location"].endswith("?done=rate")
    (fact,) = journal.facts_of_kind("case_rated", about=settled.about)
    assert fact.details["satisfaction"] == 2
    assert fact.details["satisfied"] is False
    assert fact.details["channel"] == "web"
    (callback,) = [row for row in owed.open_about(settled.about) if row.rule_id == "unhappy"]
    assert callback.owner == cast.wang


def test_a_target_of_satisfaction_counts_the_ratings(cast, liu, settled, client):
    rates(liu, settled, **LOW)
    client.force_login(cast.he)

    page = client.get("/targets/door-rules/satisfaction/").content.decode()

    assert "客户满意率" in page
    assert "0 %" in page
    assert settled.number in page


def test_a_high_one_opens_nothing(liu, settled):
    rates(liu, settled, **HIGH)

    assert Rating.objects.get().satisfied is True
    assert not [row for row in owed.open_about(settled.about) if row.rule_id == "unhappy"]


def test_the_rating_keeps_the_questions_and_who_served_for_ever(cast, liu, settled, clock):
    rates(liu, settled, **LOW)
    before = Rating.objects.values("answers", "served").get()

    actions.set_questions(
        case_type="complaint", questions=[STARS], unsatisfied_at=1, by=cast.he, at=clock.now
    )
    cast.wang.name = "改名了"
    cast.wang.save()
    people.appoint(member=cast.wang, post=cast.posts["manager"], team=None, since=TEN.date())
    settled.refresh_from_db()
    cases.reopen(case=settled, reason="再看", actor=cast.he, at=clock.now)
    cases.hand_over(case=settled, to=cast.li, reason="换人", actor=cast.he, at=clock.now)

    after = Rating.objects.values("answers", "served").get()
    assert after == before
    assert after["served"]["handler"] == {"key": "wang", "name": "小王", "posts": ["agent"]}
    assert [each["text"] for each in after["answers"]] == [each["text"] for each in QUESTIONS]
    assert [each["value"] for each in after["answers"]] == [2, False, "速度", "三天没人来"]


def test_it_is_rated_once_until_it_is_taken_up_again(cast, liu, settled, clock):
    rates(liu, settled, **HIGH)
    address = f"/portal/matter/{settled.number}/rate/"
    assert liu.client.get(address).headers["Location"] == f"/portal/matter/{settled.number}/"

    liu.does(settled.number, "reopen", reason="还在响")
    settled.refresh_from_db()
    cases.resolve(case=settled, resolution="又好了", actor=cast.wang, at=clock.forward(minutes=9))
    rates(liu, settled, **LOW)

    assert list(Rating.objects.order_by("pk").values_list("satisfied", flat=True)) == [True, False]


def test_what_is_in_hand_is_not_rated(liu, filed):
    answer = liu.client.get(f"/portal/matter/{filed.number}/rate/")

    assert answer.headers["Location"] == f"/portal/matter/{filed.number}/"


def test_what_must_be_answered_is_asked_for_beside_the_question(liu, settled):
    answer = rates(liu, settled, **{"q-1": "yes"})

    assert answer.status_code == 422
    assert 'id="id_q-0_error"' in answer.content.decode()
    assert not Rating.objects.exists()


@pytest.mark.parametrize("typed", ["6", "0", "-1", "五", "1e9", "<b>5</b>"])
def test_only_one_to_five_stars_can_be_given(liu, settled, typed):
    assert rates(liu, settled, **{**HIGH, "q-0": typed}).status_code == 422
    assert not Rating.objects.exists()


@pytest.mark.parametrize(
    ("stars", "settled_", "line", "expected"),
    [
        (2, None, 2, (2, False)), (3, None, 2, (3, True)), (1, True, 1, (1, False)),
        (None, False, 2, (None, False)), (None, True, 2, (None, True)),
        (None, None, 2, (None, None)),
    ],
)  # fmt: skip
def test_who_is_satisfied_is_said_by_the_form_and_unknown_where_nobody_said(
    stars, settled_, line, expected
):
    answers = [
        Answer(kind="text", text="?", value="满意"), Answer(kind="stars", text="?", value=stars),
        Answer(kind="yes_no", text="?", value=settled_),
    ]  # fmt: skip

    assert verdict(answers, line) == expected


def test_unchanged_questions_are_no_new_version(cast, questions, clock):
    again = actions.set_questions(
        case_type="complaint", questions=QUESTIONS, unsatisfied_at=2, by=cast.he, at=clock.now
    )
    other = actions.set_questions(
        case_type="complaint", questions=QUESTIONS, unsatisfied_at=3, by=cast.he, at=clock.now
    )

    assert again == questions
    assert other.number == questions.number + 1
