"""Everything that writes regulations: adopt a text, retire one, set a calendar."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from shouwen.people import actions as people
from shouwen.people.models import Member, Team
from shouwen.people.refusals import RefusedError
from shouwen.policy.describe import blank_figures
from shouwen.policy.faults import Fault
from shouwen.policy.regulation_file import Regulation as RegulationText
from shouwen.policy.rulebook import ExceptionsLoopError, Rulebook
from shouwen.regulations import queries
from shouwen.regulations.hours import Schedule, ScheduleError
from shouwen.regulations.models import (
    PROPOSED,
    CalendarVersion,
    ClauseRow,
    Regulation,
    RuleRow,
    Version,
)
from shouwen.regulations.plain import plain
from shouwen.regulations.texts import reading_of_text

FRONT_KEYS = (
    "titles",
    "catalogue",
    "industry",
    "posts",
    "parties",
    "departments",
    "points",
    "values",
    "facts",
    "working_hours",
    "time_zone",
    "settings",
    "chosen",
    "readings",
)
# Addresses below /regulations/ that are not regulations.
TAKEN_NAMES = frozenset({"adopt", "calendar", "review"})


def adopt(*, text: str, file_name: str, by: Member, at: datetime) -> Version | tuple[Fault, ...]:
    """Adopt a text as its regulation's next version, or return the faults that stand against it.

    The version before ends on the day this one comes into force. Raises RefusedError for a day
    that is not after the former version's, and for a text that is the current version's already.
    """
    reading = reading_of_text(text, file_name)
    if reading.regulation is None:
        return reading.faults
    _refuse_taken_names(reading.regulation)
    _refuse_circles(reading.regulation)
    try:
        with transaction.atomic():
            version = _adopt(reading.regulation, by=by, at=at)
            _open_the_house(reading.regulation, by=by, at=at)
            _enter_names(reading.regulation)
    except IntegrityError:
        raise RefusedError(
            _("Somebody adopted a version of %(title)s at the same moment; reload and compare.")
            % {"title": f"《{reading.regulation.title}》"}
        ) from None
    return version


@transaction.atomic
def propose(*, text: str, file_name: str, by: Member, at: datetime) -> Version:
    """Keep a text that was never adopted as version 0, which is in force on no day.

    What it says about its own adoption can be cited so. The same text again returns the same
    version; its posts and departments are entered, so that somebody can sign. Raises RefusedError
    for a text with faults.
    """
    read = reading_of_text(text, file_name).regulation
    if read is None:
        raise RefusedError(_("The text still has faults; mend them first."))
    _refuse_taken_names(read)
    regulation, _made = Regulation.objects.get_or_create(
        slug=read.slug, defaults={"title": read.title}
    )
    kept = regulation.versions.filter(number=PROPOSED, sha256=sha256(read.source)).first()
    if kept is not None:
        return kept
    never = replace(read, ended=read.in_force)
    version = _write_version(regulation, PROPOSED, never, by=by, at=at)
    _write_rules(version, read, _write_clauses(version, read))
    _enter_names(read)
    return version


def _refuse_taken_names(read: RegulationText) -> None:
    if read.slug in TAKEN_NAMES:
        raise RefusedError(
            _("“%(name)s” is the address of a page; name the regulation otherwise.")
            % {"name": read.slug}
        )


def _refuse_circles(read: RegulationText) -> None:
    # One such text would keep every rulebook of the house from being built.
    try:
        Rulebook(read.rules.values())
    except ExceptionsLoopError:
        raise RefusedError(
            _("Rules of this text except each other in a circle; remove one “excepts”.")
        ) from None


def _adopt(read: RegulationText, *, by: Member, at: datetime) -> Version:
    regulation, _made = Regulation.objects.get_or_create(
        slug=read.slug, defaults={"title": read.title}
    )
    last = regulation.versions.filter(number__gt=PROPOSED).order_by("-number").first()
    if last is not None:
        _succeed(last, read, by=by, at=at)
    Regulation.objects.filter(pk=regulation.pk).update(title=read.title)
    version = _write_version(regulation, last.number + 1 if last else 1, read, by=by, at=at)
    _write_rules(version, read, _write_clauses(version, read))
    return version


def sha256(text: str) -> str:
    """Return the fingerprint a version keeps of its text."""
    return hashlib.sha256(text.encode()).hexdigest()


def _succeed(last: Version, read: RegulationText, *, by: Member, at: datetime) -> None:
    if last.sha256 == sha256(read.source) and last.ended is None:
        raise RefusedError(
            _("This text is version %(number)s already, word for word; there is nothing to adopt.")
            % {"number": last.number}
        )
    first_day = last.ended or last.in_force + timedelta(days=1)
    if read.in_force < first_day:
        raise RefusedError(
            _(
                "Version %(number)s is in force from %(since)s; the next one can begin on "
                "%(first)s at the earliest, so change “in_force”."
            )
            % {
                "number": last.number,
                "since": last.in_force.isoformat(),
                "first": first_day.isoformat(),
            },
            "in_force",
        )
    # Filled once: a version that was ended earlier keeps its end.
    Version.objects.filter(pk=last.pk, ended__isnull=True).update(
        ended=read.in_force, ended_known_at=at, ended_by=by
    )


def _write_version(
    regulation: Regulation, number: int, read: RegulationText, *, by: Member, at: datetime
) -> Version:
    return Version.objects.create(
        regulation=regulation,
        number=number,
        title=read.title,
        in_force=read.in_force,
        ended=read.ended,
        ended_known_at=at if read.ended else None,
        ended_by=by if read.ended else None,
        adopted_at=at,
        adopted_by=by,
        file_name=read.file_name,
        source=read.source,
        sha256=sha256(read.source),
        front={key: plain(getattr(read, key)) for key in FRONT_KEYS},
        counts=counted(read),
    )


def counted(read: RegulationText) -> dict[str, Any]:
    """Return what a text holds in numbers: clauses, cases, rules by kind, blank figures."""
    kinds = Counter(str(definition.get("kind", "")) for definition in read.definitions.values())
    blanks = sum(len(list(blank_figures(rule))) for rule in read.definitions.values())
    return {
        "clauses": len(read.clauses),
        "cases": len(read.cases),
        "kinds": dict(kinds),
        "blanks": blanks,
    }


def _write_clauses(version: Version, read: RegulationText) -> dict[str, ClauseRow]:
    rows = [
        ClauseRow(
            version=version,
            order=node.order,
            address=node.address,
            number=node.number,
            heading=node.heading,
            text=node.text,
            depth=node.depth,
            line=node.line,
        )
        for node in read.clauses
    ]
    return {row.address: row for row in ClauseRow.objects.bulk_create(rows)}


def _write_rules(version: Version, read: RegulationText, clauses: Mapping[str, ClauseRow]) -> None:
    RuleRow.objects.bulk_create(
        RuleRow(
            version=version,
            clause=clauses[read.rule_clauses[rule_id]],
            order=order,
            rule_id=rule_id,
            kind=str(definition.get("kind", "")),
            title=str(definition.get("title", "")),
            definition=plain(definition),
        )
        for order, (rule_id, definition) in enumerate(read.definitions.items())
    )


def _enter_names(read: RegulationText) -> None:
    """Enter posts and departments the house does not have yet, so that somebody can hold them."""
    for key, name in read.posts.items():
        people.add_post(key=key, name=name)
    for key, name in read.departments.items():
        people.add_department(key=key, name=name)


def _open_the_house(read: RegulationText, *, by: Member, at: datetime) -> None:
    # The first regulation that names working hours gives the house its calendar.
    if not read.working_hours or CalendarVersion.objects.filter(team__isnull=True).exists():
        return
    set_calendar(
        team=None,
        in_force=read.in_force,
        hours=read.working_hours,
        by=by,
        at=at,
        time_zone=read.time_zone,
        reason=f"《{read.title}》",
    )


@transaction.atomic
def retire(*, regulation: Regulation, ended: date, by: Member, at: datetime) -> Version:
    """End a regulation on a day without putting another version in its place."""
    last = regulation.versions.filter(number__gt=PROPOSED).order_by("-number").first()
    if last is None or last.ended is not None:
        raise RefusedError(_("This regulation has already ended; reload the page."), "ended")
    if ended < last.in_force:
        raise RefusedError(
            _("It comes into force on %(since)s; end it on that day or later.")
            % {"since": last.in_force.isoformat()},
            "ended",
        )
    open_one = Version.objects.filter(pk=last.pk, ended__isnull=True)
    if not open_one.update(ended=ended, ended_known_at=at, ended_by=by):
        raise RefusedError(_("This regulation has already ended; reload the page."), "ended")
    last.refresh_from_db()
    return last


def set_calendar(
    *,
    team: Team | None,
    in_force: date,
    hours: Mapping[str, Any],
    by: Member | None,
    at: datetime,
    time_zone: str = "Asia/Shanghai",
    holidays: str | None = "cn",
    reason: str = "",
) -> CalendarVersion:
    """Set weekly opening hours from a day on; hours before that day and exceptional days stay.

    ``time_zone`` and ``holidays`` (a bundled table's name, None for none) count the first time.
    """
    schedule = queries.schedule_for(team) or Schedule(time_zone=time_zone, holidays=holidays)
    try:
        changed = schedule.with_hours(in_force, plain(hours))
    except ScheduleError as fault:
        raise RefusedError(str(fault), "hours") from None
    return _write_calendar(team, in_force, changed, by=by, at=at, reason=reason)


def set_exceptional_day(
    *,
    team: Team | None,
    day: date,
    open_at: list[str] | str,
    name: str,
    by: Member | None,
    at: datetime,
) -> CalendarVersion:
    """Set when the house (or a team) is open on one day, whatever week and holidays say.

    ``open_at`` is a list of intervals, an empty one for closed, or ``working day``.
    """
    # A team that sets only days keeps the hours of the house.
    schedule = queries.schedule_for(team) or Schedule()
    try:
        changed = schedule.with_day(day, {"name": name, "open": open_at})
    except ScheduleError as fault:
        raise RefusedError(str(fault), "open_at") from None
    return _write_calendar(team, day, changed, by=by, at=at, reason=name)


def _write_calendar(
    team: Team | None,
    in_force: date,
    schedule: Schedule,
    *,
    by: Member | None,
    at: datetime,
    reason: str,
) -> CalendarVersion:
    return CalendarVersion.objects.create(
        team=team,
        in_force=in_force,
        created_at=at,
        created_by=by,
        reason=reason[:200],
        definition=schedule.as_json(),
        fingerprint=sha256(json.dumps(schedule.as_json(), sort_keys=True)),
    )
