"""The room's registration with Django."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ChatConfig(AppConfig):
    """Conversations with customers who write."""

    name = "shouwen.chat"
    label = "chat"

    def ready(self) -> None:
        """Name the matters that conversations are, and say who may read them."""
        from shouwen.calls.beside import register_beside  # noqa: PLC0415 the same
        from shouwen.cases.gates import WORK  # noqa: PLC0415 models exist only now
        from shouwen.chat import counting, gates, hearing, queries, saying, telling, together  # noqa: PLC0415 the same
        from shouwen.enforcement import matters  # noqa: PLC0415 the same
        from shouwen.live.streams import open_streams  # noqa: PLC0415 the same
        from shouwen.portal import gates as portal  # noqa: PLC0415 the same
        from shouwen.quality.telling import register_teller  # noqa: PLC0415 the same
        from shouwen.ui.nav import Entry, register_nav  # noqa: PLC0415 the same

        def keeps(member: Any) -> bool:
            return portal.is_keeper(member, timezone.localdate())

        label = pgettext_lazy("chat", "Chats")
        register_nav(Entry("chat", label, "chat-dots", "chat:desk", 25, permission=WORK))
        register_nav(
            Entry("chat-settings", _("Chat window"), "chat-quote", "chat:settings", 61,
                  "settings", shown=keeps)
        )  # fmt: skip
        open_streams(
            queries.CHAT, hearing.role_in_chat, hearing.still_customers, together.take
        )  # fmt: skip
        open_streams(saying.DESK, hearing.role_at_desk)

        register_beside(queries.CHAT, label, counting.by_quarter)
        register_teller(queries.CHAT, telling.TELLER)
        matters.register_matter_summary(queries.CHAT, queries.summaries_of)
        matters.register_matter_gate(queries.CHAT, gates.is_open_to)
