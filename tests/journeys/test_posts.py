"""The pages about posts for every reader, with bundled regulations in force."""

from __future__ import annotations

import pytest

from shouwen.people.models import Post
from shouwen.regulations.models import Version
from tests.cast import Cast
from tests.journeys.conftest import Clock, Open
from tests.journeys.test_every_page import NOW, READERS, faults_of, names_in_the_house
from tests.org.test_pages import FUNCTIONS, LINES, adopt

pytestmark = pytest.mark.browser


@pytest.mark.once
@READERS
def test_the_pages_about_posts_are_open_to_everybody(
    cast: Cast, clock: Clock, rules: Version, sit_down: Open,
    language: str, width: int, dark: bool,  # noqa: FBT001
) -> None:  # fmt: skip
    for name in (LINES, FUNCTIONS):
        adopt(cast, name)
    clock.set(NOW)
    names = names_in_the_house()
    page = sit_down(cast.he, "/", language=language, width=width, dark=dark)
    posts = Post.objects.order_by("-pk").values_list("key", flat=True)[:4]
    found: list[str] = []

    for address in ("/org/", "/org/scope/", *(f"/org/posts/{key}/" for key in posts)):
        page.goto(address)
        found += [f"{address}: {fault}" for fault in faults_of(page, language, names)]

    assert not found, "\n".join(found)
