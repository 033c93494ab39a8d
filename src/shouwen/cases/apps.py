"""The room's registration with Django."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CasesConfig(AppConfig):
    """Complaints, repair requests, consultations and the rest, from opening to callback."""

    name = "shouwen.cases"
    label = "cases"

    def ready(self) -> None:
        """Put cases into the navigation, answer the search, show them on a customer's page."""
        from shouwen.access.records import Record, register_record  # noqa: PLC0415 the same
        from shouwen.cases import (  # noqa: PLC0415 models exist now
            addresses,
            coming,
            gates,
            handing_on,
            queries,
            searching,
            skills,
            tallies,
        )
        from shouwen.customers.parts import register_part  # noqa: PLC0415 rooms below are ready
        from shouwen.enforcement import keeping, matters  # noqa: PLC0415 the same
        from shouwen.roster.demand_sources import register_contacts  # noqa: PLC0415 the same
        from shouwen.roster.skills import register_skills  # noqa: PLC0415 the same
        from shouwen.search.sources import register_source  # noqa: PLC0415 the same
        from shouwen.ui.nav import Entry, register_nav  # noqa: PLC0415 the same

        register_nav(
            Entry(
                "cases",
                _("Matters"),
                "inbox",
                "cases:list",
                order=20,
                group="work",
                count=tallies.waiting_for,
            )
        )
        register_source(searching.SOURCE)
        register_record(
            Record(key="case", label=_("Matters"), export=queries.export_cases, has_levels=False)
        )
        register_part("cases:of_customer")
        register_contacts(coming.SOURCE)
        register_skills(skills.held_by, skills.names)
        matters.register_matter_link("case", addresses.matter_link)
        matters.register_matter_summary("case", queries.summaries_of)
        matters.register_matter_cover("case", queries.covers_of)
        matters.register_matter_gate("case", gates.matter_open_to)
        keeper = keeping.Keeper(held_by=handing_on.held_by, hand_on=handing_on.hand_on)
        keeping.register_keeper("case", keeper)
