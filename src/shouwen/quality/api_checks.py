"""Addresses of what stands beside a check's card: recordings of its calls, and its chats."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from pydantic import BaseModel

from shouwen.api.callers import ApiRequest
from shouwen.api.routing import Router
from shouwen.calls import recordings
from shouwen.quality import beside, gates
from shouwen.quality.api_parts import SaidOut, today
from shouwen.quality.models import Item

router = Router("quality")


class HeardOut(BaseModel):
    """The recording of a call of a check, whole seconds and how loud each part is of 100.

    ``sound`` is where a signed-in listener hears it, empty before they say that they listen.
    ``place`` begins the places that marks have in it.
    """

    call: int
    place: str
    at: datetime
    seconds: int
    levels: list[int]
    erased_at: datetime | None
    sound: str


class ChatSaidOut(SaidOut):
    """One message of a chat; ``place`` begins the places that marks have in it."""

    place: str


class CheckedChatOut(BaseModel):
    """A conversation in writing that belongs to a check, as far as the caller may see it."""

    chat: str
    at: datetime
    turns: list[ChatSaidOut]


class CheckBesideOut(BaseModel):
    """What a checker hears and reads beside the card."""

    recordings: list[HeardOut]
    chats: list[CheckedChatOut]


def _heard(item: Item, one: beside.Heard) -> HeardOut:
    sound = reverse("quality:sound", args=[item.pk, one.call.pk]) if one.plays else ""
    return HeardOut(
        call=one.call.pk, place=one.place, at=one.call.arrived, seconds=one.sound.seconds,
        levels=one.sound.levels, erased_at=one.sound.erased_at, sound=sound,
    )  # fmt: skip


def _chat(one: beside.Chat) -> CheckedChatOut:
    names = list(ChatSaidOut.model_fields)
    turns = [ChatSaidOut(**{name: getattr(turn, name) for name in names}) for turn in one.turns]
    return CheckedChatOut(chat=one.label, at=one.at, turns=turns)


def _beside(request: ApiRequest, item: Item) -> CheckBesideOut:
    found = beside.beside(item, request.member, timezone.now(), marks={}, names={})
    return CheckBesideOut(
        recordings=[_heard(item, one) for one in found.heard],
        chats=[_chat(one) for one in found.chats],
    )


@router.read("/checks/{pk}/beside", CheckBesideOut)
def check_beside(request: ApiRequest, pk: int) -> CheckBesideOut:
    """Show the recordings and chats of a check; that you looked is kept."""
    return _beside(request, gates.item_open_to(request.member, pk, today()))


@router.do("/checks/{pk}/calls/{call}/listen", CheckBesideOut)
def listen_to_check(request: ApiRequest, pk: int, call: int) -> CheckBesideOut:
    """Say that you listen to a call of a check; each time is a fact."""
    item = gates.item_open_to(request.member, pk, today())
    recordings.listen(call=beside.call_of(item, call), member=request.member, now=timezone.now())
    return _beside(request, item)
