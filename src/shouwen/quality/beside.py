"""What stands beside a card besides the case itself: recordings of its calls, and its chats."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from shouwen.access.sight import Sight, sight_of
from shouwen.calls import waveform
from shouwen.calls.models import Call, Listening, Recording
from shouwen.people.models import Member
from shouwen.quality import conversation, seeing, telling
from shouwen.quality.conversation import Place, Said
from shouwen.quality.models import Item

# A matter about which somebody called more often shows its first calls.
MOST = 10
CALL = "call"


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A second of a recording that a line of the card was marked at."""

    second: int
    clock: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """The recording of a call for one reader; ``plays`` once they have said that they listen.

    ``place`` is by what places in it name it; they are counted in seconds.
    """

    call: Call
    sound: Recording
    place: str
    drawn: str
    plays: bool
    spots: tuple[Spot, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chat:
    """A conversation in writing for one reader; ``whole`` is False where something is covered."""

    label: str
    at: datetime
    turns: tuple[Said, ...]
    whole: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What a checker hears and reads beside the card."""

    heard: tuple[Heard, ...] = ()
    chats: tuple[Chat, ...] = ()


def beside(
    item: Item, member: Member, now: datetime, *, marks: Mapping[str, Any], names: Mapping[str, str]
) -> Beside:
    """Return the recordings and chats of a conversation that was drawn, and keep who looked."""
    places = list(seeing.places_of(marks, names))
    sight = sight_of(member, now)
    talks = _talks(item)
    written = [*places, *seeing.found_in([talk.about for talk in talks])]
    return Beside(
        heard=tuple(_heard(item, member, now, places)),
        chats=tuple(_chat(talk, sight, written) for talk in talks),
    )


def call_of(item: Item, pk: int) -> Call:
    """Return a call that belongs to a conversation that was drawn; else there is none."""
    found = _calls(item).select_related("customer", "with_seat").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _calls(item: Item) -> QuerySet[Call]:
    recorded = Call.objects.filter(sound__isnull=False)
    if item.case_id is not None:
        return recorded.filter(case=item.case_id)
    sort, _colon, number = item.conversation.partition(":")
    return recorded.filter(pk=number) if sort == CALL else recorded.none()


def _talks(item: Item) -> list[telling.Talk]:
    if item.case is not None:
        return telling.talks_of(item.case)
    return list(telling.talks_about([item.conversation]).values())


def _heard(item: Item, member: Member, now: datetime, places: list[Place]) -> Iterable[Heard]:
    calls = list(_calls(item).select_related("sound").order_by("arrived", "pk")[:MOST])
    said = Listening.objects.filter(
        recording__call__in=calls, recording__erased_at=None, member=member, until__gt=now
    )
    playing = set(said.values_list("recording__call", flat=True)) if calls else set()
    for call in calls:
        place = f"call-{call.pk}"
        yield Heard(
            call=call, sound=call.sound, place=place, drawn=waveform.path(call.sound.levels),
            plays=call.pk in playing,
            spots=tuple(
                Spot(second=one.start, clock=clock(one.start), label=one.label)
                for one in places
                if one.turn == place
            ),
        )  # fmt: skip


def clock(second: int) -> str:
    """Return a second of a recording as players show it."""
    return f"{second // 60}:{second % 60:02}"


def _chat(talk: telling.Talk, sight: Sight, places: list[Place]) -> Chat:
    seen = seeing.noted(talk.seen(sight), sight)
    turns = tuple(conversation.shown(talk.said, places, seen.text))
    return Chat(
        label=talk.label, at=talk.at, turns=turns, whole=not any(one.covered for one in turns)
    )
