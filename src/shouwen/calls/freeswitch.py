"""FreeSWITCH in our words: what its event socket tells of calls, and how it is told to act.

It neither connects nor reads the clock, so a transcript is heard as the exchange itself. Queues are
those of mod_callcenter; a seat's telephone is the user named as its member, its agent
``wangxl@default``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from shouwen.calls.asterisk import RING_SECONDS, ImpossibleError, Wanted
from shouwen.calls.choices import Command
from shouwen.calls.words import CallEvent, Told

Message = Mapping[str, Any]
Heard = Iterator[tuple[str, Told, str, dict[str, Any]]]
CENTRE, KEYED = "callcenter::info", "shouwen::keyed"
# What has to be subscribed to; whatever follows CUSTOM is a subclass.
EVENTS = (
    "CHANNEL_CREATE CHANNEL_BRIDGE CHANNEL_HOLD CHANNEL_UNHOLD CHANNEL_HANGUP_COMPLETE "
    f"RECORD_STOP CUSTOM {CENTRE} {KEYED}"
)
_PLAIN = re.compile(r"[A-Za-z0-9._+-]+")
_LEG = re.compile(r"^sofia/[^/]+/(?P<seat>[^@;]+)")
_SPY = {
    Command.LISTEN: "",
    Command.WHISPER: "{eavesdrop_whisper_aleg=true}",
    Command.JOIN: "{eavesdrop_bridge_aleg=true,eavesdrop_bridge_bleg=true}",
}


@dataclass(slots=True)
class Line:
    """One caller: the seat that speaks, and the legs of the seats that ring or speak."""

    ref: str
    asked: bool = False
    talking: str = ""
    by: str = ""
    legs: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Ear:
    """Hears what the event socket tells; ``contexts`` are where callers come in.

    ``lines`` are the callers there are now, by the exchange's name for them.
    """

    contexts: frozenset[str]
    lines: dict[str, Line] = field(default_factory=dict)

    def hear(self, message: Message, received_at: datetime) -> list[CallEvent]:
        """Return what one event tells of a call, mostly nothing."""
        name = str(message.get("Event-Name", ""))
        if name == "CUSTOM":
            name = str(message.get("CC-Action") or message.get("Event-Subclass", ""))
        hears = _HEARS.get(name)
        at = _moment(message, received_at)
        return [
            CallEvent(
                call=ref, key=f"{kind}:{seat}:{at.timestamp():.6f}", kind=kind, at=at,
                received_at=received_at, seat=seat, more=more,
            )
            for ref, kind, seat, more in (hears(self, message) if hears else ())
        ]  # fmt: skip

    def asked(self, message: Message) -> Line:
        """Return the caller that stands in a queue, whom nobody may have told us of before."""
        ref = str(message.get("CC-Member-Session-UUID", ""))
        line = self.lines.setdefault(ref, Line(ref))
        line.asked = True
        return line

    def of_leg(self, leg: str) -> tuple[Line, str] | None:
        """Return the caller and the seat to which a leg of a seat belongs."""
        for line in self.lines.values():
            for seat, each in line.legs.items():
                if each == leg:
                    return line, seat
        return None


def _moment(message: Message, received_at: datetime) -> datetime:
    try:
        return datetime.fromtimestamp(int(message["Event-Date-Timestamp"]) / 1e6, UTC)
    except (KeyError, TypeError, ValueError, OverflowError, OSError):
        return received_at


def seat_of(agent: str) -> str:
    """Return whose seat an agent of mod_callcenter is: ``wangxl@default`` is wangxl's."""
    return agent.partition("@")[0]


def _number(message: Message, name: str) -> str:
    return str(message.get(name) or "")


# ── one event each ───────────────────────────────────────────────────────────────────────────


def _came(ear: Ear, message: Message) -> Heard:
    ref = str(message.get("Unique-ID", ""))
    if message.get("Call-Direction") != "inbound" or (
        message.get("Caller-Context") not in ear.contexts
    ):
        return
    ear.lines[ref] = Line(ref)
    yield ref, Told.ARRIVED, "", {"number": _number(message, "Caller-Caller-ID-Number")}


def _queued(ear: Ear, message: Message) -> Heard:
    line = ear.asked(message)
    said = {
        "queue": seat_of(str(message.get("CC-Queue", ""))),
        "number": _number(message, "CC-Member-CID-Number"),
    }
    yield line.ref, Told.QUEUED, "", said


def _rang(ear: Ear, message: Message) -> Heard:
    line, seat = ear.asked(message), seat_of(str(message.get("CC-Agent", "")))
    if leg := message.get("CC-Agent-UUID"):
        line.legs[seat] = str(leg)
    yield line.ref, Told.RANG, seat, {}


def _missed(ear: Ear, message: Message) -> Heard:
    line, seat = ear.asked(message), seat_of(str(message.get("CC-Agent", "")))
    line.legs.pop(seat, None)
    yield line.ref, Told.NO_ANSWER, seat, _rings(message, "CC-Agent-Aborted-Time")


def _answered(ear: Ear, message: Message) -> Heard:
    line, seat = ear.asked(message), seat_of(str(message.get("CC-Agent", "")))
    if leg := message.get("CC-Agent-UUID"):
        line.legs[seat] = str(leg)
    line.talking = seat
    said = _rings(message, "CC-Agent-Answered-Time")
    waited = _between(message, "CC-Member-Joined-Time", "CC-Agent-Answered-Time")
    yield line.ref, Told.ANSWERED, seat, said | ({} if waited is None else {"waited": waited})


