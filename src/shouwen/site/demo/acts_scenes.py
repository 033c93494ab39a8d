"""What happens by itself in the demonstration: each scene of the data file in its rhythm."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from shouwen.people.models import Member
from shouwen.policy.facts import Detail
from shouwen.site.demo.details import details_at
from shouwen.site.demo.house import Follow, Scene, Variant
from shouwen.site.demo.recording import record
from shouwen.site.demo.story import Stage

# Every scene was to be seen within these last days, however seldom it is.
LATEST = 6


@dataclass(frozen=True, slots=True)
class _Turn:
    """One time a scene is played; ``person`` is set where everybody of a post has one."""

    scene: Scene
    person: str = ""


def plan_scenes(stage: Stage) -> None:
    """Plan every scene for the days on which it happens."""
    for place, scene in enumerate(stage.house.scenes):
        for day in _days(stage, scene, place):
            for turn in _turns(stage, scene):
                stage.plan(stage.at(day, *scene.hours), partial(_play, stage, turn))
        for hours in scene.ago:
            stage.plan(stage.now - timedelta(hours=hours), partial(_play, stage, _Turn(scene)))


def _turns(stage: Stage, scene: Scene) -> list[_Turn]:
    if not scene.each:
        return [_Turn(scene)]
    return [_Turn(scene, member.username) for member in stage.holders(scene.each)]


def _days(stage: Stage, scene: Scene, place: int) -> Iterator[datetime]:
    """Yield the days of a scene, counted back from today so that the latest is not long past."""
    for back, day in enumerate(reversed(stage.days())):
        if scene.weekdays and day.isoweekday() not in scene.weekdays:
            continue
        if scene.on is not None and _is_day(day, scene):
            yield day
        if scene.every is not None:
            yield from [day] * _times(scene.every, back, place)


def _is_day(day: datetime, scene: Scene) -> bool:
    if scene.months and day.month not in scene.months:
        return False
    if scene.on == -1:
        return (day + timedelta(days=1)).day == 1
    return day.day == scene.on


def _times(every: float, back: int, place: int) -> int:
    if every < 1:
        return round(1 / every)
    first = place % min(int(every), LATEST)
    return 1 if back >= first and (back - first) % int(every) == 0 else 0


def _play(stage: Stage, turn: _Turn, at: datetime) -> None:
    scene = turn.scene
    variant = _variant(stage, scene)
    written = {**scene.details, **(variant.details if variant else {})}
    if turn.person:
        written = {**written, "person": turn.person}
    by = stage.chance.choice(stage.holders(scene.by)) if scene.by else None
    details = details_at(stage, written, at, by.username if by else "")
    by = by or stage.members.get(str(details.get("person"))) or _somebody(stage)
    refused = variant is not None and variant.refused
    about = _about(stage, scene, details)
    outcome = record(stage, scene.fact, about, details, by, at, meant=refused)
    if outcome.refused is None:
        stage.kept.update({name: details.get(detail) for name, detail in scene.keeps.items()})
        for step in scene.then:
            later = at + timedelta(hours=step.after)
            stage.plan(later, partial(_follow, stage, step, about, details))


def _somebody(stage: Stage) -> Member:
    return stage.members[stage.chance.choice(stage.house.cases.desk)]


def _follow(
    stage: Stage, step: Follow, about: str, before: dict[str, Detail], at: datetime
) -> None:
    by = stage.chance.choice(stage.holders(step.by))
    details = details_at(stage, step.details, at, by.username, before)
    record(stage, step.fact, about, details, by, at)


def _variant(stage: Stage, scene: Scene) -> Variant | None:
    chance = stage.chance.random()
    for variant in scene.otherwise:
        if chance < variant.chance:
            return variant
        chance -= variant.chance
    return None


def _about(stage: Stage, scene: Scene, details: dict[str, Detail]) -> str:
    number = next(stage.numbers)
    if scene.about:
        return scene.about.format_map({**details, "n": f"{number:04d}"})
    if "person" in details:
        return f"member:{details['person']}"
    return f"{scene.fact}:{number:04d}"
