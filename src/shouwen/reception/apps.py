"""The room's registration with Django."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class ReceptionConfig(AppConfig):
    """The front desk."""

    name = "shouwen.reception"
    label = "reception"

    def ready(self) -> None:
        """Name the matters that arrivals are, and say who may read them."""
        from shouwen.cases.gates import WORK  # noqa: PLC0415 models exist only now
        from shouwen.enforcement import matters  # noqa: PLC0415 the same
        from shouwen.reception import gates, queries  # noqa: PLC0415 the same
        from shouwen.ui.nav import Entry, register_nav  # noqa: PLC0415 the same

        label = pgettext_lazy("reception", "Front desk")
        register_nav(Entry("reception", label, "door-open", "reception:desk", 28, permission=WORK))
        matters.register_matter_summary(queries.ARRIVAL, queries.summaries_of)
        matters.register_matter_gate(queries.ARRIVAL, gates.is_open_to)
