"""Drawing a sample: by a recorded seed, each conversation to an independent checker."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime

import structlog
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from shouwen.people import queries as people
from shouwen.people.models import Member
from shouwen.people.refusals import RefusedError
from shouwen.people.standing import below_each
from shouwen.policy.quality.sampling import Drawn, draw, share_out
from shouwen.quality import cards, plans, sources
from shouwen.quality.models import CardVersion, Item, Plan, Sample, SampleState
from shouwen.quality.sources import Source
from shouwen.regulations import queries as regulations

log = structlog.get_logger(__name__)
SEED_BYTES = 16
# From so many cases on, drawing is left to the worker.
AT_ONCE = 2_000


@transaction.atomic
def begin(
    *, plan: Plan, since: date, until: date, by: Member, at: datetime, seed: str = ""
) -> Sample:
    """Keep the seed and the shares of today, and draw; many conversations in the background.

    The seed is drawn by lot, but for a story that is to come out the same every time.

    Raises RefusedError for an ended plan, days the wrong way round, and a clause that is gone.
    """
    if plan.ended_at is not None:
        raise RefusedError(_("This plan has ended; draw by the one that took its place."))
    if until < since or until > timezone.localdate(at):
        raise RefusedError(_("The last day comes before the first, or has not come yet."), "until")
    book = regulations.rulebook_on(timezone.localdate(at))
    parts = plans.resolved(plans.parts_of(plan.parts), book, timezone.localdate(at))
    made = Sample.objects.create(
        plan=plan, version=_latest(plan), seed=seed or secrets.token_hex(SEED_BYTES), since=since,
        until=until, parts=[asdict(part) for part in parts], drawn_by=by, drawn_at=at,
    )  # fmt: skip
    if sources.more_than(AT_ONCE, {part.sort for part in parts}, since, until):
        transaction.on_commit(lambda: draw_later.enqueue(made.pk))
    else:
        work(made)
    return made


def _latest(plan: Plan) -> CardVersion:
    found = cards.latest_of(plan.card)
    if found is None:
        raise RefusedError(_("The card of this plan has no version."))
    return found


@task()
def draw_later(pk: int) -> None:
    """Draw a sample in the background; asked twice, the second time does nothing."""
    sample = Sample.objects.select_related("plan__checkers").get(pk=pk)
    try:
        work(sample)
    except Exception:
        log.exception("drawing_failed", sample=pk)
        Sample.objects.filter(pk=pk, state=SampleState.DRAWING).update(state=SampleState.FAILED)


@transaction.atomic
def work(sample: Sample) -> None:
    """Draw a sample that waits; its seed and parts say what comes out."""
    claimed = Sample.objects.filter(pk=sample.pk, state=SampleState.DRAWING)
    parts = plans.parts_of(sample.parts)
    known = sources.sources(
        {part.sort for part in parts}, sample.since, sample.until,
        newcomer_days=sample.plan.newcomer_days,
        silence=any(part.silence_from is not None for part in parts),
    )  # fmt: skip
    if not claimed.update(state=SampleState.DRAWN, population=len(known)):
        return
    drawn = draw(plans.policy_parts(parts), [one.contact for one in known], seed=sample.seed)
    _keep(sample, drawn, {one.contact.key: one for one in known})
    sample.refresh_from_db()


def _keep(sample: Sample, drawn: Sequence[Drawn], known: Mapping[str, Source]) -> None:
    day = timezone.localdate(sample.drawn_at)
    checkers = {m.username: m for m in people.holders_of(sample.plan.checkers.key, day)}
    barred = _barred(checkers.values(), known.values(), day) if sample.plan.spares_own else {}
    given = share_out(drawn, list(checkers), barred=barred, seed=sample.seed).checker_of
    Item.objects.bulk_create(
        Item(
            sample=sample, case=known[key].case, conversation=known[key].conversation,
            label=known[key].label, person=known[key].person, parts=list(one.parts),
            channel=one.contact.channel, happened_at=one.contact.happened_at,
            checker=checkers.get(given.get(key, "")),
        )
        for one in drawn
        for key in (one.contact.key,)
    )  # fmt: skip


def _barred(checkers: Iterable[Member], known: Iterable[Source], day: date) -> dict[str, list[str]]:
    """Return, for each person by key, the checkers they answer to, directly or through others."""
    persons = {one.person.pk: one.person.username for one in known}
    keys = {member.pk: member.username for member in checkers}
    barred: dict[str, list[str]] = {}
    for checker, below in below_each(keys, day).items():
        for pk in below & persons.keys():
            barred.setdefault(persons[pk], []).append(keys[checker])
    return barred
