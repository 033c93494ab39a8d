"""The room's registration with Django."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    """The append-only record of facts with its hash chain, and the outbox."""

    name = "shouwen.journal"
    label = "journal"
