"""A department at its pages: a real browser, a clock that stands, and nobody may complain."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.conf import settings as house_settings
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, Response, expect, sync_playwright

from shouwen.people.models import Member
from tests.enforcement.conftest import at, rules

__all__ = ["rules"]

FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-first-run", "--disable-quic",
)  # fmt: skip
PATIENCE = 30_000  # milliseconds; a busy machine is no fault of the page
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
# What the browser itself writes about an answer that the page shows to the member as a refusal.
EXPECTED = "Failed to load resource: the server responded with a status of 4"
MONDAY_TEN = "2024-03-04 10:00"

Open = Callable[..., Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start Debian's Chromium once for each worker."""
    # The browser's driver runs an event loop in this thread, which Django would refuse to share.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    program = shutil.which("chromium")
    assert program, "Chromium is missing; install the Debian package chromium."
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as driver:
        found = driver.chromium.launch(executable_path=program, args=list(FLAGS))
        yield found
        found.close()


@dataclass(slots=True)
class Clock:
    """The moment every page and command reads from the wall."""

    now: datetime

    def set(self, when: str) -> datetime:
        """Put the clock to a moment of the house's zone."""
        self.now = at(when)
        return self.now

    def forward(self, **length: float) -> datetime:
        """Let time pass."""
        self.now += timedelta(**length)
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Stop the clock on a Monday morning; nobody is signed out however far it is put on."""
    monkeypatch.setattr(
        house_settings, "SESSION_COOKIE_AGE", int(timedelta(days=3650).total_seconds())
    )
    found = Clock(at(MONDAY_TEN))
    monkeypatch.setattr(timezone, "now", lambda: found.now)
    return found


@dataclass(slots=True)
class Desks:
    """Everybody's browser windows, and everything that went wrong in them."""

    browser: Browser
    origin: str
    contexts: list[BrowserContext] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def open(
        self,
        member: Member | None,
        address: str = "/",
        *,
        language: str = "zh-hans",
        width: int = 1440,
        dark: bool = False,
        script: bool = True,
    ) -> Page:
        """Open an address in a window of the member's own; nobody is signed in without one."""
        context = self.browser.new_context(
            base_url=self.origin,
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            java_script_enabled=script,
        )
        self.contexts.append(context)
        context.set_default_timeout(PATIENCE)
        context.add_cookies(self._cookies(member, language))
        page = context.new_page()
        self._listen(page)
        page.goto(address)
        return page

    def _cookies(self, member: Member | None, language: str) -> list[Any]:
        cookies = {house_settings.LANGUAGE_COOKIE_NAME: language}
        if member is not None:
            client = Client()
            client.force_login(member, backend=BACKEND)
            name = house_settings.SESSION_COOKIE_NAME
            cookies[name] = client.cookies[name].value
        return [{"name": n, "value": v, "url": self.origin} for n, v in cookies.items()]

    def _listen(self, page: Page) -> None:
        def said(message: Any) -> None:
            if message.type == "error" and not message.text.startswith(EXPECTED):
                self.problems.append(f"{page.url}: {message.text}")

        def answered(response: Response) -> None:
            if response.status >= 500:
                self.problems.append(f"{response.url}: {response.status}")

        page.on("console", said)
        page.on("pageerror", lambda fault: self.problems.append(f"{page.url}: {fault}"))
        page.on("response", answered)

    def close(self) -> None:
        """Close every window."""
        for context in self.contexts:
            context.close()
        self.contexts.clear()


@pytest.fixture
def desks(browser: Browser, live_server: Any, clock: Clock) -> Iterator[Desks]:
    """Return the windows; the test fails if a page complained, broke its policy or answered 5xx."""
    cache.clear()
    found = Desks(browser=browser, origin=live_server.url)
    yield found
    found.close()
    assert found.problems == []


@pytest.fixture
def sit_down(desks: Desks) -> Open:
    """Return the function that opens a page as a member."""
    return desks.open
