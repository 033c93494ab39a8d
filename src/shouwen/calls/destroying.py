"""Signatures for destroying recordings: asked for once for many, by their level and last day.

A rule may want a signature before anything is destroyed. Then the oldest recordings of a level are
proposed together, up to the latest of them that may go; once signed, the watcher erases them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from shouwen.access.choices import Level
from shouwen.access.weighing import HELD, INSIDE, Scales, asking_fact
from shouwen.approvals import queries as approvals
from shouwen.enforcement import actions as enforcement
from shouwen.enforcement.matters import Summary
from shouwen.people.models import Member
from shouwen.policy.facts import Detail

ABOUT, DESTROY = "recordings", "destroy"
SINCE = "created_at"


def about(level: str) -> str:
    """Return the key of the recordings of a level in facts and requests."""
    return f"{ABOUT}:{level or Level.ORDINARY}"


def label_of(key: str) -> tuple[str, str]:
    """Return what the recordings of a level are called, and where calls are read."""
    named = dict(Level.choices).get(key, key)
    return _("Recordings of calls: %(level)s") % {"level": named}, reverse("calls:floor")


def summaries_of(keys: Collection[str]) -> Mapping[str, Summary]:
    """Summarise recordings of some levels for a list."""
    linked = {key: label_of(key) for key in keys}
    return {key: Summary(label=label, href=href) for key, (label, href) in linked.items()}


def asked_of(arrived: datetime) -> dict[str, Detail]:
    """Return what the rules are told of a recording whose call arrived then."""
    return {**INSIDE, SINCE: timezone.localtime(arrived).isoformat()}


def signed_until(level: str) -> datetime | None:
    """Return up to which arrival the destruction of a level's recordings has been signed."""
    found = [_until(request) for request in approvals.granted_about(about(level))]
    return max((moment for moment in found if moment is not None), default=None)


def _until(request: approvals.Request) -> datetime | None:
    fact = approvals.proposed_fact(request)
    if fact.detail("action") != DESTROY:
        return None
    return parse_datetime(str(fact.detail(SINCE) or ""))


def ask(
    *, level: str, words: Sequence[str], arrived: Sequence[datetime], by: Member, now: datetime
) -> bool:
    """Ask for the signature for calls that arrived then, unless one is waited for; say whether."""
    if not arrived or approvals.waiting_about(about(level)):
        return False
    details = asked_of(max(arrived))
    held = next(_held_words(words, details, by, now), None)
    if held is None:
        return False
    fact = asking_fact(by, held, DESTROY, at=now, about=about(level), details=details)
    return enforcement.record_fact(fact, actor=by, recorded_at=now, asking=True).held is not None


def _held_words(
    words: Sequence[str], details: dict[str, Detail], by: Member, now: datetime
) -> Iterator[str]:
    scales = Scales(by, now)
    for word in words:
        if scales.weigh((word,), DESTROY, details).verdict == HELD:
            yield word
