"""How signing in is wired: nobody signs up, and a lock-out has a page of its own."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


class ClosedDoorAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Members are made by an administrator, so the sign-up page stays shut."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Say no, whoever asks."""
        return False


def display(member: AbstractBaseUser) -> str:
    """Return the name a page shows for a member."""
    return str(member)


def locked_out(
    request: HttpRequest, _response: HttpResponse | None, _credentials: dict[str, str]
) -> HttpResponse:
    """Answer somebody who typed too many wrong passwords."""
    return render(request, "site/locked_out.html", status=429)
