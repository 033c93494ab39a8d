"""What changes from one to the next: agreement from round to round, a card's versions."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from shouwen.quality import actions, cards
from shouwen.quality.models import Marking
from tests.api.conftest import program_of
from tests.enforcement.conftest import at
from tests.quality.conftest import LINES, marks
from tests.quality.test_check import sent
from tests.quality.test_pages import page


@pytest.fixture
def clock(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: at("2024-03-20 10:00"))


def a_round(drawn, cast, day, other):
    version = drawn.sample.version
    made = actions.begin_calibration(
        title=f"校准 {day}", version=version, cases=[drawn.case], checkers=[cast.li, cast.zhao],
        by=cast.he, at=at(f"2024-03-{day} 10:00"),
    )  # fmt: skip
    for one in Marking.objects.filter(calibration=made).select_related("checker"):
        said = marks() if one.checker == cast.li else other
        actions.send_marking(marking=one, marks=said, at=at(f"2024-03-{day} 11:00"))
    return made


def test_agreement_is_drawn_from_round_to_round(drawn, cast, clock):
    first = a_round(drawn, cast, "07", marks(point="0"))
    assert "quality-chart" not in page(cast.he, "calibrations").content.decode()

    a_round(drawn, cast, "14", marks())
    text = page(cast.he, "calibrations").content.decode()

    assert "quality-chart" in text
    assert text.index("03-07") < text.index("03-14")
    assert f'<a href="{reverse("quality:calibration", args=[first.pk])}" aria-label' in text


def test_past_checks_stand_by_both_versions_of_a_card_side_by_side(drawn, cast, clock):
    old = drawn.sample.version
    actions.send_check(item=drawn, marks=marks(uniform="0"), sent=sent(drawn))
    whole = cards.Written(title=old.title, title_en="", full=old.full, most=None, lines=LINES[1:])
    cards.write(card=old.card, written=whole, by=cast.he, at=at("2024-03-08 09:00"))

    text = page(cast.he, "card", old.card.key, older=1).content.decode()
    told = program_of(cast.he).get(f"/quality/cards/{old.card.key}/anew?older=1").json()["items"]

    assert [(one["before"], one["after"], one["differs"]) for one in told] == [("60", "100", True)]
    assert "<b>100</b>" in text
    assert program_of(cast.li).get(
        f"/quality/cards/{old.card.key}/anew?older=1").status_code == 403  # fmt: skip
