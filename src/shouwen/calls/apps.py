"""The room's registration with Django."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CallsConfig(AppConfig):
    """Telephone calls, and who is owed a callback."""

    name = "shouwen.calls"
    label = "calls"

    def ready(self) -> None:
        """Name the matters that calls are, open their streams, and stand in the navigation."""
        from shouwen.access import records  # noqa: PLC0415 the same
        from shouwen.calls import destroying, gates, menus, queries, recordings, views_floor  # noqa: PLC0415 models exist only now
        from shouwen.calls.coming import SOURCE  # noqa: PLC0415 the same
        from shouwen.enforcement import matters  # noqa: PLC0415 the same
        from shouwen.live.streams import open_streams  # noqa: PLC0415 the same
        from shouwen.roster.demand_sources import register_contacts  # noqa: PLC0415 the same
        from shouwen.ui.nav import Entry, register_nav  # noqa: PLC0415 the ui room may load later

        register_nav(
            Entry(
                "calls", _("Telephone"), "telephone", "calls:seat", order=36, permission=gates.WORK
            )
        )
        register_contacts(SOURCE)
        open_streams("seat", gates.hears_seat)
        open_streams("floor", views_floor.hears_floor)
        records.register_record(
            records.Record(key=recordings.RECORDING, label=_("Recordings of calls"))
        )
        matters.register_matter_gate(queries.CALL, gates.matter_open_to)
        matters.register_matter_link(queries.CALL, queries.link_of)
        matters.register_matter_summary(queries.CALL, queries.summaries_of)
        matters.register_matter_gate(menus.MENU, gates.menu_matter_open_to)
        matters.register_matter_gate(destroying.ABOUT, gates.recordings_open_to)
        matters.register_matter_link(destroying.ABOUT, destroying.label_of)
        matters.register_matter_summary(destroying.ABOUT, destroying.summaries_of)
        matters.register_matter_link(menus.MENU, menus.link_of)
        matters.register_matter_summary(menus.MENU, menus.summaries_of)
