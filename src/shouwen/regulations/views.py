"""The shelf of regulations, one regulation's text and versions, and the calendar."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from shouwen.people import queries as people
from shouwen.people.forms import say_refusal
from shouwen.people.gates import may, require
from shouwen.people.models import Team
from shouwen.people.refusals import RefusedError
from shouwen.people.requests import MemberRequest
from shouwen.policy.calendar.hours import WEEKDAYS, read_week, week_text
from shouwen.regulations import actions, gates, month, queries, shelf
from shouwen.regulations.cards import kind_counts
from shouwen.regulations.changes import changes_for_people
from shouwen.regulations.comparing import compare
from shouwen.regulations.forms import DAY_NAMES, ExceptionalDayForm, WeekForm
from shouwen.regulations.models import Version
from shouwen.regulations.readings import readings_of_version
from shouwen.regulations.worked import worked_results

ADOPT = "regulations.adopt"
REFUSED = 422


@require_safe
def index(request: MemberRequest) -> HttpResponse:
    """Show every regulation, those in force first."""
    today = timezone.localdate()
    context = {
        "rows": shelf.shelf(today, translation.get_language()),
        "may_adopt": may(request.member, ADOPT, today),
    }
    return render(request, "regulations/index.html", context)


@require_safe
def current(request: MemberRequest, slug: str) -> HttpResponse:
    """Show the version that counts today."""
    regulation = gates.regulation_open_to(request.member, slug)
    shown = shelf.current_of(shelf.versions_of(regulation), timezone.localdate())
    shown = gates.version_open_to(request.member, slug, shown.number)
    return _text_page(request, shown)


@require_safe
def version(request: MemberRequest, slug: str, number: int) -> HttpResponse:
    """Show one version's text with its rules beside it."""
    return _text_page(request, gates.version_open_to(request.member, slug, number))


def _text_page(request: MemberRequest, shown: Version) -> HttpResponse:
    language = translation.get_language()
    clauses = shelf.document(shown, language)
    context = {
        **_frame(request, shown, "text"),
        "clauses": clauses,
        "kinds": kind_counts(shown.counts.get("kinds", {}), language),
        "readings": readings_of_version(shown, language),
        "posts": people.posts_named(shown.front.get("posts") or {}, timezone.localdate()),
        "may_appoint": may(request.member, "people.manage", timezone.localdate()),
    }
    return render(request, "regulations/version.html", context)


def _frame(request: MemberRequest, shown: Version, tab: str) -> dict[str, Any]:
    """Return what the pages of one regulation share: heading, state, tabs."""
    now, slug = timezone.now(), shown.regulation.slug
    today = timezone.localdate(now)
    pages = (
        (
            "text",
            _("Text and rules"),
            reverse("regulations:version", args=[slug, shown.number]),
            None,
        ),
        (
            "cases",
            _("Worked cases"),
            reverse("regulations:cases", args=[slug, shown.number]),
            shown.counts.get("cases"),
        ),
        ("versions", _("Versions"), reverse("regulations:versions", args=[slug]), None),
    )
    return {
        "version": shown,
        "regulation": shown.regulation,
        "state": shelf.state_of(shown, today),
        "may_adopt": may(request.member, ADOPT, today),
        "now": now,
        "today": today,
        "tabs": [
            {"label": label, "url": url, "is_current": key == tab, "count": count}
            for key, label, url, count in pages
        ],
    }


@require_safe
def cases(request: MemberRequest, slug: str, number: int) -> HttpResponse:
    """Show a version's worked cases with what its rules say to each."""
    shown = gates.version_open_to(request.member, slug, number)
    results = worked_results(shelf.reading_of(shown), translation.get_language())
    context = {**_frame(request, shown, "cases"), "case_groups": results}
    return render(request, "regulations/cases.html", context)


@require_safe
def versions(request: MemberRequest, slug: str) -> HttpResponse:
    """Show every version and what changed between two of them."""
    regulation = gates.regulation_open_to(request.member, slug)
    every = shelf.versions_of(regulation)
    for one in every:
        one.regulation = regulation
    today = timezone.localdate()
    shown = shelf.current_of(every, today)
    older, newer = _pair(request, every)
    changes = None
    if older and newer:
        compared = compare(queries.outline_of(older), queries.outline_of(newer))
        changes = changes_for_people(
            compared, queries.words_of(older), queries.words_of(newer), translation.get_language()
        )
    context = {
        **_frame(request, shown, "versions"),
        "versions": [(one, shelf.state_of(one, today)) for one in reversed(every)],
        "older": older,
        "newer": newer,
        "changes": changes,
    }
    return render(request, "regulations/versions.html", context)


