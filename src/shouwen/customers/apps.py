"""The room's registration with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CustomersConfig(AppConfig):
    """Who we serve, and how to reach them."""

    name = "shouwen.customers"
    label = "customers"

    def ready(self) -> None:
        """Put customers into the navigation."""
        from shouwen.ui.nav import Entry, register_nav  # noqa: PLC0415 the ui room is ready now

        register_nav(
            Entry(
                "customers",
                _("Customers"),
                "people",
                "customers:list",
                order=30,
                group="work",
                permission="cases.work",
            )
        )
