"""Run in a process of its own: print as JSON what stands in every conversation, in its order."""

from __future__ import annotations

import json
import sys

import django

django.setup()

from shouwen.chat.models import Conversation, Message  # noqa: E402 - only once Django stands
from shouwen.enforcement import rebuild  # noqa: E402
from shouwen.journal.queries import facts_of_kind, verify  # noqa: E402
from shouwen.live.models import Stream  # noqa: E402


def main() -> None:
    """Print each conversation's messages, its news, its facts, and what does not fit."""
    found = {
        "said": {
            one.name: [
                [row.number, row.side, row.text]
                for row in Message.objects.filter(conversation=one).order_by("number")
            ]
            for one in Conversation.objects.all()
        },
        "last": dict(Conversation.objects.values_list("name", "last")),
        "opened": sorted(row.about for row in facts_of_kind("chat_opened")),
        "news": dict(Stream.objects.values_list("key", "last")),
        "faults": [*map(str, verify()), *map(str, rebuild.check())],
    }
    json.dump(found, sys.stdout, ensure_ascii=False)


main()
