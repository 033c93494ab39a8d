"""What signing in shows that no library page says."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def display(member: AbstractBaseUser) -> str:
    """Return the name a page shows for a member."""
    return str(member)


def locked_out(
    request: HttpRequest, _response: HttpResponse | None, _credentials: dict[str, str]
) -> HttpResponse:
    """Answer somebody who typed too many wrong passwords."""
    return render(request, "account/locked_out.html", status=429)
