"""The room's registration with Django."""

from typing import Any

from django.apps import AppConfig
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


def _may_today(member: Any, permission: str) -> bool:
    from shouwen.people.standing import standing_today  # noqa: PLC0415 models exist only then

    return permission in standing_today(member, timezone.localdate()).permissions


class PeopleConfig(AppConfig):
    """Members, posts, teams, signing in, and what a post may do."""

    name = "shouwen.people"
    label = "people"

    def ready(self) -> None:
        """Enter the room's links in the navigation and lend it the permission check."""
        from shouwen.ui import nav  # noqa: PLC0415 the ui room may load after this one

        nav.check_permissions_with(_may_today)
        nav.register_nav(
            nav.Entry("people", _("People"), "people", "people:directory", 90, "rules")
        )
        nav.register_nav(nav.Entry("my", _("My settings"), "gear", "people:my", 10, "user"))
