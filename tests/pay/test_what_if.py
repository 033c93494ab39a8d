"""A draft that pays 300 instead of 270 a point, tried on three months that were paid."""

from __future__ import annotations

import pytest

from shouwen.adoption import actions as adoption
from shouwen.enforcement.actions import record_fact
from shouwen.ledger.models import Transfer
from shouwen.regulations import actions as regulations
from shouwen.regulations.models import Version
from shouwen.trial import actions as trials
from shouwen.trial import queries, trying
from shouwen.trial.models import Trial
from tests.enforcement.conftest import at, fact
from tests.pay.test_running import POINTS

NOW = at("2024-04-10 10:00")
# What each made, by month: 17 points are the base.
TRIPS = {"zhang": ("19", "17", "20"), "wang": ("12", "18", "16.5")}
ENDS = ("2024-01-31", "2024-02-29", "2024-03-31")


@pytest.fixture
def paid(cast):
    adopted = regulations.adopt(
        text=POINTS, file_name="service-points.md", by=cast.he, at=at("2023-12-20 09:00")
    )
    assert isinstance(adopted, Version), [str(fault) for fault in adopted]
    for place, end in enumerate(ENDS):
        for person, points in TRIPS.items():
            said = {"person": person, "points": points[place]}
            trip = fact("trip_done", f"{end[:7]}-10 10:00", f"member:{person}", **said)
            record_fact(trip, actor=cast.li, recorded_at=trip.happened_at)
            said = {"person": person, "period": end[:7]}
            closed = fact("month_closed", f"{end} 18:00", f"member:{person}", **said)
            record_fact(closed, actor=cast.li, recorded_at=closed.happened_at)


def test_the_cost_is_said_for_the_clause_each_person_and_each_month(cast, paid, monkeypatch):
    text = POINTS.replace("each: 270 yuan", "each: 300 yuan")
    draft = adoption.start_draft(text=text, file_name="service-points.md", by=cast.he, at=NOW)
    trial = trials.begin(
        draft=draft, since=at("2024-01-01 00:00").date(), until=at("2024-03-31 00:00").date(),
        by=cast.he, at=NOW,
    )  # fmt: skip
    before = Transfer.objects.count()

    trying.work(trial.pk, by="a-worker")
    trial.refresh_from_db()

    assert trial.state == "done"
    # 2 + 0 + 3 points of 张工 and 1 of 小王 above the base, in fen.
    assert trial.result["all"]["moved"]["yuan"] == [6 * 27000, 6 * 30000]
    people = {each["party"]: each["moved"].get("yuan") for each in trial.result["people"]}
    assert people["member:zhang"] == [5 * 27000, 5 * 30000]
    assert people["member:wang"] == [27000, 30000]
    months = {each["month"]: each["moved"].get("yuan") for each in trial.result["months"]}
    assert months == {
        "2024-01": [54000, 60000], "2024-02": [27000, 30000], "2024-03": [81000, 90000],
    }  # fmt: skip
    (clause,) = (each for each in trial.result["clauses"] if each["rule"] == "monthly")
    assert clause["moved"]["yuan"] == [6 * 27000, 6 * 30000]
    assert queries.people_of(trial)[0].label in ("张工", "公司", "the company")
    assert Transfer.objects.count() == before


def test_a_statement_opens_a_trial_of_its_month_and_people_that_leads_back(
    cast, paid, client, clock, page_of
):
    clock("2024-04-10 10:00")
    text = POINTS.replace("each: 270 yuan", "each: 300 yuan")
    draft = adoption.start_draft(text=text, file_name="service-points.md", by=cast.he, at=NOW)
    statement = page_of(cast.he, "/statement/of/zhang/?month=2024-03")
    to = "?since=2024-03-01&amp;until=2024-03-31&amp;of=zhang"
    assert f'href="/trial/{to}"' in statement
    chosen = f"/trial/drafts/{draft.pk}/{to}"
    assert f'href="{chosen}"' in page_of(cast.he, f"/trial/{to}".replace("&amp;", "&"))
    begin = page_of(cast.he, chosen.replace("&amp;", "&"))
    assert 'value="2024-03-01"' in begin
    assert 'value="2024-03-31"' in begin

    days = {"since": "2024-03-01", "until": "2024-03-31"}
    begun = client.post(chosen.replace("&amp;", "&"), days)
    trial = Trial.objects.get()
    assert begun.url == f"/trial/{trial.pk}/?of=zhang"
    trying.work(trial.pk, by="a-worker")

    page = page_of(cast.he, begun.url)
    assert 'href="/statement/of/zhang/?month=2024-03"' in page
    assert "/statement/of/wang/" not in page
    assert "/statement/of/wang/" in page_of(cast.he, f"/trial/{trial.pk}/")


@pytest.mark.parametrize(("address", "of"), [("all", ""), ("team", "&amp;of=team")])
def test_lists_of_totals_open_a_trial_of_the_same_people(cast, clock, page_of, address, of):
    clock("2024-04-10 10:00")
    page = page_of(cast.he, f"/statement/{address}/?month=2024-03")
    assert f'href="/trial/?since=2024-03-01&amp;until=2024-03-31{of}"' in page


def test_who_may_not_try_drafts_finds_no_link(cast, clock, page_of):
    clock("2024-04-10 10:00")
    assert "/trial/" not in page_of(cast.wang, "/statement/?month=2024-03")
