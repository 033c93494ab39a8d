"""Whatever a page links to opens for whoever was shown the link."""

from __future__ import annotations

import html
import re
from collections import Counter, deque
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client

from shouwen.people.models import Member
from shouwen.regulations.models import Version
from tests.cast import Cast
from tests.journeys.conftest import BACKEND, Clock
from tests.journeys.filled import fill

LINK = re.compile(r'(?:href|hx-get)="([^"#]+)[^"]*"')
QUOTED = re.compile(r"<(textarea|pre|code)\b.*?</\1>", re.DOTALL)
# What a template or a text shows when something in it came to nothing.
LEFTOVERS = ("{{", "{%", "%(", ">None<", "object at 0x")
ALIKE = 4  # pages that differ only in their number
MOST = 150
OPENED = (200, 204, 301, 302)


@pytest.mark.once
@pytest.mark.parametrize(
    ("who", "language"),
    [
        # Who sees most reads both; a link that only one post is shown is found in one language.
        ("he", "zh-hans"), ("he", "en"), ("li", "en"), ("wang", "zh-hans"), ("zhao", "en"),
        ("zhang", "zh-hans"),
    ],
)  # fmt: skip
def test_every_link_opens(
    cast: Cast, clock: Clock, rules: Version, client: Client, tmp_path: Path,
    who: str, language: str,
) -> None:  # fmt: skip
    fill(cast, tmp_path, packs=False)
    clock.set("2024-03-06 09:30")
    cache.clear()
    client.raise_request_exception = False
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    client.force_login(getattr(cast, who), backend=BACKEND)

    found = list(_faults(client, getattr(cast, who)))

    assert not found, "\n".join(found)


def _faults(client: Client, member: Member) -> Iterator[str]:
    waiting, seen = deque([("/", "the address line")]), {"/"}
    alike: Counter[str] = Counter()
    while waiting and len(alike) < MOST:
        address, origin = waiting.popleft()
        kind = re.sub(r"\d+", "N", address)
        alike[kind] += 1
        if alike[kind] > ALIKE:
            continue
        answer = client.get(address)
        if answer.status_code not in OPENED:
            yield f"{address} answers {answer.status_code}; {member} was shown it on {origin}"
        elif answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            page = answer.content.decode(errors="replace")
            yield from (f"{address} shows {left}" for left in LEFTOVERS if left in _plain(page))
            new = [link for link in _links(page, address) if link not in seen]
            seen.update(new)
            waiting.extend((link, address) for link in dict.fromkeys(new))


def _plain(page: str) -> str:
    return QUOTED.sub("", page)


def _links(page: str, address: str) -> Iterator[str]:
    for link in map(html.unescape, LINK.findall(page)):
        whole = address.partition("?")[0] + link if link.startswith("?") else link
        if whole.startswith("/") and not whole.startswith(("//", "/static/")):
            yield whole
