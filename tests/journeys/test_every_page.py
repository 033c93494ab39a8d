"""Every page of the product, for every reader: both languages, both widths, light and dark."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from shouwen.cases.models import Category
from shouwen.customers.models import Customer
from shouwen.people.models import Department, Member, Post, Team
from shouwen.regulations.models import Version
from tests.cast import Cast
from tests.journeys.conftest import Clock, Open
from tests.journeys.filled import Filled, fill
from tests.journeys.looking import barriers, foreign_words, on_a_phone, overflow, unfold

pytestmark = [pytest.mark.browser, pytest.mark.once]

READERS = pytest.mark.parametrize(
    ("language", "width", "dark"),
    [
        # English is the longer; how wide a page is on a phone is looked at in both.
        ("zh-hans", 1440, True),
        ("en", 375, False),
    ],
)  # fmt: skip
NOW = "2024-03-06 09:30"


def addresses(there: Filled) -> Iterator[str]:
    """Yield every page that a manager may open."""
    yield from ("/", "/statement/", "/statement/of/wang/", "/statement/all/", "/targets/")
    yield from ("/cases/?state=", "/cases/?q=nothing", "/cases/new/", "/cases/imports/")
    yield f"/cases/imports/{there.run}/"
    for case in there.cases:
        yield f"/cases/{case.number}/"
    yield f"/cases/{there.cases[0].number}/print/"
    yield from ("/customers/", "/customers/new/", f"/customers/{there.customer}/")
    yield from ("/people/", "/people/add/", "/people/posts/", "/people/my/", "/people/of/wang/")
    yield from ("/facts/", "/facts/record/service_finished/")
    yield from (f"/facts/{number}/" for number in there.facts)
    yield from (f"/signoff/{pk}/" for pk in there.requests)
    yield from ("/signoff/", "/signoff/mine/", "/signoff/decided/", "/signoff/ask/")
    yield from ("/handover/", "/handover/begin/")
    yield from ("/office/", "/office/meetings/", "/office/meetings/new/")
    yield from ("/office/notices/", "/office/notices/new/")
    yield from ("/office/reports/", "/office/reports/new/")
    yield from (f"/why/obligation/{pk}/" for pk in there.obligations)
    yield from (f"/why/transfer/{pk}/" for pk in there.transfers)
    yield from ("/regulations/", "/regulations/calendar/", "/regulations/adopt/")
    yield from (f"/regulations/desk-rules/{page}" for page in ("", "versions/", "v1/cases/"))
    yield from (f"/regulations/adopt/{pk}/" for pk in there.drafts)
    for name in ("rules", "cases", "readings", "adopt"):
        yield f"/regulations/adopt/{there.drafts[-1]}/{name}/"
    yield from ("/accounts/password/change/", "/accounts/2fa/", "/accounts/2fa/totp/activate/")
    yield from ("/cases/T19990101-0001/", "/nowhere/")


BEFORE_SIGNING_IN = ("/accounts/login/", "/accounts/password/reset/", "/accounts/logout/")


def names_in_the_house() -> frozenset[str]:
    """Return what people and things are called; a name is the same in every language."""
    names: set[str] = set()
    for model in (Member, Team, Department, Post, Customer):
        names.update(model.objects.values_list("name", flat=True))
    for model in (Team, Department):
        names.update(model.objects.values_list("key", flat=True))
    names.update(Category.objects.values_list("name", flat=True))
    for version in Version.objects.all():
        names.update((version.title, *version.front.get("posts", {}).values()))
    return frozenset(name for name in names if len(name) > 1)


def faults_of(page: Page, language: str, names: frozenset[str]) -> Iterator[str]:
    unfold(page)
    yield from barriers(page)
    with on_a_phone(page):
        yield from overflow(page)
    yield from foreign_words(page, language, names)


@READERS
def test_every_page_is_open_to_everybody(
    cast: Cast, clock: Clock, rules: Version, sit_down: Open, tmp_path: Path,
    language: str, width: int, dark: bool,  # noqa: FBT001
) -> None:  # fmt: skip
    there = fill(cast, tmp_path, packs=False)
    clock.set(NOW)
    names = names_in_the_house()
    reader = {"language": language, "width": width, "dark": dark}
    page = sit_down(cast.he, "/", **reader)
    found: list[str] = []

    for address in addresses(there):
        page.goto(address)
        found += [f"{address}: {fault}" for fault in faults_of(page, language, names)]
    page = sit_down(None, "/accounts/login/", **reader)
    for address in BEFORE_SIGNING_IN:
        page.goto(address)
        found += [f"{address}: {fault}" for fault in faults_of(page, language, names)]

    assert not found, "\n".join(found)


@pytest.mark.parametrize(("language", "width"), [("zh-hans", 375), ("en", 1440)])
def test_the_bundled_regulations_are_open_to_everybody(
    cast: Cast, clock: Clock, rules: Version, sit_down: Open, tmp_path: Path,
    language: str, width: int,
) -> None:  # fmt: skip
    fill(cast, tmp_path, packs=True)
    clock.set(NOW)
    names = names_in_the_house()
    page = sit_down(cast.he, "/regulations/", language=language, width=width)
    found: list[str] = []

    for slug in Version.objects.values_list("regulation__slug", flat=True).distinct():
        page.goto(f"/regulations/{slug}/")
        found += [f"{slug}: {fault}" for fault in faults_of(page, language, names)]

    assert not found, "\n".join(found)