def _between(message: Message, first: str, last: str) -> int | None:
    begin, end = str(message.get(first, "")), str(message.get(last, ""))
    if not (begin.isdecimal() and end.isdecimal()) or int(end) < int(begin):
        return None
    return int(end) - int(begin)


def _rings(message: Message, until: str) -> dict[str, Any]:
    seconds = _between(message, "CC-Agent-Called-Time", until)
    return {} if seconds is None else {"rings": seconds // RING_SECONDS + 1}


def _bridged(ear: Ear, message: Message) -> Heard:
    """Find out who speaks to a caller: whoever comes later has taken the call over."""
    line = ear.lines.get(str(message.get("Bridge-A-Unique-ID", "")))
    found = _LEG.match(str(message.get("Other-Leg-Channel-Name", "")))
    if line is None or found is None or found["seat"] == line.talking:
        return
    before, line.talking = line.talking, found["seat"]
    line.legs[line.talking] = str(message.get("Bridge-B-Unique-ID", ""))
    line.by = ""
    if before:
        yield line.ref, Told.TRANSFERRED, before, {"to": line.talking}
    else:
        yield line.ref, Told.ANSWERED, line.talking, {}


def _held(ear: Ear, message: Message) -> Heard:
    if found := ear.of_leg(str(message.get("Unique-ID", ""))):
        kind = Told.HELD if message["Event-Name"] == "CHANNEL_HOLD" else Told.RESUMED
        yield found[0].ref, kind, found[1], {}


def _gone(ear: Ear, message: Message) -> Heard:
    """Hear a leg end: a seat's says who hung up first, the caller's is the end of the call."""
    ref = str(message.get("Unique-ID", ""))
    line = ear.lines.pop(ref, None)
    if line is None:
        found = ear.of_leg(ref)
        if found and found[1] == found[0].talking:
            found[0].by = found[0].by or "seat"
        return
    said: dict[str, Any] = {"by": line.by or "caller"}
    if not line.asked and not line.talking:
        said["menu"] = True
    yield ref, Told.ENDED, line.talking, said


def _recorded(ear: Ear, message: Message) -> Heard:
    ref, file = str(message.get("Unique-ID", "")), message.get("Record-File-Path")
    if found := ear.of_leg(ref):
        ref = found[0].ref
    if file and ref:
        yield ref, Told.RECORDED, "", {"file": str(file)}


def _keyed(ear: Ear, message: Message) -> Heard:
    line = ear.lines.get(str(message.get("Call", "")))
    if line is None:
        return
    said: dict[str, Any] = {
        "menu": str(message.get("Menu", "")), "keys": str(message.get("Keys", "")),
    }  # fmt: skip
    if message.get("Digits"):
        said["digits"] = str(message["Digits"])
    if message.get("Call-Back"):
        said["call_back"] = line.asked = True
    yield line.ref, Told.KEYED, "", said


_HEARS = {
    "CHANNEL_CREATE": _came,
    "member-queue-start": _queued,
    "agent-offering": _rang,
    "bridge-agent-fail": _missed,
    "bridge-agent-start": _answered,
    "CHANNEL_BRIDGE": _bridged,
    "CHANNEL_HOLD": _held,
    "CHANNEL_UNHOLD": _held,
    "CHANNEL_HANGUP_COMPLETE": _gone,
    "RECORD_STOP": _recorded,
    KEYED: _keyed,
}


# ── commands ─────────────────────────────────────────────────────────────────────────────────


def command_of(wanted: Wanted, lines: Mapping[str, Line]) -> str:
    """Return a command as an ``api`` line of the event socket; raises ImpossibleError."""
    # A line ends with its line feed: nothing of what is said may carry one, or a blank.
    said = (wanted.seat, wanted.to or "-", wanted.number or "-", wanted.call)
    if not all(_PLAIN.fullmatch(each) for each in said):
        raise ImpossibleError
    if wanted.command == Command.ORIGINATE:
        return f"originate user/{wanted.seat} {wanted.number} XML shouwen-outside"
    line = lines.get(wanted.call)
    if line is None:
        raise ImpossibleError
    if wanted.command in _SPY:
        leg = _leg(line, line.talking)
        return f"originate {_SPY[Command(wanted.command)]}user/{wanted.seat} &eavesdrop({leg})"
    if wanted.command == Command.TRANSFER:
        _leg(line, wanted.seat)
        return f"uuid_transfer {line.ref} {wanted.to} XML shouwen-seats"
    leg = _leg(line, wanted.seat)
    return {
        Command.HANG_UP: f"uuid_kill {leg}",
        Command.ANSWER: f"uuid_phone_event {leg} talk",
        Command.HOLD: f"uuid_hold {leg}",
        Command.RESUME: f"uuid_hold off {leg}",
    }[Command(wanted.command)]


def _leg(line: Line, seat: str) -> str:
    leg = line.legs.get(seat, "")
    if not leg:
        raise ImpossibleError
    return leg


def pause_of(seat: str, *, paused: bool) -> str:
    """Return the line that lets no call of any queue come to a seat, or lets them come again."""
    if not _PLAIN.fullmatch(seat):
        raise ImpossibleError
    status = "On Break" if paused else "Available"
    return f"callcenter_config agent set status {seat}@default '{status}'"


def last_of(ref: str, seat: str) -> str:
    """Return the line that tells the dialplan who spoke to a caller last."""
    return f"uuid_setvar {ref} shouwen_last {seat}"
