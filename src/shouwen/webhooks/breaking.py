"""The circuit breaker of a subscription, and telling its owner when it opens or stops."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from shouwen.journal.actions import queue_message
from shouwen.webhooks.choices import Fault, Why
from shouwen.webhooks.following import stop
from shouwen.webhooks.limits import FIRST_BREAK, LONGEST_BREAK, OPENS_AFTER, STOPS_AFTER
from shouwen.webhooks.models import Subscription
from shouwen.webhooks.wire import Answer

GONE = 410


def note(subscription: Subscription, answer: Answer, now: datetime) -> None:
    """Count an answer, in the caller's transaction: open, keep open, close or stop."""
    if answer.arrived:
        _keep(subscription, failures=0, failing_since=None, blocked_until=None)
        return
    failures, since = subscription.failures + 1, subscription.failing_since or now
    _keep(subscription, failures=failures, failing_since=since, blocked_until=_until(failures, now))
    why = _why_stop(answer, since, now)
    if why is not None:
        if stop(subscription, why, now):
            _tell(subscription, _stopped(subscription, why), now)
    elif failures == OPENS_AFTER:
        _tell(subscription, _broken(subscription), now)


def _keep(subscription: Subscription, **columns: object) -> None:
    Subscription.objects.filter(pk=subscription.pk).update(**columns)
    for name, value in columns.items():
        setattr(subscription, name, value)


def _until(failures: int, now: datetime) -> datetime | None:
    if failures < OPENS_AFTER:
        return None
    return now + break_after(failures)


def break_after(failures: int) -> timedelta:
    """Return how long nothing is tried after so many failures in a row."""
    longer: timedelta = FIRST_BREAK * 2 ** min(failures - OPENS_AFTER, 10)
    return min(longer, LONGEST_BREAK)


def _why_stop(answer: Answer, since: datetime, now: datetime) -> Why | None:
    if answer.fault == Fault.KEY:
        return Why.KEY
    if answer.status == GONE:
        return Why.GONE
    return Why.FAILING if now - since >= STOPS_AFTER else None


# ── words for the owner ──────────────────────────────────────────────────────────────────────


def _tell(subscription: Subscription, words: tuple[str, str], now: datetime) -> None:
    owner = subscription.owner
    if not owner.email:
        return
    subject, body = words
    queue_message(channel="mail", recipient=owner.email, subject=subject, body=body, at=now)


def _broken(subscription: Subscription) -> tuple[str, str]:
    with override(subscription.owner.language or settings.LANGUAGE_CODE):
        named = {"name": subscription.name}
        return (
            _("Webhook “%(name)s” is not taken") % named,
            _("The last calls failed. Nothing is lost: it is tried again by and by; "
              "the log on the webhook's page says what came back."),
        )  # fmt: skip


def _stopped(subscription: Subscription, why: Why) -> tuple[str, str]:
    with override(subscription.owner.language or settings.LANGUAGE_CODE):
        return (
            _("Webhook “%(name)s” was stopped") % {"name": subscription.name},
            _("%(why)s What happened since is kept; start it again once that is mended.")
            % {"why": why.label},
        )
