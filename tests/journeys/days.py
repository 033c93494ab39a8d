"""The day of one industry: what its department adopts, who holds which post, what is seen.

Everything a journey names of a regulation stands in ``days/<industry>.yaml``:

    begins: "2024-03-04 10:00"      when the clock stands at first
    adopts: the regulation taken from the library in the browser
    readings: {setting: choice}     how it understands what is open; left out: nothing is chosen
    also: [regulations that are adopted without the browser]
    posts: {member of the cast: [posts of the regulations]}
    departments: {member of the cast: department of the regulations}
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
from shouwen.people.models import Post, Team
from shouwen.people.queries import posts
from shouwen.regulations import actions as regulations
from shouwen.regulations import library
from shouwen.regulations.models import Version
from tests.cast import SINCE, Cast
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
    departments: Mapping[str, str] = field(default_factory=dict)
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
            _appoint(cast, member, known[key], cast.desk)
    for member, key in day.departments.items():
        department = people.add_department(key=key, name=key)
        team = people.add_team(key=key, name=department.name, department=department)
        _appoint(cast, member, cast.posts["service_engineer"], team)
    for key, permissions in day.may.items():
        for permission in permissions:
            people.grant(post=known[key], permission=permission)


def _appoint(cast: Cast, member: str, post: Post, team: Team) -> None:
    people.appoint(member=getattr(cast, member), post=post, team=team, since=SINCE)


def fill(place: Page | Locator, fields: Fields) -> None:
    """Fill in the details of a form by their keys, also what is folded away."""
    place.locator("details").evaluate_all("(all) => all.forEach((e) => { e.open = true; })")
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


def do(page: Page, step: Fields, about: str = "") -> None:
    """Take one step and see what it says: ``fact``, ``register`` or ``ask``, fields, sees, why."""
    page.goto(_address(step) + (f"?about={about}" if about else ""))
    form = page.locator("main form[data-offline]").first
    fill(form, step["fields"])
    send(page, form)
    sees(page, *step["sees"])
    if "why" in step:
        page.locator("main a[data-row-open]").first.click()
        sees(page, *step["why"])


def _address(step: Fields) -> str:
    if "register" in step:
        return f"/registers/{step['register']}/new/"
    if "ask" in step:
        return f"/signoff/ask/{step['ask']}/"
    return f"/facts/record/{step['fact']}/"


def send(page: Page, form: Locator) -> None:
    """Send a form and wait for the page that answers it."""
    with page.expect_navigation():
        form.locator("button.btn-primary").first.click()


def approve(page: Page) -> None:
    """Sign the first request that waits for the member."""
    page.goto("/signoff/")
    page.locator("details.ask-decide summary").first.click()
    page.locator('details.ask-decide [name="verdict"][value="granted"]').first.click()
    expect(page.locator("#messages .notice-fine")).to_be_visible()


def sees(page: Page, *texts: str) -> None:
    """Assert that a member reads each of these on the page."""
    for text in texts:
        expect(page.locator("main")).to_contain_text(text)


def on_paper(page: Page, *said: str) -> None:
    """See the page as it is printed: what it says, its lines for signatures, and no buttons."""
    expect(page.locator("[data-print]").first).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator("[data-print]").first).to_be_hidden()
    for text in said:
        expect(page.locator("main")).to_contain_text(text)
    page.emulate_media(media="screen")


def prints(page: Page, *signatures: str) -> None:
    """Open the print of the form that is shown, and see the lines for its signatures."""
    page.locator('a[href$="/print/"]').first.click()
    expect(page.locator(".form-sheet").first).to_be_visible()
    for signature in signatures:
        expect(page.locator(".form-sheet").first).to_contain_text(signature)
