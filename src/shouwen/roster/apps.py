"""The room's registration with Django, and its place in the navigation."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RosterConfig(AppConfig):
    """Shifts: who works when, planned, swapped, excused, attended and handed over."""

    name = "shouwen.roster"
    label = "roster"

    def ready(self) -> None:
        """Put rosters into the navigation, and answer for what is recorded about one."""
        from shouwen.access import sign_in  # noqa: PLC0415 models exist now
        from shouwen.enforcement import beside, matters, quiet  # noqa: PLC0415 the same
        from shouwen.roster import beside as panels  # noqa: PLC0415 the same
        from shouwen.roster import facts, gates  # noqa: PLC0415 the same
        from shouwen.ui.nav import Entry, register_nav  # noqa: PLC0415 the ui room may load later

        register_nav(Entry("roster", _("Shifts"), "calendar-week", "roster:index", order=33))
        sign_in.register_shifts(facts.around)
        quiet.register_duty(facts.on_duty)
        beside.register_beside("leave_requested", panels.beside_leave)
        matters.register_matter_link("roster", gates.matter_link)
        matters.register_matter_gate("roster", gates.matter_open_to)
