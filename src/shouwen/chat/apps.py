"""The room's registration with Django."""

from __future__ import annotations

from django.apps import AppConfig


class ChatConfig(AppConfig):
    """Conversations with customers who write."""

    name = "shouwen.chat"
    label = "chat"

    def ready(self) -> None:
        """Name the matters that conversations are, and say who may read them."""
        from shouwen.chat import gates, queries  # noqa: PLC0415 models exist only now
        from shouwen.enforcement import matters  # noqa: PLC0415 the same

        matters.register_matter_summary(queries.CHAT, queries.summaries_of)
        matters.register_matter_gate(queries.CHAT, gates.is_open_to)
