"""What every page of the roster does with a form that was sent."""

from __future__ import annotations

from django.contrib import messages
from django.utils import timezone
from django.utils.translation import gettext as _

from shouwen.enforcement.sent import Sent, key_of, sent_by
from shouwen.people.requests import MemberRequest
from shouwen.roster.choices import AskState


def sent(request: MemberRequest) -> Sent:
    """Return who sent a form and when; a form without its key gets one."""
    return sent_by(request.member, request.POST, timezone.now(), token=key_of(request.POST))


def say_asked(request: MemberRequest, state: str, in_effect: str) -> None:
    """Say whether what was asked for waits for signatures, or that it is in effect."""
    if state == AskState.HELD:
        messages.info(request, _("Asked. It is in effect once everybody has signed."))
    else:
        messages.success(request, in_effect)