def _pair(request: MemberRequest, every: list[Version]) -> tuple[Version | None, Version | None]:
    """Return the two versions to compare: those asked for, else the last two."""
    by_number = {str(one.number): one for one in every}
    older = by_number.get(request.GET.get("from", ""))
    newer = by_number.get(request.GET.get("to", ""))
    if older and newer and older != newer:
        return older, newer
    return (every[-2], every[-1]) if len(every) > 1 else (None, None)


@require_safe
def download(request: MemberRequest, slug: str, number: int) -> HttpResponse:
    """Hand out the file a version was adopted from, unchanged."""
    found = gates.version_open_to(request.member, slug, number)
    response = HttpResponse(queries.export(found), content_type="text/markdown; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{slug}-v{number}.md"'
    return response


# ── calendar ─────────────────────────────────────────────────────────────────────────────────


@require_safe
def calendar(request: MemberRequest) -> HttpResponse:
    """Show a month of the house's or a team's calendar."""
    return _calendar_page(request, gates.team_named(request.GET.get("team", "")))


def _calendar_page(
    request: MemberRequest,
    team: Team | None,
    *,
    day_form: ExceptionalDayForm | None = None,
    week_form: WeekForm | None = None,
) -> HttpResponse:
    now = timezone.now()
    today = timezone.localdate(now)
    shown = month.first_of(request.GET.get("month", ""), today)
    schedule = queries.schedule_in_use(team, now)
    calendar_on = queries.calendars_for(team.key if team else None, now)
    week = week_text(read_week(schedule.hours_on(today)))
    refused = day_form or week_form
    context = {
        "team": team,
        "teams": people.teams(),
        "month": shown,
        "earlier": month.before(shown),
        "later": month.after(shown),
        "weeks": month.month_of(calendar_on, shown, today),
        "is_provisional": calendar_on(shown).provisional(shown),
        "now": now,
        "weekdays": DAY_NAMES,
        "week_rows": [
            {"name": name, "hours": ", ".join(week.get(key, []))}
            for key, name in zip(WEEKDAYS, DAY_NAMES, strict=True)
        ],
        "planned": schedule.planned_after(today),
        "history": shelf.calendar_history(team.pk if team else None),
        "may_adopt": may(request.member, ADOPT, today),
        "day_form": day_form or ExceptionalDayForm(initial={"day": today}),
        "week_form": week_form or WeekForm(week=week, initial={"in_force": today}, prefix="week"),
    }
    return render(request, "regulations/calendar.html", context, status=REFUSED if refused else 200)


@require_POST
def set_day(request: MemberRequest) -> HttpResponse:
    """Set one exceptional day."""
    now = timezone.now()
    require(request.member, ADOPT, timezone.localdate(now))
    team = gates.team_named(request.POST.get("team", ""))
    form = ExceptionalDayForm(request.POST)
    if form.is_valid():
        day = form.cleaned_data["day"]
        try:
            actions.set_exceptional_day(
                team=team,
                day=day,
                open_at=form.open_at,
                name=form.cleaned_data["name"],
                by=request.member,
                at=now,
            )
        except RefusedError as refusal:
            say_refusal(form, refusal)
        else:
            messages.success(request, _("The day is set; due times counted from now on follow it."))
            return redirect(_calendar_address(team, f"{day:%Y-%m}"))
    return _calendar_page(request, team, day_form=form)


@require_POST
def set_week(request: MemberRequest) -> HttpResponse:
    """Set the weekly opening hours from a day on."""
    now = timezone.now()
    require(request.member, ADOPT, timezone.localdate(now))
    team = gates.team_named(request.POST.get("team", ""))
    form = WeekForm(request.POST, prefix="week")
    if form.is_valid():
        try:
            actions.set_calendar(
                team=team,
                in_force=form.cleaned_data["in_force"],
                hours=form.hours,
                by=request.member,
                at=now,
            )
        except RefusedError as refusal:
            say_refusal(form, refusal)
        else:
            messages.success(request, _("The opening hours are set."))
            return redirect(_calendar_address(team, f"{form.cleaned_data['in_force']:%Y-%m}"))
    return _calendar_page(request, team, week_form=form)


def _calendar_address(team: Team | None, shown: str) -> str:
    address = f"{reverse('regulations:calendar')}?month={shown}"
    return f"{address}&team={team.key}" if team else address
