"""The demonstration department tries a draft on its last quarter, signs it and reads it."""

from __future__ import annotations

import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from shouwen.people.models import Member
from shouwen.regulations import actions as regulations
from shouwen.regulations.models import Version
from shouwen.regulations.queries import last_version
from shouwen.site.demo.house import DEFAULT, house_of
from shouwen.site.demo.loading import tell
from shouwen.trial import trying
from shouwen.trial.models import Trial
from tests.journeys.conftest import Clock, Open
from tests.journeys.looking import barriers, overflow
from tests.journeys.test_adoption import signed_by
from tests.journeys.test_regulation import adopt, mend

pytestmark = [pytest.mark.browser, pytest.mark.once]

# A Wednesday in the middle of a month; the days before it are few, so that this stays quick.
NOW = datetime(2026, 4, 15, 15, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
DAYS = 8
RULE = "major-complaint-put-right"
SIGNING = """---
regulation: signing
title: 制度签发办法
in_force: 2026-01-01
posts:
  general_manager: 总经理
---

# 第一条

该制度由总经理签字后施行。

```rule
id: signed
kind: approval
title: 签发
before: [{fact: regulation_adopted, regulation: SLUG}]
tiers: [{post: general_manager}]
```
"""


def slug() -> str:
    """Return which of the department's regulations has the rule that is changed."""
    found = Version.objects.filter(source__contains=f"id: {RULE}\n").order_by("pk").first()
    assert found is not None
    return found.regulation.slug


@pytest.fixture
def people(db: None, clock: Clock) -> dict[str, Member]:
    """Let the department's last days happen; its general manager signs what is adopted next."""
    clock.now = NOW
    house = house_of(DEFAULT)
    tell(house, now=NOW, days=DAYS)
    found = {member.username: member for member in Member.objects.all()}
    text = SIGNING.replace("SLUG", slug())
    made = regulations.adopt(text=text, file_name="signing.md", by=found[house.adopter], at=NOW)
    assert isinstance(made, Version), made
    return found


def next_draft(page: Page) -> str:
    """Begin the next version and return its text."""
    page.goto(f"/regulations/{slug()}/")
    page.locator('form[action$="/next/"] button').first.click()
    expect(page.locator("[data-editor]")).to_be_visible()
    return page.locator("[data-editor] textarea").input_value()


def without_cases(text: str, rule: str) -> str:
    """Take out the worked cases of a rule, which are told of its old figure."""
    head, tail = text.split(f"id: {rule}\n")
    before, _cases, after = re.split(r"```cases\n(.*?)```\n", tail, maxsplit=1, flags=re.DOTALL)
    return f"{head}id: {rule}\n{before}{after}"


def changed(page: Page, text: str, before: str, after: str) -> None:
    """Change one figure in the text of the draft."""
    assert before in text
    mend(page, text.replace(before, after))
    expect(page.locator(".fault-error")).to_have_count(0)


def tried(page: Page) -> Trial:
    """Try the draft on the last quarter: the page shows how far it is and goes on by itself."""
    page.locator('a[href^="/trial/drafts/"]:not([href$="/effect/"])').first.click()
    page.locator("main form button.btn-primary").click()
    expect(page.locator(".card-body[role=status]")).to_be_visible()
    found = Trial.objects.latest("pk")
    assert (found.until - found.since).days >= 89
    trying.work(found.pk, by="a-worker")
    expect(page.locator(f'main a[href="/trial/{found.pk}/differences/"]')).to_be_visible()
    found.refresh_from_db()
    assert found.result["differences"] > 0
    return found


def told(page: Page, number: int) -> str:
    """Announce a version and return where it is read."""
    page.goto(f"/trial/announce/{slug()}/{number}/")
    page.locator("main form button.btn-primary").click()
    expect(page.locator("#readers")).to_be_visible()
    return page.url


def test_a_draft_is_tried_changed_signed_told_and_a_later_version_compared(
    people: dict[str, Member], clock: Clock, sit_down: Open
) -> None:
    page = sit_down(people["hejing"], "/")
    text = without_cases(next_draft(page), RULE)
    changed(page, text, "within: 1 working day", "within: 1 minute")
    trial = tried(page)
    assert list(overflow(page)) == []
    assert list(barriers(page)) == []

    page.goto(f"/regulations/adopt/{trial.draft_id}/")
    changed(page, page.locator("textarea").input_value(), "within: 1 minute", "within: 4 hours")
    before = last_version(slug())
    assert before is not None
    adopt(page, "2026-04-16")
    assert last_version(slug()) == before
    signed_by(sit_down, clock, people["zhou"])
    second = last_version(slug())
    assert second is not None
    assert (second.number, second.in_force.isoformat()) == (2, "2026-04-16")

    place = told(page, 2)
    reader = sit_down(people["wangxl"], "/")
    reader.locator("#to-read a.btn").first.click()
    reader.locator("#confirm button.btn-primary").click()
    expect(reader.locator("#confirm button")).to_have_count(0)
    page.goto(place)
    expect(page.locator("#readers")).to_contain_text("已阅")

    clock.forward(days=2)
    text = next_draft(page)
    changed(page, text, "within: 4 hours", "within: 2 hours")
    adopt(page, "2026-04-20")
    signed_by(sit_down, clock, people["zhou"])
    page.goto(f"/trial/versions/{slug()}/2/3/")
    expect(page.locator("main ins").first).to_be_visible()
    expect(page.locator("main")).to_contain_text("4 小时内 → 2 小时内")
