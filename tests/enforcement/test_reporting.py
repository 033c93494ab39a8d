"""A duty is reported as done by a page or by a program; both are asked the same."""

from __future__ import annotations

import pytest

from shouwen.enforcement import proof
from shouwen.enforcement.duties import open_duties
from shouwen.obligations.queries import open_about
from tests.api.conftest import program_of
from tests.cast import Cast
from tests.enforcement.conftest import at
from tests.enforcement.test_duties import COUNT, MORNING, done, owned, rounds
from tests.enforcement.test_pages import signed_in

__all__ = ["rounds"]
pytestmark = pytest.mark.usefixtures("rounds")


def reported(member, pk, **counted):
    return program_of(member).send(f"/obligations/{pk}/done", {"counted": counted})


def clicked(member, pk, **posted):
    return signed_in(member).post(f"/obligations/{pk}/done/", posted, follow=True)


def test_nobody_reviews_what_they_did_themselves(cast: Cast) -> None:
    open_duties(now=at("2024-03-04 00:10"))
    done(cast.he, COUNT, "2024-03-04 09:00")
    (check,) = open_about(COUNT)

    page, told = clicked(cast.he, check.pk), reported(cast.he, check.pk)

    assert "你自己" in page.text or "本人" in page.text
    assert (told.status_code, told.json()["type"]) == (422, "/api/docs/problems/#refused")
    assert owned(COUNT)["check", "he"] == "open"


def test_a_program_is_told_what_is_counted_too_little(cast: Cast) -> None:
    open_duties(now=at("2024-03-04 00:10"))
    mine = next(each for each in open_about(MORNING) if each.owner == cast.li)

    told = reported(cast.li, mine.pk, photos=1)

    assert told.status_code == 422
    assert "2" in told.json()["fields"]["counted.photos"][0]
    assert owned(MORNING)["round", "li"] == "open"
    assert reported(cast.li, mine.pk, photos=2).status_code == 200
    assert owned(MORNING)["round", "li"] == "met"


def test_a_program_is_led_to_the_paper_that_does_it(cast: Cast, monkeypatch) -> None:
    open_duties(now=at("2024-03-04 00:10"))
    mine = next(each for each in open_about(MORNING) if each.owner == cast.li)
    monkeypatch.setattr(proof, "_PLACES", [lambda _rule, pk: f"/papers/{pk}/"])

    told = reported(cast.li, mine.pk, photos=2)
    page = signed_in(cast.li).post(f"/obligations/{mine.pk}/done/", {"photos": "2"})

    assert (told.status_code, told.json()["page"]) == (422, f"/papers/{mine.pk}/")
    assert page["Location"] == f"/papers/{mine.pk}/"
    assert owned(MORNING)["round", "li"] == "open"
