"""Confirming a number or an address: a code is sent there and typed here, once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F
from django.utils.translation import gettext as _

from shouwen.journal.actions import queue_message
from shouwen.people.refusals import RefusedError
from shouwen.portal import keys, limits
from shouwen.portal.choices import Way
from shouwen.portal.models import Proof

_FORGOTTEN_AFTER = timedelta(days=1)
_CHANNELS = {Way.PHONE: "sms", Way.MAIL: "mail"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A code that was sent; ``code`` only for where it may be shown, else empty."""

    pk: int
    code: str


def ask(*, way: str, contact: str, address: str, house: str, at: datetime) -> Asked:
    """Send a code to a number or an address, known or not; raise TooOftenError.

    ``address`` is where the request came from, ``house`` the department's name for the message.
    """
    digest = keys.of_contact(way, contact)
    limits.take(
        [
            (limits.CODES_OF_CONTACT, digest),
            (limits.CODES_OF_ADDRESS, address),
            (limits.CODES, ""),
        ],
        at=at,
    )
    Proof.objects.filter(ends_at__lt=at - _FORGOTTEN_AFTER).delete()
    code = keys.new_code()
    minutes = settings.SHOUWEN_PORTAL_CODE_MINUTES
    proof = Proof.objects.create(
        way=way,
        contact_digest=digest,
        code_digest=keys.of_code(digest, code),
        asked_at=at,
        ends_at=at + timedelta(minutes=minutes),
    )
    queue_message(
        channel=_CHANNELS[Way(way)],
        recipient=contact,
        subject=_("Your code"),
        body=_("%(house)s: your code is %(code)s, valid for %(minutes)s minutes. Tell nobody.")
        % {"house": house, "code": code, "minutes": minutes},
        at=at,
        is_secret=True,
    )
    return Asked(pk=proof.pk, code=code if settings.SHOUWEN_PORTAL_SHOWS_CODES else "")


def check(*, pk: int, way: str, contact: str, code: str, at: datetime) -> None:
    """Use up a code; raise RefusedError with one sentence whatever is wrong with it."""
    digest = keys.of_contact(way, contact)
    open_ones = Proof.objects.filter(
        pk=pk, used_at__isnull=True, ends_at__gt=at, tries__lt=settings.SHOUWEN_PORTAL_CODE_TRIES
    )
    # Each look at a code costs a try, before anything is compared.
    counted = open_ones.update(tries=F("tries") + 1)
    kept = Proof.objects.filter(pk=pk).values_list("code_digest", flat=True).first()
    right = keys.same(kept or keys.NOTHING, keys.of_code(digest, code.strip()))
    if not (counted and right and _use(pk, at)):
        raise RefusedError(
            _("The code is wrong, used up or too old. Check it, or ask for a new one."), "code"
        )


def _use(pk: int, at: datetime) -> bool:
    # Of two who type the same code at once, one is let in.
    return bool(Proof.objects.filter(pk=pk, used_at__isnull=True).update(used_at=at))
