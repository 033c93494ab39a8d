"""A telephone menu and its queues as data: what a caller hears, presses, and where that leads.

It knows neither the database nor the clock. Wherever a caller stands, 0 and silence lead to a
person: no menu can be written without it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Annotated, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from pydantic import BaseModel, ConfigDict, Field

from shouwen.people.refusals import RefusedError

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
PERSON_KEY = "0"
LONGEST_WORDS = 300
# The keys of a telephone, and how many of them are pressed at most.
KEYS = r"[1-9]{1,2}"
CLOCK = r"([01]\d|2[0-3]):[0-5]\d"
MENU_KEY = r"(?!new$)[a-z][a-z0-9-]{0,19}"
QUEUE_KEY = r"[a-z][a-z0-9-]{0,29}"
MOST_DIGITS = 32

Words = Annotated[str, Field(max_length=LONGEST_WORDS)]
Seconds = Annotated[int, Field(ge=5, le=3600)]


class Does(StrEnum):
    """What happens when a key is pressed."""

    QUEUE = "queue"
    MENU = "menu"
    SAY = "say"
    ASK = "ask"
    CALL_BACK = "call_back"


class Shown(StrEnum):
    """How much of what a caller keyed in reaches the house."""

    LAST = "last"
    WHOLE = "whole"
    NOTHING = "nothing"


DOES = (
    (Does.QUEUE, pgettext_lazy("telephone menu", "to a queue")),
    (Does.MENU, pgettext_lazy("telephone menu", "opens a menu")),
    (Does.SAY, pgettext_lazy("telephone menu", "says something")),
    (Does.ASK, pgettext_lazy("telephone menu", "asks for digits, then to a queue")),
    (Does.CALL_BACK, pgettext_lazy("telephone menu", "asks to be called back")),
)
SHOWN = (
    (Shown.LAST, gettext_lazy("the last four digits")),
    (Shown.WHOLE, gettext_lazy("all digits")),
    (Shown.NOTHING, gettext_lazy("that digits were keyed in")),
)
LAST_DIGITS = 4
_SPEAKING = (Does.SAY, Does.ASK, Does.CALL_BACK)


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class MenuKey(_Part):
    """One key of the menu; ``keys`` are those pressed one after the other, ``2`` or ``21``.

    ``words`` offer it in the menu, ``says`` is what its presser hears: told, or asked for digits.
    """

    keys: Annotated[str, Field(pattern=f"^{KEYS}$")]
    words: Words
    words_en: Words = ""
    says: Words = ""
    says_en: Words = ""
    does: Does
    queue: str = ""
    digits: Annotated[int, Field(ge=1, le=MOST_DIGITS)] | None = None
    shown: Shown = Shown.LAST
    advertising: bool = False


class PhoneQueue(_Part):
    """Who waits for whom; ``team`` and ``skill`` say who is asked, as the house keeps them.

    ``priority`` of 9 goes first. Each ``announce_after`` seconds the waiting hear that it takes
    longer; after ``longest`` they go on to ``overflow``, or are called back without one.
    """

    key: Annotated[str, Field(pattern=f"^{QUEUE_KEY}$")]
    name: Annotated[str, Field(min_length=1, max_length=60)]
    team: Annotated[str, Field(min_length=1, max_length=60)]
    skill: Annotated[str, Field(max_length=40)] = ""
    priority: Annotated[int, Field(ge=0, le=9)] = 0
    last_agent: bool = False
    call_back: bool = False
    announce: Words = ""
    announce_en: Words = ""
    announce_after: Seconds | None = None
    longest: Seconds | None = None
    overflow: str = ""


class Menu(_Part):
    """A whole telephone menu; without ``opens`` and ``closes`` it is open at all hours.

    ``person`` is the queue of whoever presses 0 or nothing.
    """

    greeting: Words
    greeting_en: Words = ""
    english: bool = False
    days: tuple[str, ...] = DAYS
    opens: Annotated[str, Field(pattern=f"^({CLOCK})?$")] = ""
    closes: Annotated[str, Field(pattern=f"^({CLOCK})?$")] = ""
    closed: Words = ""
    closed_en: Words = ""
    person: str
    entries: Annotated[tuple[MenuKey, ...], Field(max_length=90)] = ()
    queues: Annotated[tuple[PhoneQueue, ...], Field(min_length=1, max_length=30)]

    def below(self, keys: str = "") -> list[MenuKey]:
        """List the entries of a menu by their keys; without ``keys`` those of the main one."""
        size = len(keys) + 1
        found = [e for e in self.entries if len(e.keys) == size and e.keys.startswith(keys)]
        return sorted(found, key=lambda entry: entry.keys)

    def entry(self, keys: str) -> MenuKey | None:
        """Return what stands behind some keys."""
        return next((each for each in self.entries if each.keys == keys), None)

    def queue(self, key: str) -> PhoneQueue | None:
        """Return the queue of this key."""
        return next((each for each in self.queues if each.key == key), None)


def facts_of(menu: Menu) -> Mapping[str, Any]:
    """Return what rules may ask about a menu: its size, and whether it advertises at the top."""
    menus = [menu.below(), *(menu.below(e.keys) for e in menu.entries if e.does is Does.MENU)]
    return {
        "options": max(len(each) for each in menus),
        "levels": 2 if len(menus) > 1 else 1,
        "advertising": any(entry.advertising for entry in menu.below()),
    }


def check(menu: Menu) -> None:
    """Raise RefusedError where a caller would be led nowhere, or would not understand a word."""
    for why in _faults(menu):
        raise RefusedError(why)


def _faults(menu: Menu) -> Iterator[str]:
    yield from _of_hours(menu)
    yield from _of_words(menu)
    yield from _of_queues(menu)
    seen: set[str] = set()
    for entry in menu.entries:
        if entry.keys in seen:
            yield _("Key %(keys)s is written down twice.") % {"keys": entry.keys}
        seen.add(entry.keys)
        yield from _of_entry(menu, entry)


def _of_hours(menu: Menu) -> Iterator[str]:
    if bool(menu.opens) != bool(menu.closes) or (menu.opens and menu.opens >= menu.closes):
        yield _("Write both when it opens and when it closes, the earlier first, or neither.")
    if not menu.days or set(menu.days) - set(DAYS):
        yield _("Choose the days on which somebody answers.")
    if always_open(menu):
        return
    if not menu.closed or (menu.english and not menu.closed_en):
        yield _("Write what is said when nobody is there.")


def always_open(menu: Menu) -> bool:
    """Return whether a menu has no hours."""
    return not menu.opens and set(menu.days) == set(DAYS)


def _of_words(menu: Menu) -> Iterator[str]:
    if not menu.greeting:
        yield _("Write what the caller hears first.")
    both = [(menu.greeting, menu.greeting_en), *((e.words, e.words_en) for e in menu.entries)]
    both += [(e.says, e.says_en) for e in menu.entries]
    both += [(q.announce, q.announce_en) for q in menu.queues]
    if menu.english and any(zh and not en for zh, en in both):
        yield _("Write everything in English as well, or offer Chinese only.")


def _of_queues(menu: Menu) -> Iterator[str]:
    keys = [queue.key for queue in menu.queues]
    if len(set(keys)) < len(keys):
        yield _("Two queues have the same key.")
    if menu.person not in keys:
        yield _("Choose the queue that leads to a person: 0 and silence lead there.")
    for queue in menu.queues:
        if queue.overflow and (queue.overflow not in keys or queue.longest is None):
            said = {"queue": queue.name}
            yield _("%(queue)s: say after how long it overflows, and into which queue.") % said
        if bool(queue.announce) != (queue.announce_after is not None):
            said = {"queue": queue.name}
            yield _("%(queue)s: write what the waiting hear, and after how long.") % said
        if _runs_in_a_circle(menu, queue):
            yield _("%(queue)s overflows into itself.") % {"queue": queue.name}


def _runs_in_a_circle(menu: Menu, queue: PhoneQueue) -> bool:
    seen, each = {queue.key}, menu.queue(queue.overflow)
    while each is not None:
        if each.key in seen:
            return True
        seen.add(each.key)
        each = menu.queue(each.overflow)
    return False


def _of_entry(menu: Menu, entry: MenuKey) -> Iterator[str]:
    said = {"keys": entry.keys}
    if not entry.words:
        yield _("Key %(keys)s: write what the caller hears.") % said
    above = menu.entry(entry.keys[:-1])
    if len(entry.keys) > 1 and (above is None or above.does is not Does.MENU):
        yield _("Key %(keys)s stands below a key that opens no menu.") % said
    if entry.does is Does.MENU and (len(entry.keys) > 1 or not menu.below(entry.keys)):
        yield _("Key %(keys)s opens a menu: write its keys, and nothing below these.") % said
    if entry.does in {Does.QUEUE, Does.ASK} and menu.queue(entry.queue) is None:
        yield _("Key %(keys)s leads to no queue there is.") % said
    if entry.does in _SPEAKING and not entry.says:
        yield _("Key %(keys)s: write what is then said or asked.") % said
    if entry.does is Does.ASK and entry.digits is None:
        yield _("Key %(keys)s: say how many digits are asked for at most.") % said


def covered(digits: str, entry: MenuKey | None) -> str:
    """Return as much of what was keyed in as the house may keep; of an unknown key nothing."""
    kept = "".join(each for each in digits if each.isascii() and each.isdecimal())[:MOST_DIGITS]
    if entry is None or entry.does is not Does.ASK or entry.shown is Shown.NOTHING:
        return ""
    return kept if entry.shown is Shown.WHOLE else kept[-LAST_DIGITS:]
