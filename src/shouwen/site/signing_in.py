"""Whether the rules of access let somebody sign in now; every way of signing in comes by here."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from shouwen.access import sign_in
from shouwen.people.models import Member

REFUSED, SAID = "access.refused", "access.said"


@receiver(user_logged_in)
def ask_the_rules(sender: Any, request: HttpRequest, user: Any, **_more: Any) -> None:  # noqa: ARG001
    """Keep in the session what the rules say; the middleware tells it with the next page."""
    if not isinstance(user, Member):
        return
    answer = sign_in.check(user, timezone.now())
    if not answer.allowed:
        request.session[REFUSED] = answer.sentence
    elif answer.sentence:
        request.session[SAID] = answer.sentence
