"""What people do with webhooks: make, change, pause, start, test, send again, end.

Nothing here calls anybody: a test and a replay wait in the table for the background process.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from shouwen.journal import queries as journal
from shouwen.people.models import Member
from shouwen.people.refusals import RefusedError
from shouwen.webhooks import signing
from shouwen.webhooks.choices import TEST, Did, Manner, Stage, State, Why
from shouwen.webhooks.limits import OVERLAP, limits
from shouwen.webhooks.models import Change, Delivery, Subscription
from shouwen.webhooks.wire import UnfitAddressError, check_address

MOST_AT_ONCE = 1_000  # deliveries sent again by one press


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What somebody wants to be told, and where.

    ``secret`` is a group chat's own; empty, a changed webhook keeps the one it has. ``house`` is
    how this house's addresses begin, for the links that a group gets.
    """

    name: str
    address: str
    events: Sequence[str]
    matters: Sequence[str]
    manner: str = Manner.PROGRAM
    secret: str = ""
    house: str = ""


@transaction.atomic
def subscribe(*, wish: Wish, owner: Member, token: str, at: datetime) -> tuple[Subscription, str]:
    """Make a subscription to what happens from now on; return it with its secret.

    The secret is told this once. The same ``token`` again makes nothing: the secret is empty then,
    as it is for a group chat, which has its own. Raises RefusedError for an address that may not
    be called, and for a group that would be told every fact.
    """
    _refuse_unfit(wish)
    made = signing.make()
    columns = {
        **_columns(wish), "owner": owner, "made_at": at, "sealed": signing.sealed(wish.secret),
        "followed": journal.last_number(), "salt": made.salt, "fingerprint": made.fingerprint,
    }  # fmt: skip
    found, created = Subscription.objects.get_or_create(token=token, defaults=columns)
    if not created:
        return found, ""
    _note(found, Did.MADE, owner, at, _bare(wish.address))
    return found, made.text if wish.manner == Manner.PROGRAM else ""


def _columns(wish: Wish) -> dict[str, Any]:
    return {
        "name": wish.name, "address": wish.address, "manner": wish.manner, "house": wish.house,
        "events": list(wish.events), "matters": list(wish.matters),
    }  # fmt: skip


def _bare(address: str) -> str:
    """Return an address without what follows its question mark, where group chats have a key."""
    return address.partition("?")[0]


def _refuse_unfit(wish: Wish) -> None:
    try:
        check_address(wish.address, limits())
    except UnfitAddressError as fault:
        raise RefusedError(str(fault), "address") from None
    if wish.manner != Manner.PROGRAM and not wish.events:
        raise RefusedError(_("Choose what the group is told; every fact is too much."), "events")


def _note(subscription: Subscription, did: Did, by: Member, at: datetime, note: str = "") -> None:
    Change.objects.create(subscription=subscription, did=did, by=by, at=at, note=note)


def _running(subscription: Subscription) -> QuerySet[Subscription]:
    return Subscription.objects.filter(pk=subscription.pk).exclude(state=State.ENDED)


def _refuse_late(changed: int) -> None:
    if not changed:
        raise RefusedError(_("Somebody changed this webhook meanwhile; reload the page."))


@transaction.atomic
def change(*, subscription: Subscription, wish: Wish, by: Member, at: datetime) -> None:
    """Change what is told and where; what waits goes to the new address. Raises RefusedError."""
    _refuse_unfit(wish)
    sealed = {"sealed": signing.sealed(wish.secret)} if wish.secret else {}
    changed = _running(subscription).update(**_columns(wish), **sealed)
    _refuse_late(changed)
    _note(subscription, Did.CHANGED, by, at, _bare(wish.address))


@transaction.atomic
def rotate(*, subscription: Subscription, by: Member, at: datetime) -> str:
    """Make a new secret and return it this once; the old one signs beside it for a day."""
    made = signing.make()
    changed = _running(subscription).filter(salt=subscription.salt).update(
        salt=made.salt, fingerprint=made.fingerprint,
        old_salt=subscription.salt, old_until=at + OVERLAP,
    )  # fmt: skip
    _refuse_late(changed)
    _note(subscription, Did.ROTATED, by, at)
    return made.text


