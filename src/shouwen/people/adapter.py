"""How signing in behaves here: members are added by the department, never by themselves."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Sign-in as allauth does it, without a door for strangers."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 allauth's signature
        """Return False: a manager or the command line adds members."""
        return False

    def is_email_verified(self, request: HttpRequest, email: str) -> bool:  # noqa: ARG002
        """Return True: the department entered the address itself."""
        return True

    def get_user_search_fields(self) -> list[str]:
        """Return where the administrator's search looks."""
        return ["username", "name", "email"]

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """Leave the key alone: facts name members by it."""
