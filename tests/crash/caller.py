"""Run in a process of its own: make a house with the cast in it, and print a token of the API."""

from __future__ import annotations

import sys

import django

django.setup()

from django.core.management import call_command  # noqa: E402 - only once Django stands
from django.utils import timezone  # noqa: E402

from shouwen.api import actions  # noqa: E402
from shouwen.regulations import actions as regulations  # noqa: E402
from tests.cast import come_to_work  # noqa: E402
from tests.enforcement.conftest import DESK, at  # noqa: E402


def main() -> None:
    """Everybody comes to work, the regulation is adopted, and a program gets its token."""
    call_command("migrate", verbosity=0)
    cast = come_to_work()
    regulations.adopt(text=DESK, file_name="d.md", by=cast.he, at=at("2023-12-20 09:00"))
    _token, secret = actions.make_token(
        member=cast.he, name="crash", scopes=["cases:write"], days=1, at=timezone.now()
    )
    sys.stdout.write(secret)


main()
