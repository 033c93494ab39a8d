"""Whom a visitor of the demonstration may be, and the click that signs in."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import SimpleLazyObject
from django.views.decorators.http import require_POST

from shouwen.people import queries as people
from shouwen.site.demo.choice import offer_for
from shouwen.site.demo.house import Person, house_of, industries


def roles() -> list[dict[str, str]]:
    """Return key, name and post of everybody a visitor may sign in as."""
    cast = _cast_here()
    posts = people.post_names() if cast else {}
    return [{"username": p.key, "name": p.name, "post": posts.get(p.posts[0], "")} for p in cast]


def _cast_here() -> list[Person]:
    """Return who of a demonstration is a member: of the one that has most of its people here."""
    casts = [[house.person(key) for key in house.roles] for house in map(house_of, industries())]
    here = people.members_by_keys({person.key for cast in casts for person in cast})
    names = {(member.username, member.name) for member in here.values()}
    found = [[person for person in cast if (person.key, person.name) in names] for cast in casts]
    return max(found, key=len, default=[])


def demo_roles(request: HttpRequest) -> dict[str, object]:
    """Give pages the one-click roles of a demonstration, and the choice of one on an empty house.

    They are looked up when a page shows them: most pages do not.
    """
    return {
        "demo_roles": SimpleLazyObject(roles) if settings.SHOUWEN_DEMO_SIGN_IN else [],
        "demo_choice": SimpleLazyObject(lambda: offer_for(request)),
    }


@login_not_required
@require_POST
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign a visitor in as one of the roles; outside a demonstration this page is absent."""
    if not settings.SHOUWEN_DEMO_SIGN_IN:
        raise Http404
    key = request.POST.get("username", "")
    if key not in {name for industry in industries() for name in house_of(industry).roles}:
        raise PermissionDenied
    member = people.member_by_key(key)
    if member is None:
        raise Http404
    login(request, member, backend="allauth.account.auth_backends.AuthenticationBackend")
    return redirect("/")
