"""Asterisk in our words: what its manager interface tells of calls, and how it is told to act.

It neither connects nor reads the clock, so a recorded transcript is heard as the exchange itself.
A telephone of a seat is the endpoint named as its member: ``PJSIP/wangxl``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from shouwen.calls.choices import Command
from shouwen.calls.words import CallEvent, Told

Message = Mapping[str, Any]
Action = dict[str, Any]
CHANNEL = re.compile(r"^(?P<technology>[A-Za-z0-9]+)/(?P<seat>.+)-[0-9a-f]{4,}(;\d)?$")
# One second of tone and four of silence, as Chinese exchanges ring.
RING_SECONDS = 5
RECORDED, KEYED = "ShouwenRecorded", "ShouwenKeyed"
_SPY = {Command.LISTEN: "q", Command.WHISPER: "qw", Command.JOIN: "qB"}
# How telephones are asked from outside to pick up and to hold; not all of them understand it.
_ASK = {Command.ANSWER: "talk", Command.HOLD: "hold", Command.RESUME: "talk"}


@dataclass(slots=True)
class Line:
    """One caller: the channel they came by, and the channels of the seats that ring or speak."""

    ref: str
    channel: str = ""
    asked: bool = False
    talking: str = ""
    by: str = ""
    talked: int | None = None
    channels: dict[str, str] = field(default_factory=dict)

    @property
    def calling(self) -> bool:
        """Whether it is known by which channel the caller came."""
        return bool(self.channel)


def seat_of(channel: str) -> str:
    """Return at whose seat a channel is: ``PJSIP/wangxl-00000a`` is at wangxl's."""
    found = CHANNEL.match(channel)
    return found["seat"] if found else ""


@dataclass(slots=True)
class Ear:
    """Hears what the manager interface tells; ``contexts`` are where callers come in.

    ``lines`` are the callers there are now, by the exchange's name for them.
    """

    contexts: frozenset[str]
    lines: dict[str, Line] = field(default_factory=dict)
    bridges: dict[str, set[str]] = field(default_factory=dict)

    def hear(self, message: Message, received_at: datetime) -> list[CallEvent]:
        """Return what one message tells of a call, mostly nothing."""
        hears = _HEARS.get(str(message.get("Event", "")))
        if hears is None:
            return []
        at = _moment(message, received_at)
        return [
            CallEvent(
                call=ref, key=f"{kind}:{seat}:{at.timestamp():.6f}", kind=kind, at=at,
                received_at=received_at, seat=seat, more=more,
            )
            for ref, kind, seat, more in hears(self, message)
        ]  # fmt: skip

    def line(self, message: Message) -> Line | None:
        """Return the caller a message is about; one that came before we listened is known now."""
        return self.lines.get(str(message.get("Linkedid", "")))

    def known(self, message: Message) -> Line:
        """Return the caller that stands in a queue, whom nobody may have told us of before."""
        ref = str(message.get("Linkedid") or message.get("Uniqueid", ""))
        line = self.lines.setdefault(ref, Line(ref))
        if not line.calling and message.get("Uniqueid") == ref:
            line.channel = str(message.get("Channel", ""))
        line.asked = True
        return line


Heard = Iterator[tuple[str, Told, str, dict[str, Any]]]


def _moment(message: Message, received_at: datetime) -> datetime:
    try:
        return datetime.fromtimestamp(float(message["Timestamp"]), UTC)
    except (KeyError, TypeError, ValueError, OverflowError, OSError):
        return received_at


def _count(message: Message, name: str) -> int | None:
    text = str(message.get(name, ""))
    return int(text) if text.isascii() and text.isdecimal() else None


