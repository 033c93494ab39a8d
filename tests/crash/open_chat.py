"""Run in a process of its own: make a house whose chat is open, with somebody ready to answer."""

from __future__ import annotations

import sys

import django

django.setup()

from django.core.management import call_command  # noqa: E402 - only once Django stands
from django.utils import timezone  # noqa: E402

from shouwen.chat.models import ChatDoor  # noqa: E402
from shouwen.regulations import actions as regulations  # noqa: E402
from shouwen.regulations.models import Version  # noqa: E402
from shouwen.seats import actions as seats  # noqa: E402
from tests.cast import come_to_work  # noqa: E402
from tests.chat.conftest import TEXT  # noqa: E402
from tests.enforcement.conftest import at  # noqa: E402
from tests.portal.conftest import open_portal  # noqa: E402


def main() -> None:
    """Everybody comes to work, the clocks are adopted, the doors are opened."""
    call_command("migrate", verbosity=0)
    cast, adopted = come_to_work(), at("2024-01-02 09:00")
    version = regulations.adopt(text=TEXT, file_name="c.md", by=cast.he, at=adopted)
    if not isinstance(version, Version):
        sys.exit("\n".join(str(fault) for fault in version))
    open_portal(cast, adopted)
    ChatDoor.objects.create(pk=1, is_on=True)
    seats.enter(member=cast.wang, state="ready", now=timezone.now())


main()
