"""The room's registration with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegulationsConfig(AppConfig):
    """Adopted texts, their clauses and dated rules; the rulebook in force on a day."""

    name = "shouwen.regulations"
    label = "regulations"

    def ready(self) -> None:
        """Enter the room's links in the navigation."""
        from shouwen.ui import nav  # noqa: PLC0415 the ui room may load after this one

        nav.register_nav(
            nav.Entry("regulations", _("Regulations"), "book", "regulations:index", 10, "rules")
        )
        nav.register_nav(
            nav.Entry(
                "calendar", _("Calendar"), "calendar-week", "regulations:calendar", 20, "rules"
            )
        )