def _rings(message: Message) -> dict[str, Any]:
    seconds = _count(message, "RingTime")
    return {} if seconds is None else {"rings": seconds // RING_SECONDS + 1}


# ── one message each ─────────────────────────────────────────────────────────────────────────


def _came(ear: Ear, message: Message) -> Heard:
    ref = str(message.get("Uniqueid", ""))
    if ref != message.get("Linkedid") or message.get("Context") not in ear.contexts:
        return
    ear.lines[ref] = Line(ref, channel=str(message.get("Channel", "")))
    yield ref, Told.ARRIVED, "", {"number": str(message.get("CallerIDNum", ""))}


def _queued(ear: Ear, message: Message) -> Heard:
    line = ear.known(message)
    said = {"queue": str(message.get("Queue", "")), "number": str(message.get("CallerIDNum", ""))}
    yield line.ref, Told.QUEUED, "", said


def _rang(ear: Ear, message: Message) -> Heard:
    line, seat = ear.known(message), str(message.get("MemberName", ""))
    line.channels[seat] = str(message.get("DestChannel", ""))
    yield line.ref, Told.RANG, seat, {}


def _missed(ear: Ear, message: Message) -> Heard:
    line, seat = ear.known(message), str(message.get("MemberName", ""))
    line.channels.pop(seat, None)
    milliseconds = _count(message, "RingTime") or 0
    yield line.ref, Told.NO_ANSWER, seat, {"rings": milliseconds // 1000 // RING_SECONDS + 1}


def _answered(ear: Ear, message: Message) -> Heard:
    line, seat = ear.known(message), str(message.get("MemberName", ""))
    line.talking, line.channels[seat] = seat, str(message.get("DestChannel", ""))
    waited = _count(message, "HoldTime")
    said = _rings(message) | ({} if waited is None else {"waited": waited})
    yield line.ref, Told.ANSWERED, seat, said


def _served(ear: Ear, message: Message) -> Heard:
    """Keep how long it lasted, and who hung up where no bridge said it, until the caller is gone.

    Asterisk names the caller also where the seat's channel was ended by command.
    """
    line = ear.line(message)
    if line is not None and message.get("Reason") in {"caller", "agent"}:
        line.by = line.by or ("seat" if message["Reason"] == "agent" else "caller")
        line.talked = _count(message, "TalkTime")
    yield from ()


def _held(ear: Ear, message: Message) -> Heard:
    line, seat = ear.line(message), seat_of(str(message.get("Channel", "")))
    if line is not None and seat in line.channels:
        kind = Told.HELD if message["Event"] == "Hold" else Told.RESUMED
        yield line.ref, kind, seat, {}


def _met(ear: Ear, message: Message) -> Heard:
    """Find out by who meets in a bridge who speaks: the first answers, any other took it over."""
    bridge = ear.bridges.setdefault(str(message.get("BridgeUniqueid", "")), set())
    bridge.add(str(message.get("Channel", "")))
    line = next((one for one in ear.lines.values() if one.calling and one.channel in bridge), None)
    if line is None:
        return
    line.by = ""
    for channel in sorted(bridge - {line.channel}):
        seat = seat_of(channel)
        if not seat or channel.endswith((";1", ";2")) or seat == line.talking:
            continue
        before, line.talking, line.channels[seat] = line.talking, seat, channel
        if before:
            yield line.ref, Told.TRANSFERRED, before, {"to": seat}
        else:
            yield line.ref, Told.ANSWERED, seat, {}


def _parted(ear: Ear, message: Message) -> Heard:
    bridge = ear.bridges.get(str(message.get("BridgeUniqueid", "")))
    if bridge is not None:
        bridge.discard(str(message.get("Channel", "")))
        if not bridge:
            ear.bridges.pop(str(message["BridgeUniqueid"]), None)
    return _hung_up(ear, message)


def _hung_up(ear: Ear, message: Message) -> Heard:
    """Keep who went first: the end itself is told of both."""
    line, channel = ear.line(message), str(message.get("Channel", ""))
    if line is not None and not line.by:
        if channel == line.channel:
            line.by = "caller"
        elif line.talking and channel == line.channels.get(line.talking):
            line.by = "seat"
    yield from ()


def _gone(ear: Ear, message: Message) -> Heard:
    ref = str(message.get("Uniqueid", ""))
    line = ear.lines.pop(ref, None)
    if line is None:
        return
    said: dict[str, Any] = {"by": line.by or "caller"}
    if line.talked is not None:
        said["talked"] = line.talked
    if not line.asked and not line.talking:
        said["menu"] = True
    yield ref, Told.ENDED, line.talking, said


def _said(ear: Ear, message: Message) -> Heard:
    """Hear what the dialplan itself tells: a file, or what was pressed in the menu."""
    if message.get("UserEvent") == KEYED:
        yield from _keyed(ear, message)
    elif message.get("UserEvent") == RECORDED and message.get("File"):
        yield str(message.get("Linkedid", "")), Told.RECORDED, "", {"file": str(message["File"])}


def _keyed(ear: Ear, message: Message) -> Heard:
    line = ear.line(message)
    if line is None:
        return
    said: dict[str, Any] = {"menu": str(message.get("Menu", "")), "keys": str(message["Keys"])}
    if message.get("Digits"):
        said["digits"] = str(message["Digits"])
    if message.get("CallBack"):
        said["call_back"] = line.asked = True
    yield line.ref, Told.KEYED, "", said


_HEARS = {
    "Newchannel": _came,
    "QueueCallerJoin": _queued,
    "AgentCalled": _rang,
    "AgentRingNoAnswer": _missed,
    "AgentConnect": _answered,
    "AgentComplete": _served,
    "Hold": _held,
    "Unhold": _held,
    "BridgeEnter": _met,
    "BridgeLeave": _parted,
    "HangupRequest": _hung_up,
    "Hangup": _gone,
    "UserEvent": _said,
}


# ── commands ─────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """By which names the dialplan is asked: where seats are dialled, and where numbers are."""

    technology: str = "PJSIP"
    seats: str = "shouwen-seats"
    outside: str = "shouwen-outside"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A command as an adapter gets it; ``number`` is only of what is dialled."""

    command: str
    call: str
    seat: str
    to: str = ""
    number: str = ""


class ImpossibleError(Exception):
    """A command names a call or a telephone that the exchange does not have now."""


def action_of(wanted: Wanted, lines: Mapping[str, Line], plan: Plan) -> Action:
    """Return a command as an action of the manager interface; raises ImpossibleError."""
    if wanted.command == Command.ORIGINATE:
        return _dial(wanted, plan)
    line = lines.get(wanted.call)
    if line is None:
        raise ImpossibleError
    if wanted.command in _SPY:
        return _spy(wanted, line, plan)
    channel = line.channels.get(wanted.seat)
    if not channel:
        raise ImpossibleError
    if wanted.command == Command.HANG_UP:
        return {"Action": "Hangup", "Channel": channel}
    if wanted.command == Command.TRANSFER:
        return {
            "Action": "BlindTransfer", "Channel": channel, "Context": plan.seats,
            "Exten": wanted.to,
        }  # fmt: skip
    return {
        "Action": "PJSIPNotify", "Channel": channel,
        "Variable": f"Event={_ASK[Command(wanted.command)]}",
    }  # fmt: skip


def _dial(wanted: Wanted, plan: Plan) -> Action:
    return {
        "Action": "Originate", "Channel": f"{plan.technology}/{wanted.seat}",
        "Context": plan.outside, "Exten": wanted.number, "Priority": "1", "Async": "true",
        "CallerID": wanted.seat, "Timeout": "20000",
    }  # fmt: skip


def _spy(wanted: Wanted, line: Line, plan: Plan) -> Action:
    channel = line.channels.get(line.talking)
    if not channel:
        raise ImpossibleError
    return {
        "Action": "Originate", "Channel": f"{plan.technology}/{wanted.seat}",
        "Application": "ChanSpy", "Data": f"{channel},{_SPY[Command(wanted.command)]}",
        "Async": "true", "CallerID": wanted.seat, "Timeout": "20000",
    }  # fmt: skip


def last_of(channel: str, seat: str) -> Action:
    """Return the action that tells the dialplan who spoke to a caller last."""
    return {"Action": "Setvar", "Channel": channel, "Variable": "SHOUWEN_LAST", "Value": seat}


def pause_of(seat: str, *, paused: bool, reason: str, plan: Plan) -> Action:
    """Return the action that lets no call of any queue come to a seat, or lets them come again."""
    return {
        "Action": "QueuePause", "Interface": f"{plan.technology}/{seat}",
        "Paused": "true" if paused else "false", "Reason": reason,
    }  # fmt: skip
