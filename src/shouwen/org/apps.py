"""The room's registration with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrgConfig(AppConfig):
    """The chart of posts, each post's job description, and what regulations are there for."""

    name = "shouwen.org"
    label = "org"

    def ready(self) -> None:
        """Enter the chart in the navigation."""
        from shouwen.ui.nav import Entry, register_nav  # noqa: PLC0415 the ui room is ready now

        register_nav(Entry("org", _("Post chart"), "diagram-3", "org:chart", 80, "rules"))
