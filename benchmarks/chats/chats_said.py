"""Run in a process of its own: print as JSON what stands in the conversations.

For each its number of messages, the texts in their order, and whether the numbers have a gap.
"""

from __future__ import annotations

import json
import sys

import django

django.setup()

from shouwen.chat.models import Message  # noqa: E402 - only once Django stands


def main() -> None:
    said: dict[int, list[str]] = {}
    gaps = 0
    rows = Message.objects.order_by("conversation", "number")
    for pk, number, key in rows.values_list("conversation", "number", "key"):
        told = said.setdefault(pk, [])
        gaps += number != len(told) + 1
        told.append(key)
    json.dump({"said": said, "gaps": gaps}, sys.stdout)


main()