@transaction.atomic
def pause(*, subscription: Subscription, by: Member, at: datetime) -> None:
    """Send nothing until it is started again; what happens meanwhile is told then."""
    on = _running(subscription).filter(state=State.ON)
    _refuse_late(on.update(state=State.PAUSED))
    _note(subscription, Did.PAUSED, by, at)


@transaction.atomic
def start(*, subscription: Subscription, by: Member, at: datetime) -> None:
    """Go on where a paused or stopped subscription stood, and forget its failures."""
    still = _running(subscription).exclude(state=State.ON)
    changed = still.update(
        state=State.ON, why=Why.NONE, failures=0, failing_since=None, blocked_until=None
    )
    _refuse_late(changed)
    _note(subscription, Did.STARTED, by, at)


@transaction.atomic
def take_over(*, subscription: Subscription, by: Member, at: datetime) -> str:
    """Become the owner, whose sight decides what is told, and return a new secret.

    It stays paused until the new owner has seen where it goes and starts it.
    """
    made = signing.make()
    changed = _running(subscription).filter(owner=subscription.owner_id).update(
        owner=by, state=State.PAUSED, why=Why.NONE, salt=made.salt,
        fingerprint=made.fingerprint, old_salt="", old_until=None,
    )  # fmt: skip
    _refuse_late(changed)
    _note(subscription, Did.TAKEN, by, at)
    return made.text


@transaction.atomic
def end(*, subscription: Subscription, by: Member, at: datetime) -> None:
    """End a subscription for good; its log stays as long as logs do."""
    _refuse_late(_running(subscription).update(state=State.ENDED, why=Why.NONE))
    waiting = Delivery.objects.filter(subscription=subscription, stage=Stage.WAITING)
    waiting.update(stage=Stage.GIVEN_UP, next_attempt_at=None, ended_at=at)
    _note(subscription, Did.ENDED, by, at)


# ── sending ──────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def test(*, subscription: Subscription, by: Member, at: datetime) -> Delivery:
    """Put a test in the row; the background process sends it in a moment. Raises RefusedError."""
    _refuse_unless_on(subscription)
    waiting = Delivery.objects.filter(subscription=subscription, event=TEST, stage=Stage.WAITING)
    if waiting.exists():
        raise RefusedError(_("A test is on its way already; wait for what comes of it."))
    running = _running(subscription)
    running.update(last_sequence=F("last_sequence") + 1)
    sequence = running.values_list("last_sequence", flat=True).get()
    _note(subscription, Did.TESTED, by, at)
    return Delivery.objects.create(
        subscription=subscription, sequence=sequence, uid=uuid.uuid4(), event=TEST, made_at=at,
        next_attempt_at=at,
    )  # fmt: skip


def _refuse_unless_on(subscription: Subscription) -> None:
    if subscription.state != State.ON:
        raise RefusedError(_("This webhook is not on; start it first."))


@transaction.atomic
def replay(*, subscription: Subscription, first: int, last: int, by: Member, at: datetime) -> int:
    """Send deliveries again by their sequence, both ends included; return how many.

    They keep delivery id and sequence, so a receiver that had one before knows it again. What
    still waits is tried at once. Raises RefusedError where there is nothing to send.
    """
    _refuse_unless_on(subscription)
    if last - first >= MOST_AT_ONCE:
        raise RefusedError(
            _("At most %(most)s deliveries are sent again at once.") % {"most": MOST_AT_ONCE},
            "last",
        )
    wanted = Delivery.objects.filter(
        subscription=subscription, sequence__gte=first, sequence__lte=last
    )
    # Whatever is under way right now loses its claim, and its answer is only in the log.
    count = wanted.update(stage=Stage.WAITING, tries=0, next_attempt_at=at, ended_at=None)
    if not count:
        raise RefusedError(_("There are no deliveries with these numbers."), "first")
    _note(subscription, Did.REPLAYED, by, at, f"{first}–{last}")
    return count
