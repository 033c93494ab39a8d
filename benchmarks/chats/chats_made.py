"""Run in a process of its own: open a house's chat with so many conversations that are talked in.

The conversations are rows made at once: opening is measured nowhere. Their customers wait for an
answer already, or begin to wait with their next message (``turns``), which is a fact then and
starts a clock. Prints their tokens as JSON.
"""

from __future__ import annotations

import json
import secrets
import sys
from datetime import timedelta

import django

django.setup()

from django.core.management import call_command  # noqa: E402 - only once Django stands
from django.utils import timezone  # noqa: E402

from shouwen.chat.choices import ChatState  # noqa: E402
from shouwen.chat.models import ChatDoor, Conversation  # noqa: E402
from shouwen.portal import keys  # noqa: E402
from shouwen.regulations import actions as regulations  # noqa: E402
from tests.cast import come_to_work  # noqa: E402
from tests.chat.conftest import TEXT  # noqa: E402
from tests.portal.conftest import open_portal  # noqa: E402


def main() -> None:
    call_command("migrate", verbosity=0)
    now, cast = timezone.now(), come_to_work()
    adopted = now - timedelta(days=30)
    regulations.adopt(text=TEXT, file_name="c.md", by=cast.he, at=adopted)
    open_portal(cast, adopted)
    ChatDoor.objects.create(pk=1, is_on=True)
    tokens = [secrets.token_urlsafe(24) for _ in range(int(sys.argv[1]))]
    made = Conversation.objects.bulk_create(
        Conversation(
            token_digest=keys.of_link(token), name=f"客户{n}", state=ChatState.TALKING,
            handler=cast.wang, first_owner=cast.wang, opened_at=now, answered_at=now,
            waits_since=None if sys.argv[2] == "turns" else now,
        )
        for n, token in enumerate(tokens)
    )  # fmt: skip
    found = dict(Conversation.objects.values_list("token_digest", "pk"))
    json.dump([[found[keys.of_link(token)], token] for token in tokens], sys.stdout)
    assert len(made) == len(tokens)


main()
