"""The tables beside the journal follow from the journal: written anew they are the same."""

from __future__ import annotations

import pytest

from shouwen.enforcement import anew
from shouwen.enforcement.actions import complete_fact, correct_fact
from shouwen.enforcement.models import GivenNumber, StockItem, StockMove
from tests.cast import Cast
from tests.enforcement import test_numbers as numbers
from tests.enforcement import test_stocks as stocks
from tests.enforcement.conftest import at

NOW = at("2024-12-31 18:00")


@pytest.fixture
def busy(cast: Cast) -> None:
    """Numbers given, taken back and kept; goods bought, taken and given back."""
    numbers.adopted(cast)
    stocks.adopt(cast)
    written = [numbers.write(cast.li, f"2024-03-04 1{hour}:00") for hour in range(3)]
    correct_fact(number=written[1].row.number, reason="写错了", actor=cast.li, at=NOW)
    stocks.bought(cast.li, 10)
    part = stocks.say(cast.wang, "goods_taken", goods="酒精", quantity=3)
    complete_fact(number=part.row.number, details={"place": "二楼"}, actor=cast.wang, at=NOW)
    taken = stocks.taken(cast.wang, 2)
    correct_fact(number=taken.row.number, reason="写错了", actor=cast.li, at=NOW)


@pytest.mark.usefixtures("busy")
def test_written_anew_they_are_the_same() -> None:
    before = list(GivenNumber.objects.order_by("place").values_list("place", "number", "fact"))

    assert anew.differences() == []
    anew.write()

    assert list(GivenNumber.objects.order_by("place").values_list("place", "number", "fact")) == (
        before
    )
    assert stocks.levels() == {"酒精": "7"}


@pytest.mark.usefixtures("busy")
def test_what_is_missing_or_wrong_is_told_and_mended(cast: Cast) -> None:
    StockItem.objects.update(level="99")
    GivenNumber.objects.filter(place=3).delete()

    found = anew.differences()

    assert len(found) == 3
    assert StockMove.objects.count() > 0
    anew.write()
    assert anew.differences() == []
    assert numbers.write(cast.li, "2024-03-04 15:00").row.details["number"] == "P2024-004"
