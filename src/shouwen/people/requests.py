"""What a request looks like once somebody has signed in."""

from __future__ import annotations

from django.http import HttpRequest

from shouwen.people.models import Member


class MemberRequest(HttpRequest):
    """A request whose sender is known; set by the MemberMiddleware."""

    user: Member
    member: Member
