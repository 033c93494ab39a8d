"""Recordings of calls: taken in, listened to on record, held back, erased as a rule allows.

How long one is kept is the regulation's: a rule of access on destroying what is tied to recordings.
Without a rule nothing is erased, and where one wants a signature not before it is given.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from shouwen.access.choices import Level
from shouwen.access.sight import Ties, sight_of
from shouwen.access.weighing import GRANTED, HELD, INSIDE, SILENT, Scales
from shouwen.calls import destroying
from shouwen.calls.destroying import DESTROY
from shouwen.calls.matters import record
from shouwen.calls.models import Call, Exchange, Listening, Recording
from shouwen.enforcement import actions as enforcement
from shouwen.enforcement.words import refusal_text
from shouwen.files import actions as files
from shouwen.files import disk, sound
from shouwen.files.models import Sort
from shouwen.people.actions import ensure_system_member
from shouwen.people.models import Member
from shouwen.people.refusals import RefusedError

RECORDING = "recording"
PARTS = 240  # bars of the drawing: more are not told apart on a screen
BATCH = 200
LISTEN = "listen"
KEPT, HELD_BACK = "call_recorded", "recording_held_back"
RELEASED, ERASED = "recording_released", "recording_erased"
LONGEST_REASON = 300


def level_of(call: Call) -> str:
    """Return how confidential a recording is: as its caller."""
    return call.customer.secrecy if call.customer else Level.ORDINARY


def of(call: Call) -> Recording | None:
    """Return the recording of a call, with who holds it back; None where none came."""
    found = Recording.objects.filter(call=call).select_related("file", "held_by")
    return found.first()


@transaction.atomic
def keep(*, call: Call, data: bytes, now: datetime) -> Recording:
    """Keep what an exchange recorded of a call; the first that comes counts.

    Raises RefusedError for what is no uncompressed WAV or too large.
    """
    enforcement.take_turn(None)
    call = Call.objects.select_for_update().get(pk=call.pk)
    already = Recording.objects.filter(call=call).first()
    if already is not None:
        return already
    system = ensure_system_member()
    upload = SimpleUploadedFile(f"{call}.wav", data)
    file = files.keep(upload=upload, by=system, at=now, only=(Sort.SOUND,))
    heard = sound.heard(disk.place(file.sha256).read_bytes(), parts=PARTS)
    made = Recording.objects.create(
        call=call, file=file, seconds=heard.seconds, levels=heard.levels, kept_at=now
    )
    files.name_in(files=[file], about=_about(made), at=now)
    record(call, KEPT, system, now, seconds=str(heard.seconds))
    return made


def _about(recording: Recording) -> str:
    # No room answers for such a matter, so that the sound is never handed out as a file.
    return f"{RECORDING}:{recording.pk}"


def collect(*, exchange: Exchange, folder: Path, now: datetime) -> tuple[int, list[str]]:
    """Take in what lies in an exchange's folder under the names it told of.

    Returns how many came in, and a sentence for each that was refused.
    """
    told = Call.objects.filter(exchange=exchange, recording__gt="", sound__isnull=True)
    taken, refused = 0, []
    for call in told.filter(ended__isnull=False).order_by("pk").iterator():
        place = folder / Path(call.recording.replace("\\", "/")).name
        if not place.is_file():
            continue
        try:
            keep(call=call, data=place.read_bytes(), now=now)
            taken += 1
        except RefusedError as refusal:
            refused.append(f"{call} {place.name}: {refusal}")
    return taken, refused


# ── listening ────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def listen(*, call: Call, member: Member, now: datetime) -> Listening:
    """Let a member listen for some hours; each time is a fact of its own.

    Raises RefusedError where the rules on recordings of this level do not grant it.
    """
    enforcement.take_turn(None)
    found = Recording.objects.select_for_update().filter(call=call, erased_at__isnull=True).first()
    if found is None:
        raise RefusedError(_("This call has no recording."))
    said = sight_of(member, now).weigh(RECORDING, level_of(call), LISTEN, INSIDE)
    if said.verdict not in (SILENT, GRANTED):
        raise RefusedError(
            refusal_text(said.permission) if said.permission
            else _("The rules do not say that you may listen to this recording.")
        )  # fmt: skip
    spoken = call.with_seat
    record(
        call, "call_listened", member, now, recording=True, way=LISTEN,
        operator=spoken.username if spoken else "",
    )  # fmt: skip
    until = now + timedelta(hours=settings.SHOUWEN_ASKING_HOURS)
    return Listening.objects.create(recording=found, member=member, at=now, until=until)


def listens(recording: Recording, member: Member, now: datetime) -> bool:
    """Return whether a member has said that they listen, so that the sound may be sent."""
    mine = Listening.objects.filter(recording=recording, member=member, until__gt=now)
    return recording.erased_at is None and mine.exists()


# ── holding back and erasing ─────────────────────────────────────────────────────────────────


@transaction.atomic
def hold(*, call: Call, why: str, member: Member, now: datetime) -> Recording:
    """Hold a recording back, such as for a dispute: nothing erases it until it is released.

    Raises RefusedError without a reason, and where there is nothing to hold.
    """
    reason = " ".join(why.split())
    if not 0 < len(reason) <= LONGEST_REASON:
        raise RefusedError(_("Say in at most 300 characters why it has to stay."), "why")
    found = _there(call)
    if found.held_by_id is None:
        record(call, HELD_BACK, member, now, reason=reason)
        found.held_by, found.held_why = member, reason
        found.save(update_fields=["held_by", "held_why"])
    return found


@transaction.atomic
def release(*, call: Call, member: Member, now: datetime) -> Recording:
    """Hold a recording back no longer; from then on it is erased as every other."""
    found = _there(call)
    if found.held_by_id is not None:
        record(call, RELEASED, member, now)
        found.held_by, found.held_why = None, ""
        found.save(update_fields=["held_by", "held_why"])
    return found


def _there(call: Call) -> Recording:
    enforcement.take_turn(None)
    rows = Recording.objects.select_for_update(of=("self",)).filter(call=call)
    found = rows.filter(erased_at__isnull=True).first()
    if found is None:
        raise RefusedError(_("This call has no recording."))
    return found


def erase_due(*, now: datetime) -> int:
    """Erase the recordings whose time is over by a rule in force; return how many went.

    The oldest come first, and the first that has to stay ends the round for its level. Where a
    rule wants a signature it is asked for, and what has been signed goes.
    """
    ties, system = Ties.read(), ensure_system_member()
    scales = Scales(system, now)
    gone = 0
    for level in Level.values:
        words = ties.classes(RECORDING, level)
        free, held = _sorted_out(level, words, scales) if words else ([], [])
        gone += sum(_erase(pk, now) for pk in free)
        destroying.ask(level=level, words=words, arrived=held, by=system, now=now)
    return gone


def _sorted_out(
    level: str, words: tuple[str, ...], scales: Scales
) -> tuple[list[int], list[datetime]]:
    """Return which recordings may go, and when those arrived that wait for a signature."""
    signed = destroying.signed_until(level)
    free: list[int] = []
    held: list[datetime] = []
    for pk, arrived in _oldest(level):
        said = scales.weigh(words, DESTROY, destroying.asked_of(arrived)).verdict
        if said == GRANTED or (said == HELD and signed is not None and arrived <= signed):
            free.append(pk)
        elif said == HELD:
            held.append(arrived)
        else:
            break
    return free, held


def _oldest(level: str) -> list[tuple[int, datetime]]:
    rows = Recording.objects.filter(erased_at__isnull=True, held_by__isnull=True)
    if level == Level.ORDINARY:
        rows = rows.exclude(call__customer__secrecy__in=[Level.SECRET, Level.TOP])
    else:
        rows = rows.filter(call__customer__secrecy=level)
    return list(rows.order_by("call__arrived", "pk").values_list("pk", "call__arrived")[:BATCH])


@transaction.atomic
def _erase(pk: int, now: datetime) -> int:
    enforcement.take_turn(None)
    rows = Recording.objects.select_for_update(of=("self",)).select_related("call")
    found = rows.filter(pk=pk, erased_at__isnull=True, held_by__isnull=True).first()
    if found is None:
        return 0
    system = ensure_system_member()
    record(found.call, ERASED, system, now)
    found.file, found.erased_at, found.levels = None, now, []
    found.save(update_fields=["file", "erased_at", "levels"])
    files.let_go(about=_about(found), kept_by=system)
    return 1
