"""Whom a visitor of the demonstration may be, and the click that signs in."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from shouwen.people import queries as people
from shouwen.site.demo.department import PEOPLE, POSTS, ROLES


def roles() -> list[dict[str, str]]:
    """Return key, name and post of everybody a visitor may sign in as."""
    by_key = {person.key: person for person in PEOPLE}
    return [
        {"username": key, "name": by_key[key].name, "post": POSTS[by_key[key].posts[0]]}
        for key in ROLES
    ]


def demo_roles(_request: HttpRequest) -> dict[str, object]:
    """Give the sign-in page its one-click roles, in a demonstration only."""
    return {"demo_roles": roles() if settings.SHOUWEN_DEMO_SIGN_IN else []}


@login_not_required
@require_POST
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign a visitor in as one of the roles; outside a demonstration this page is absent."""
    if not settings.SHOUWEN_DEMO_SIGN_IN:
        raise Http404
    key = request.POST.get("username", "")
    if key not in ROLES:
        raise PermissionDenied
    member = people.member_by_key(key)
    if member is None:
        raise Http404
    login(request, member, backend="allauth.account.auth_backends.AuthenticationBackend")
    return redirect("/")
