"""How signing in behaves here: members are added by the department, never by themselves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.db.models import Q
from django.http import HttpRequest

from shouwen.people.models import Member


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


def sign_in_name(request: HttpRequest, credentials: Mapping[str, Any] | None = None) -> str:
    """Return whose wrong passwords are counted: the key, whichever way it was typed."""
    given = credentials or {}
    typed = given.get("username") or given.get("email") or given.get("login")
    name = str(typed or request.POST.get("login", "")).strip()
    same = Q(username__iexact=name) | Q(email__iexact=name)
    key = Member.objects.filter(same).values_list("username", flat=True).first() if name else None
    return key or name.lower()
