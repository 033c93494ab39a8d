"""The room's registration with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CustomersConfig(AppConfig):
    """Who we serve, and how to reach them."""

    name = "shouwen.customers"
    label = "customers"

    def ready(self) -> None:
        """Put customers into the navigation, and say which of their fields may be covered."""
        from shouwen.access.records import register_record  # noqa: PLC0415 rooms below are ready
        from shouwen.customers import gates, keeping, queries, searching  # noqa: PLC0415 models exist now
        from shouwen.enforcement import matters  # noqa: PLC0415 the same
        from shouwen.search.sources import register_source  # noqa: PLC0415 the same
        from shouwen.ui.nav import Entry, register_nav  # noqa: PLC0415 the same

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
        for record in keeping.records():
            register_record(record)
        register_source(searching.SOURCE)
        matters.register_matter_link("customer", keeping.link)
        matters.register_matter_cover("customer", queries.covers_of)
        matters.register_matter_gate("customer", gates.matter_open_to)
