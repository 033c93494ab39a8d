"""Addresses of recordings: what is known of one, listening on record, holding back."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from pydantic import BaseModel, Field

from shouwen.api.bodies import Body
from shouwen.api.callers import ApiRequest
from shouwen.api.routing import Router
from shouwen.calls import gates, recordings
from shouwen.calls.models import Call

router = Router("calls")


class RecordingOut(BaseModel):
    """A recording: whole seconds, how loud each part is of 100, and whether it is held back.

    ``sound`` is where a signed-in listener hears it, empty before they say that they listen.
    """

    seconds: int
    levels: list[int]
    kept_at: datetime
    erased_at: datetime | None
    held_back: bool
    held_why: str
    sound: str


class HoldBackIn(Body):
    """Why a recording has to stay."""

    why: Annotated[str, Field(min_length=1, max_length=recordings.LONGEST_REASON)]


def _open(request: ApiRequest, pk: int) -> Call:
    return gates.call_open_to(request.member, pk, timezone.localdate())


def _holder(request: ApiRequest, pk: int) -> Call:
    if not gates.may_hold_back(request.member, timezone.localdate()):
        raise Http404
    return _open(request, pk)


@router.read("/{int:pk}/recording", RecordingOut)
def recording(request: ApiRequest, pk: int) -> RecordingOut:
    """Return what is known of the recording of a call."""
    found = recordings.of(_open(request, pk))
    if found is None:
        raise Http404
    heard = recordings.listens(found, request.member, timezone.now())
    return RecordingOut(
        seconds=found.seconds, levels=found.levels, kept_at=found.kept_at,
        erased_at=found.erased_at, held_back=found.held_by_id is not None,
        held_why=found.held_why, sound=reverse("calls:sound", args=[pk]) if heard else "",
    )  # fmt: skip


@router.do("/{int:pk}/recording/listen", RecordingOut)
def listen_to_recording(request: ApiRequest, pk: int) -> RecordingOut:
    """Say that you listen to the recording of a call; each time is a fact."""
    recordings.listen(call=_open(request, pk), member=request.member, now=timezone.now())
    return recording(request, pk)


@router.do("/{int:pk}/recording/hold_back", RecordingOut)
def hold_back_recording(request: ApiRequest, pk: int, body: HoldBackIn) -> RecordingOut:
    """Hold the recording of a call back from being erased."""
    recordings.hold(
        call=_holder(request, pk), why=body.why, member=request.member, now=timezone.now()
    )
    return recording(request, pk)


@router.do("/{int:pk}/recording/release", RecordingOut)
def release_recording(request: ApiRequest, pk: int) -> RecordingOut:
    """Hold the recording of a call back no longer."""
    recordings.release(call=_holder(request, pk), member=request.member, now=timezone.now())
    return recording(request, pk)
