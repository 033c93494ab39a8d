"""How the demonstration's department works: queues, skills, macros, and what recurs, all in use."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from functools import partial

from django.utils import timezone

from shouwen.cases import actions as cases
from shouwen.cases import gates, grading, kept_views, macros, queues, recurring, skills
from shouwen.cases.actions.checklists import add_checklist
from shouwen.cases.actions.phrases import keep_phrase
from shouwen.cases.choices import Shared
from shouwen.cases.models import Case, Category, GradingRule, Macro, Recurrence
from shouwen.people.models import Member
from shouwen.people.refusals import RefusedError
from shouwen.site.demo.story import Stage
from shouwen.site.demo.ways import MacroOf, Place, QueueOf, SeriesOf, SkillOf, Ways

# A macro is taken, and a matter given on, some time after it came.
TAKEN_AFTER, GIVEN_AFTER = timedelta(minutes=55), timedelta(minutes=25)


def set_up_ways(stage: Stage) -> None:
    """Set up what the house works with before its days begin, and plan what is done with it."""
    ways = stage.house.ways
    if ways is None:
        return
    keeper, at = stage.members[ways.keeper], stage.begin()
    for queue in ways.queues:
        _queue(stage, queue)
    for skill in ways.skills:
        _skill(stage, skill, keeper, at)
    for rule in ways.grading:
        grading.keep(GradingRule(
            name=rule.name, priority=rule.priority, case_type=rule.case_type,
            words=list(rule.words), written_by=keeper,
        ))  # fmt: skip
    _words(ways, keeper)
    where = gates.standing(keeper, timezone.localdate(at))
    for kept in ways.lists:
        kept_views.keep_view(where=where, name=kept.name, query=kept.query, shared_with=Shared.ALL)
    for series in ways.recurring:
        _series(stage, series, keeper, at)


def plan_ways(stage: Stage) -> None:
    """Let macros be taken and matters be given to whoever suits them, once those are there."""
    ways = stage.house.ways
    if ways is None:
        return
    hours = {each.title: each.hours_ago for each in stage.house.cases.today}
    for macro in ways.macros:
        if macro.used_on:
            at = stage.now - timedelta(hours=hours[macro.used_on]) + TAKEN_AFTER
            stage.plan(at, partial(_take, stage, macro))
    for title in ways.given_to_the_best:
        at = stage.now - timedelta(hours=hours[title]) + GIVEN_AFTER
        stage.plan(at, partial(_give, stage, title))


def _place(stage: Stage, place: Place) -> Category:
    return stage.categories[place.case_type, place.category]


def _queue(stage: Stage, queue: QueueOf) -> None:
    categories = [_place(stage, place) for place in queue.categories]
    members = [stage.members[key] for key in queue.members]
    queues.keep(name=queue.name, name_en=queue.name_en, members=members, categories=categories)
    for category in categories:
        # The story hands these very categories to what it opens.
        category.refresh_from_db(fields=["queue"])


def _skill(stage: Stage, skill: SkillOf, keeper: Member, at: datetime) -> None:
    row = skills.skill_named(skill.name, skill.name_en)
    for key, level in skill.held.items():
        skills.give(member=stage.members[key], skill=row, level=level, by=keeper, at=at)
    for case_type, name, level in skill.asked:
        category = stage.categories[case_type, name] if name else None
        skills.ask_for(skill=row, level=level, case_type=case_type, category=category)


def _words(ways: Ways, keeper: Member) -> None:
    for phrase in ways.phrases:
        keep_phrase(by=keeper, name=phrase.name, text=phrase.text, own=False, team=None, post=None)
    for each in ways.checklists:
        add_checklist(case_type=each.case_type, name=each.name, items=each.items)
    for macro in ways.macros:
        kept = [
            {"verb": verb, "data": {name: [value] for name, value in data.items()}}
            for verb, data in macro.steps
        ]
        macros.keep(by=keeper, name=macro.name, own=False, team=None, post=None, kept=kept)


def _series(stage: Stage, series: SeriesOf, keeper: Member, at: datetime) -> None:
    place = Place(case_type=series.case_type, category=series.category)
    row = recurring.begin(
        by=keeper, at=at, title=series.title, text=series.text, case_type=series.case_type,
        category=_place(stage, place) if series.category else None,
        owner=stage.members[series.owner], every=series.every, unit=series.unit,
        on_day=series.on_day, shift=series.shift, at_time=time.fromisoformat(series.at_time),
        starts_on=timezone.localdate(at),
    )  # fmt: skip
    # A pass for each that falls into the story; the watcher opens those that come after it.
    for moment in recurring.next_moments(row, count=stage.length + 1):
        stage.plan(moment, partial(_recurs, stage, series, row))


def _recurs(stage: Stage, series: SeriesOf, row: Recurrence, at: datetime) -> None:
    recurring.open_due(now=at)
    row.refresh_from_db(fields=["last_number"])
    case = Case.objects.filter(number=row.last_number).first()
    if case is None:
        return
    done, owner = at + timedelta(hours=series.after), stage.members[series.owner]
    stage.then(done, cases.resolve, case=case, resolution=series.resolution, actor=owner)
    stage.then(done + timedelta(minutes=5), cases.close, case=case, actor=owner)


def _of_today(title: str) -> Case:
    return Case.objects.filter(title=title).order_by("-opened_at", "-pk")[:1].get()


def _take(stage: Stage, macro: MacroOf, at: datetime) -> None:
    case, chosen = _of_today(macro.used_on), Macro.objects.get(name=macro.name)
    taker = case.handler or stage.members[stage.house.adopter]
    where = gates.standing(taker, timezone.localdate(at))
    try:
        macros.take(macro=chosen, case=case, where=where, at=at, token=f"demo-{case.number}")
    except RefusedError:
        return  # a clause is in the way; the story goes on without it


def _give(stage: Stage, title: str, at: datetime) -> None:
    giver = stage.members[stage.house.ways.keeper] if stage.house.ways else None
    case = _of_today(title)
    stage.take(cases.assign_best, case=case, actor=giver, at=at)
