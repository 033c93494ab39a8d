"""A program tries a draft, reads what came out, announces what was adopted, and confirms."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from shouwen.adoption.actions import start_draft
from shouwen.adoption.adopting import adopt_draft
from shouwen.enforcement.actions import record_fact
from shouwen.regulations.models import Version
from shouwen.trial import trying
from tests.api.conftest import Program
from tests.cast import Cast
from tests.enforcement.conftest import fact
from tests.regulations.texts import replies


def adopted(cast: Cast, hours: int, day: date) -> Version:
    now = timezone.now()
    draft = start_draft(text=replies(hours=hours), file_name="d.md", by=cast.he, at=now)
    version = adopt_draft(draft=draft, in_force=day, by=cast.he, at=now).version
    assert version is not None
    return version


def test_a_draft_is_tried_and_its_differences_are_read(he: Program, wang: Program, cast: Cast):
    adopted(cast, 24, date(2024, 1, 1))
    opened = fact(
        "case_opened", "2024-03-04 10:00", "case:T-1", case_type="complaint", handler="wang",
        number="T-1",
    )  # fmt: skip
    record_fact(opened, actor=cast.li, recorded_at=timezone.now())
    text = replies(date(2024, 2, 1), hours=2)
    draft = start_draft(text=text, file_name="d.md", by=cast.he, at=timezone.now())
    asked = {"draft": draft.pk, "since": "2024-03-01", "until": "2024-03-31"}

    begun = he.send("/trials", asked)

    assert begun.status_code == 201, begun.content
    pk = begun.json()["id"]
    trying.work(pk, by="a-worker")
    found = he.get(f"/trials/{pk}").json()
    assert found["state"] == "done", found
    assert found["done"] == found["of"] > 0
    assert found["totals"]
    rows = he.get(f"/trials/{pk}/differences?sort=obligation").json()["items"]
    assert [row["clause"] for row in rows] == ["1.1"]
    assert rows[0]["now"] != rows[0]["drafted"]
    assert [one["id"] for one in he.get("/trials").json()["items"]] == [pk]
    assert he.send(f"/trials/{pk}/cancel").status_code == 422
    assert he.send("/trials", {**asked, "until": "2024-02-01"}).status_code == 422
    assert wang.get(f"/trials/{pk}").status_code in {403, 404}


def test_a_trial_that_waits_is_stopped(he: Program, cast: Cast):
    draft = start_draft(text=replies(), file_name="d.md", by=cast.he, at=timezone.now())
    asked = {"draft": draft.pk, "since": "2024-03-01", "until": "2024-03-31"}
    pk = he.send("/trials", asked).json()["id"]
    assert he.get(f"/trials/{pk}").json()["state"] == "waiting"

    assert he.send(f"/trials/{pk}/cancel").json()["state"] == "cancelled"


def test_a_version_is_announced_and_confirmed(he: Program, wang: Program, cast: Cast):
    adopted(cast, 48, date(2024, 1, 1))
    adopted(cast, 24, date(2024, 2, 1))

    made = he.send("/announcements", {"regulation": "replies", "number": 2, "remind_every": 3})

    assert made.status_code == 201, made.content
    (told,) = wang.get("/announcements").json()["items"]
    assert told["title"] == "答复办法"
    page = wang.get(f"/announcements/{told['id']}").json()
    assert any("48" in said and "24" in said for said in page["changes"])
    assert [one["member"] for one in page["readers"]] == ["wang"]
    assert wang.send(f"/announcements/{told['id']}/confirm").json()["readers"][0]["read_at"]
    assert wang.get("/announcements").json()["items"] == []
    assert {one["member"] for one in he.get(f"/announcements/{told['id']}").json()["readers"]} == {
        "li", "wang", "zhao",
    }  # fmt: skip
    assert wang.send("/announcements", {"regulation": "replies", "number": 2}).status_code == 403
