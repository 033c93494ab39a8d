"""A telephone menu as Asterisk reads it: the contexts of its dialplan, its queues, its prompts.

Times, keys and queues are in the files, so that the exchange goes on when the house is away. It is
the house that says who spoke to a caller last: it sets SHOUWEN_LAST as soon as the call arrives.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from shouwen.calls.menu import (
    DAYS,
    LAST_DIGITS,
    Does,
    Menu,
    MenuKey,
    PhoneQueue,
    Shown,
    always_open,
)

Members = Mapping[str, list[str]]
KEYED = "ShouwenKeyed"
# How long a caller may think before silence counts, and how long one seat rings.
THINKS, RINGS = 6, 15
# Whom nobody answers after this long is called back; only where the menu does not say how long.
AT_MOST = 600
_BACK = ",CallBack: yes"
LANGUAGE = "中文请按1。For English, press 2."


def extensions(menu: Menu, key: str) -> str:
    """Return the contexts of a menu; callers are sent to ``shouwen-menu-KEY,s,1``."""
    menus = ["", *(e.keys for e in menu.entries if e.does is Does.MENU)]
    parts = [
        _door(menu, key),
        *(_menu(menu, key, keys) for keys in menus),
        *(_queue(key, queue) for queue in menu.queues),
        *(_call_back(key, queue) for queue in menu.queues if queue.call_back),
    ]
    return "\n\n".join("\n".join(lines) for lines in parts) + "\n"


def queues(menu: Menu, key: str, members: Members) -> str:
    """Return the queues of a menu for queues.conf; ``members`` are keys of members by queue."""
    found = (_section(key, queue, members.get(queue.key, [])) for queue in menu.queues)
    return "\n\n".join("\n".join(lines) for lines in found) + "\n"


def prompts(menu: Menu, key: str) -> list[tuple[str, str]]:
    """List the sounds to be recorded, as (file below the exchange's sounds, words)."""
    found = [(f"zh/shouwen/{key}/{name}", zh) for name, zh, _en in _spoken(menu)]
    if menu.english:
        found += [(f"en/shouwen/{key}/{name}", en) for name, _zh, en in _spoken(menu)]
        found.append((f"zh/shouwen/{key}/language", LANGUAGE))
    return found


def _spoken(menu: Menu) -> Iterator[tuple[str, str, str]]:
    yield "greeting", menu.greeting, menu.greeting_en
    if not always_open(menu):
        yield "closed", menu.closed, menu.closed_en
    for entry in menu.entries:
        yield entry.keys, entry.words, entry.words_en
        if entry.says:
            yield f"{entry.keys}-says", entry.says, entry.says_en
    for queue in menu.queues:
        if queue.announce:
            yield f"wait-{queue.key}", queue.announce, queue.announce_en


# ── contexts ─────────────────────────────────────────────────────────────────────────────────


def _lines(name: str, first: str, *more: str) -> list[str]:
    """Write the steps of an extension; one that begins with ``(name)`` can be gone to."""
    rest = (f" same => n{each}" if each.startswith("(") else f" same => n,{each}" for each in more)
    return [f"exten => {name},1,{first}", *rest]


def _told(key: str, keys: str, more: str = "") -> str:
    return f"UserEvent({KEYED},Menu: {key},Keys: {keys}{more})"


def _door(menu: Menu, key: str) -> list[str]:
    steps = ["Set(CHANNEL(language)=zh)", *_language(menu, key), *_hours(menu, key)]
    steps.append(f"(open),Goto({_context(key, '')},s,1)")
    return [f"[shouwen-menu-{key}]", *_lines("s", "Answer()", *steps)]


def _language(menu: Menu, key: str) -> list[str]:
    if not menu.english:
        return []
    return [
        f"Read(KEY,shouwen/{key}/language,1,,1,{THINKS})",
        'ExecIf($["${KEY}" = "2"]?Set(CHANNEL(language)=en))',
    ]


def _hours(menu: Menu, key: str) -> list[str]:
    if always_open(menu):
        return []
    return [
        f"GotoIfTime({_times(menu)}?open)",
        f"Read(KEY,shouwen/{key}/closed,1,,1,{THINKS})",
        'GotoIf($["${KEY}" = "1"]?back)',
        "Hangup()",
        f"(back),{_told(key, 'closed', _BACK)}",
        "Hangup()",
    ]


def _times(menu: Menu) -> str:
    days = "&".join(day for day in DAYS if day in menu.days)
    if not menu.opens:
        return f"*,{days},*,*"
    # Asterisk counts the last minute in.
    closes = datetime.strptime(menu.closes, "%H:%M") - timedelta(minutes=1)  # noqa: DTZ007 no day
    return f"{menu.opens}-{closes:%H:%M},{days},*,*"


def _context(key: str, keys: str) -> str:
    return f"shouwen-menu-{key}-{keys or 'top'}"


def _menu(menu: Menu, key: str, keys: str) -> list[str]:
    entries = menu.below(keys)
    above = menu.entry(keys)
    first = ["greeting"] if above is None else [f"{keys}-says"] if above.says else []
    heard = [f"shouwen/{key}/{name}" for name in (*first, *(e.keys for e in entries))]
    person = f"Goto(shouwen-queue-{key}-{menu.person},s,1)"
    lines = [
        f"[{_context(key, keys)}]",
        *_lines("s", f"Background({'&'.join(heard)})", f"WaitExten({THINKS})"),
    ]
    for entry in entries:
        lines += _lines(entry.keys[-1], *_steps(key, entry, _context(key, keys)))
    # Whoever presses 0, nothing, or a key that is none comes to a person.
    lines += _lines("0", _told(key, "0"), person)
    return [*lines, *_lines("t", person), *_lines("i", person)]


def _steps(key: str, entry: MenuKey, here: str) -> list[str]:
    told, says = _told(key, entry.keys), f"shouwen/{key}/{entry.keys}-says"
    if entry.does is Does.MENU:
        return [told, f"Goto({_context(key, entry.keys)},s,1)"]
    if entry.does is Does.SAY:
        return [told, f"Playback({says})", f"Goto({here},s,1)"]
    if entry.does is Does.CALL_BACK:
        return [_told(key, entry.keys, _BACK), f"Playback({says})", "Hangup()"]
    on = f"Goto(shouwen-queue-{key}-{entry.queue},s,1)"
    if entry.does is Does.QUEUE:
        return [told, on]
    read = f"Read(KEYED,{says},{entry.digits},,1,{THINKS})"
    return [read, _told(key, entry.keys, _digits(entry)), "Set(KEYED=)", on]


def _digits(entry: MenuKey) -> str:
    """Return what of the digits is told at all: the rest never leaves the exchange."""
    if entry.shown is Shown.NOTHING:
        return ""
    return ",Digits: " + (
        "${KEYED}" if entry.shown is Shown.WHOLE else f"${{KEYED:-{LAST_DIGITS}}}"
    )


def _queue(key: str, queue: PhoneQueue) -> list[str]:
    name = f"shouwen-queue-{key}-{queue.key}"
    steps = [
        "Set(RECORDING=${UNIQUEID}.wav)",
        # Only from here on, so that what was keyed in is in no recording.
        "MixMonitor(${RECORDING},b)",
        "Set(CHANNEL(hangup_handler_push)=shouwen-recorded,s,1)",
    ]
    if queue.last_agent:
        steps += [
            f'ExecIf($["${{SHOUWEN_LAST}}" != ""]?Dial(PJSIP/${{SHOUWEN_LAST}},{RINGS}))',
            'ExecIf($["${DIALSTATUS}" = "ANSWER"]?Hangup())',
        ]
    steps += [
        f"(waits),Set(QUEUE_PRIO={queue.priority})",
        f"Queue({queue.key},t,,,{queue.longest or AT_MOST})",
        *_unanswered(key, queue),
        "Hangup()",
    ]
    return [f"[{name}]", *_lines("s", *steps)]


def _unanswered(key: str, queue: PhoneQueue) -> list[str]:
    """Send on whom nobody answered; whoever was spoken to hangs up."""
    if not queue.overflow:
        return []
    on = f"shouwen-queue-{key}-{queue.overflow},s,waits"
    return [f'GotoIf($["${{QUEUESTATUS}}" = "TIMEOUT"]?{on})']


def _call_back(key: str, queue: PhoneQueue) -> list[str]:
    return [
        f"[shouwen-callback-{key}-{queue.key}]",
        *_lines("1", _told(key, "callback", _BACK), "Hangup()"),
    ]


def _section(key: str, queue: PhoneQueue, members: list[str]) -> list[str]:
    lines = [f"[{queue.key}]", "strategy = leastrecent", f"timeout = {RINGS}", "retry = 1"]
    lines += ["ringinuse = no", "joinempty = yes", "leavewhenempty = no"]
    lines.append(f"weight = {queue.priority}")
    if queue.announce_after:
        lines += [
            f"periodic-announce = shouwen/{key}/wait-{queue.key}",
            f"periodic-announce-frequency = {queue.announce_after}",
        ]
    if queue.call_back:
        lines.append(f"context = shouwen-callback-{key}-{queue.key}")
    return lines + [f"member => PJSIP/{each},0,{each}" for each in members]
