from __future__ import annotations

import pytest

from shouwen.appeals import actions as appeals
from shouwen.appeals import lines
from shouwen.appeals.models import Appeal
from shouwen.approvals import queries as requests
from shouwen.enforcement import actions as enforcement
from shouwen.enforcement.sent import Sent
from shouwen.journal import queries as journal
from shouwen.ledger import queries as ledger
from shouwen.quality import actions
from shouwen.quality.models import Item
from tests.enforcement.conftest import at
from tests.quality.conftest import marks
from tests.quality.test_check import sent

LATER = at("2024-03-07 10:00")


@pytest.fixture
def fined(drawn, cast):
    """Return a check of 小王 by 赵班长 whose failed line cost two points."""
    return actions.send_check(item=drawn, marks=marks(uniform="0"), sent=sent(drawn))


def test_a_won_appeal_counters_the_points_and_scores_the_check_anew(fined, cast):
    appeal = appeals.question(
        line=lines.of_fact(fined.fact_id), reason="当天着工装，有照片",
        sent=Sent.at_once(cast.wang, LATER),
    )  # fmt: skip
    request = requests.find(appeal.request_id)
    assert request is not None
    enforcement.decide_request(
        request=request, member=cast.li, verdict="granted",
        comment="照片属实", at=LATER,
    )  # fmt: skip

    item = Item.objects.get(pk=fined.pk)
    entry = ledger.moved_by_any([fined.fact_id])[0]
    assert Appeal.objects.get().state == "upheld"
    assert ledger.countered_by(entry) is not None
    assert fined.points == 60
    assert item.points == 100
    scores = journal.facts_of_kind("quality_scored")
    assert [one.details["points"] for one in scores] == ["100"]


def test_a_line_taken_back_by_hand_scores_anew_as_well(fined, cast):
    enforcement.correct_fact(number=fined.fact_id, reason="看错人", actor=cast.he, at=LATER)

    assert Item.objects.get(pk=fined.pk).points == 100


def test_a_score_taken_back_leaves_no_points(fined, cast):
    score = journal.facts_of_kind("quality_scored")[0]

    enforcement.correct_fact(number=score.number, reason="卡错", actor=cast.he, at=LATER)

    assert Item.objects.get(pk=fined.pk).points is None
