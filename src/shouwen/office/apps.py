"""The room's registration with Django."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OfficeConfig(AppConfig):
    """Meetings, notices, plans and reports as the rules in force ask for them."""

    name = "shouwen.office"
    label = "office"

    def ready(self) -> None:
        """Put the office into the navigation and answer for the matters its papers are."""
        from shouwen.enforcement import matters, proof  # noqa: PLC0415 models exist only now
        from shouwen.office import gates  # noqa: PLC0415 the same
        from shouwen.office.queries import papers, sheets  # noqa: PLC0415 the same
        from shouwen.ui.nav import Entry, register_nav  # noqa: PLC0415 the same

        register_nav(
            Entry("office", _("Office"), "journal-text", "office:home", order=35, group="work")
        )
        proof.register_place(sheets.written_at)
        for prefix, gate in (
            ("meeting", gates.meeting_matter_open_to),
            ("resolution", gates.resolution_matter_open_to),
            ("notice", gates.notice_matter_open_to),
            ("report", gates.sheet_matter_open_to),
        ):
            matters.register_matter_gate(prefix, gate)
            matters.register_matter_link(prefix, papers.linking(prefix))
            matters.register_matter_summary(prefix, papers.summing_up(prefix))
