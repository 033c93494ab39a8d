"""The room's registration with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccessConfig(AppConfig):
    """Who may see what, who looked, and what leaked."""

    name = "shouwen.access"
    label = "access"

    def ready(self) -> None:
        """Put confidentiality into the navigation, and register the log of looks."""
        from shouwen.access import gates, queries, records  # noqa: PLC0415 models exist now
        from shouwen.enforcement import matters  # noqa: PLC0415 rooms below are ready
        from shouwen.ui.nav import Entry, register_nav  # noqa: PLC0415 the same

        register_nav(
            Entry(
                "access",
                _("Confidentiality"),
                "shield-lock",
                "access:index",
                order=60,
                group="records",
            )
        )
        records.register_record(
            records.Record(
                key=records.LOOKS,
                label=_("Log of looks"),
                export=queries.export_looks,
                has_levels=False,
            )
        )
        matters.register_matter_gate("leak", gates.leak_open_to)
