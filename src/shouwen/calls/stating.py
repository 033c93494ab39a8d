"""What is recorded of a call as facts, so that rules judge it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from shouwen.calls.story import Ring, Story
from shouwen.calls.words import Ending
from shouwen.policy.facts import Detail

# Of regulations that count every call put through to a person, and how fast it was answered.
PUT_THROUGH, TAKEN = "call_transferred_to_staff", "call_answered_by_staff"


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One fact of a call: ``name`` tells it from the others of its kind."""

    name: str
    kind: str
    at: datetime
    said: dict[str, Detail]


def statements_of(story: Story) -> list[Statement]:
    """Return every fact that a call's story makes so far, in the order in which they happened."""
    made = [*_began(story), *_rang(story), *_spoken(story), *_over(story)]
    return sorted(made, key=lambda one: one.at)


def _statement(kind: str, at: datetime, *, which: str = "", **said: Detail) -> Statement:
    known: dict[str, Detail] = {
        name: value for name, value in said.items() if value not in {None, ""}
    }
    return Statement(name=f"{kind}:{which}" if which else kind, kind=kind, at=at, said=known)


def _count(number: int | None) -> str | None:
    # Numbers stand in facts as text, as forms and the API record them.
    return None if number is None else str(number)


def _began(story: Story) -> Iterator[Statement]:
    yield _statement("call_arrived", story.arrived, queue=story.queue)


def _rang(story: Story) -> Iterator[Statement]:
    for ring in story.rang:
        which = f"{ring.seat}:{ring.at.isoformat()}"
        yield _statement("call_rang", ring.at, which=which, operator=ring.seat)
    for ring in story.missed_by:
        yield _missed(ring)


def _missed(ring: Ring) -> Statement:
    return _statement(
        "call_missed", ring.at, which=ring.seat, operator=ring.seat, rings=_count(ring.rings)
    )


def _spoken(story: Story) -> Iterator[Statement]:
    if story.answered is None:
        return
    rings = [r.rings for r in story.rang if r.seat == story.answered_by]
    waited = _count(story.wait_seconds)
    yield _statement(
        "call_answered", story.answered, operator=story.answered_by,
        rings=_count(rings[-1]) if rings else None, seconds=waited, queue=story.queue,
    )  # fmt: skip
    yield _statement(TAKEN, story.answered, seconds=waited)
    for number, (seat, to, at) in enumerate(story.moved):
        yield _statement("call_transferred", at, which=str(number), operator=seat, to_operator=to)


def _over(story: Story) -> Iterator[Statement]:
    at = story.ended
    if at is None:
        return
    if story.ending is Ending.IN_MENU:
        yield _statement("call_ended_in_menu", at)
        return
    spoken = story.ending is Ending.ANSWERED
    yield _statement(PUT_THROUGH, story.queued or story.arrived, abandoned=not spoken)
    if spoken:
        yield _statement(
            "call_ended", at, operator=story.with_seat, seconds=_count(story.talk_seconds),
            hold_seconds=_count(story.hold_seconds),
            hung_up_by=story.ended_by if story.ended_by in {"caller", "seat"} else None,
        )  # fmt: skip
        return
    last = story.rang[-1].seat if story.rang else None
    yield _statement(
        "call_abandoned", at, seconds=_count(story.wait_seconds), queue=story.queue,
        operator=last, lost=story.ending is Ending.LOST,
    )  # fmt: skip
