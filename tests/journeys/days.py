"""The day of one industry: what its department adopts, who holds which post, what is typed and seen.

Everything a journey names of a regulation stands in ``days/<industry>.yaml``:

    begins: "2024-03-04 10:00"      when the clock stands at first
    adopts: the regulation taken from the library in the browser
    readings: {setting: choice}     how it understands what is open; left out: nothing is chosen
    also: [regulations that are adopted without the browser]
    posts: {member of the cast: [posts of the regulations]}
    may: {post: [permissions]}
    steps: {name of a step: {whatever the test of it types and looks for}}
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from playwright.sync_api import Locator, Page, expect

from shouwen.people import actions as people
from shouwen.people.queries import posts
from shouwen.regulations import actions as regulations
from shouwen.regulations import library
from shouwen.regulations.models import Version
from tests.cast import SINCE, Cast
from tests.enforcement.conftest import at
from tests.journeys.conftest import MONDAY_TEN, Clock, Open

FOLDER = Path(__file__).parent / "days"

Fields = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """What one industry's day needs, by the names of its data file."""

    adopts: str
    begins: str = MONDAY_TEN
    readings: Mapping[str, str] = field(default_factory=dict)
    also: Sequence[str] = ()
    posts: Mapping[str, Sequence[str]] = field(default_factory=dict)
    may: Mapping[str, Sequence[str]] = field(default_factory=dict)
    steps: Mapping[str, Any] = field(default_factory=dict)

    def __getitem__(self, step: str) -> Any:
        """Return what one step types and looks for."""
        return self.steps[step]


def day_of(industry: str) -> Day:
    """Read an industry's day."""
    return Day(**yaml.safe_load((FOLDER / f"{industry}.yaml").read_text(encoding="utf-8")))


def begin(day: Day, *, cast: Cast, clock: Clock, sit_down: Open, language: str = "zh-hans") -> None:
    """Adopt the day's regulations, the first of them in the browser, and fill their posts."""
    clock.set(day.begins)
    for name in day.also:
        text = library.text_of(name)
        found = regulations.adopt(text=text, file_name=f"{name}.md", by=cast.he, at=clock.now)
        assert isinstance(found, Version), [str(fault) for fault in found]
    adopt_from_library(sit_down(cast.he, "/regulations/adopt/library/", language=language), day)
    fill_posts(day, cast)


def adopt_from_library(page: Page, day: Day) -> None:
    """Take a regulation from the shelf, answer what is open in it, and adopt it."""
    page.locator(f'a.btn[href$="/library/{day.adopts}/"]').click()
    page.locator('form[action$="/draft/"] button.btn-primary').click()
    if day.readings:
        page.locator('nav.tabs a[href$="/readings/"]').click()
        for setting, choice in day.readings.items():
            page.locator(f'[name="reading-{setting}"][value="{choice}"]').check()
        page.locator("form.choosing button.btn-primary").click()
    page.locator('a.btn-primary[href$="/adopt/"]').click()
    page.locator("form[data-confirm] button.btn-primary").last.click()
    with page.expect_navigation():
        page.locator("#confirm-dialog [data-yes]").click()
    expect(page.locator("h1")).to_contain_text(library.regulation(day.adopts).title)


def fill_posts(day: Day, cast: Cast) -> None:
    """Appoint the cast to the posts that the regulations brought."""
    known = {post.key: post for post in posts()}
    for member, keys in day.posts.items():
        for key in keys:
            people.appoint(
                member=getattr(cast, member), post=known[key], team=cast.desk, since=SINCE
            )
    for key, permissions in day.may.items():
        for permission in permissions:
            people.grant(post=known[key], permission=permission)


def fill(place: Page | Locator, fields: Fields) -> None:
    """Fill in the details of a form by their keys."""
    for name, value in fields.items():
        put(place, f"detail-{name}", str(value))


def put(place: Page | Locator, name: str, value: str) -> None:
    """Fill in one control, whatever sort it is."""
    control = place.locator(f'[name="{name}"]').first
    if control.evaluate("(e) => e.tagName") == "SELECT":
        control.select_option(value)
    elif control.get_attribute("type") == "radio":
        place.locator(f'[name="{name}"][value="{value}"]').check(force=True)
    else:
        control.fill(value)


def record(page: Page, kind: str, fields: Fields, about: str = "") -> None:
    """Record a fact on its page and wait for the answer."""
    page.goto(f"/facts/record/{kind}/" + (f"?about={about}" if about else ""))
    fill(page.locator("main form").first, fields)
    with page.expect_navigation():
        page.locator("main form button.btn-primary").first.click()


def enter(page: Page, register: str, fields: Fields, kind: str = "") -> None:
    """Write an entry into a register, ``slug/rule``, and wait for the answer."""
    page.goto(f"/registers/{register}/new/" + (f"?kind={kind}" if kind else ""))
    fill(page.locator("#entry-form"), fields)
    with page.expect_navigation():
        page.locator("#entry-form button.btn-primary").click()


def sees(page: Page, *texts: str) -> None:
    """Assert that a member reads each of these on the page."""
    for text in texts:
        expect(page.locator("main")).to_contain_text(text)


def prints(page: Page, *signatures: str) -> None:
    """Open the print of the form that is shown, and see the lines for its signatures."""
    page.locator('main a.btn[href$="/print/"], .page-head a.btn[href$="/print/"]').first.click()
    expect(page.locator(".form-sheet").first).to_be_visible()
    for signature in signatures:
        expect(page.locator(".form-sheet").first).to_contain_text(signature)
