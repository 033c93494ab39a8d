"""The room's registration with Django."""

from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    """Sign-off by tier, with separation of duties."""

    name = "shouwen.approvals"
    label = "approvals"
