"""The room's registration with Django."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """Points and money as transfers between accounts, never edited, only countered."""

    name = "shouwen.ledger"
    label = "ledger"
