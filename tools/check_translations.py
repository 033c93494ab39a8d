"""Check that every room's Chinese is complete: `check_translations.py [--update] [ROOM…]`.

Every text that the room marks for translation must stand in its own zh_Hans catalogue, translated,
not fuzzy, with the same placeholders; nothing may stand there that the room no longer says. Rooms
share one catalogue when the house runs, so two of them may not mean different things by one text.
`--update` merges new texts into the catalogues first.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import django
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from django.conf import settings
from django.core.management import call_command

ROOMS = Path(__file__).resolve().parents[1] / "src" / "shouwen"
CATALOGUE = Path("locale/zh_Hans/LC_MESSAGES/django.po")
HEADER = r"""msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Language: zh_Hans\n"
"Plural-Forms: nplurals=1; plural=0;\n"
"""
PLACEHOLDER = re.compile(r"%\((\w+)\)[a-z]|\{(\w*)\}|(%[sd])")


def main(arguments: list[str]) -> int:
    """Check the rooms named, or all; print one line for each thing that is missing."""
    start_django()
    names = [each for each in arguments if not each.startswith("-")]
    rooms = [ROOMS / name for name in names] if names else all_rooms()
    if "--update" in arguments:
        for room in rooms:
            update(room)
    faults = [fault for room in rooms for fault in faults_of(room)]
    faults += clashes(all_rooms())
    for fault in faults:
        print(fault)
    if faults:
        print(
            f"{len(faults)} faults; `tools/check_translations.py --update` merges new texts.",
            file=sys.stderr,
        )
    return 1 if faults else 0


def start_django() -> None:
    """Give Django the few settings that reading marked texts needs."""
    if not settings.configured:
        settings.configure(USE_I18N=True, SETTINGS_MODULE=None)
        django.setup()


def all_rooms() -> list[Path]:
    """Return every folder that is a room."""
    return sorted(each.parent for each in ROOMS.glob("*/apps.py"))


def faults_of(room: Path) -> list[str]:
    """Return what is missing in one room, a line each."""
    said = extract(room)
    place = room / CATALOGUE
    if not place.exists():
        return [f"{place}: missing; it needs {len(said)} texts."] if said else []
    written = read(place)
    where = f"{room.name}/{CATALOGUE}"
    faults = [f"{where}: {fault}" for key in said for fault in _missing(written.get(key), key)]
    faults += [f"{where}: no longer said: {key[1]!r}" for key in written if key not in said]
    return faults


Key = tuple[str, str]  # context and message


def _missing(message: Message | None, key: Key) -> Iterator[str]:
    if message is None:
        yield f"missing: {key[1]!r}"
        return
    if message.fuzzy:
        yield f"fuzzy: {key[1]!r}"
    wanted = placeholders(key[1])
    for text in _texts(message.string):
        if not text:
            yield f"empty: {key[1]!r}"
        elif placeholders(text) != wanted and not message.pluralizable:
            yield f"placeholders differ: {key[1]!r} and {text!r}"


def _texts(string: object) -> list[str]:
    return [str(each) for each in string] if isinstance(string, (tuple, list)) else [str(string)]


def placeholders(text: str) -> set[str]:
    """Return the names that are filled in later."""
    return {"".join(found) for found in PLACEHOLDER.findall(text)}


def read(po: Path) -> dict[Key, Message]:
    """Read one catalogue's messages by context and text."""
    with po.open("rb") as source:
        catalogue: Catalog = read_po(source)
    return {
        (each.context or "", each.id if isinstance(each.id, str) else each.id[0]): each
        for each in catalogue
        if each.id
    }


def clashes(rooms: Iterable[Path]) -> list[str]:
    """Return the texts that rooms translate differently; one of them needs a context."""
    meant: dict[Key, dict[str, str]] = {}
    for place in (room / CATALOGUE for room in rooms if (room / CATALOGUE).exists()):
        for key, message in read(place).items():
            text = " ".join(_texts(message.string))
            if text.strip():
                meant.setdefault(key, {}).setdefault(text, place.parts[-5])
    return [
        f"{key[1]!r} is "
        + " and ".join(f"{text!r} in {room}" for text, room in found.items())
        + "; give one of them a context."
        for key, found in meant.items()
        if len(found) > 1
    ]


def extract(room: Path) -> set[Key]:
    """Return every text the room marks, read from a copy so that nothing is written here."""
    with tempfile.TemporaryDirectory() as temporary:
        copy = Path(temporary) / room.name
        shutil.copytree(
            room, copy, ignore=shutil.ignore_patterns("locale", "static", "migrations", "data")
        )
        update(copy)
        return set(read(copy / CATALOGUE))


def update(room: Path) -> None:
    """Merge new texts into the room's catalogue and drop what is no longer said."""
    place = room / CATALOGUE
    place.parent.mkdir(parents=True, exist_ok=True)
    if not place.exists():
        place.write_text(HEADER)
    make_messages(room)


def make_messages(folder: Path) -> None:
    """Run Django's own extraction in a folder."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        with contextlib.redirect_stdout(None):
            call_command(
                "makemessages",
                locale=["zh_Hans"],
                no_obsolete=True,
                no_location=True,
                ignore_patterns=["static/*", "migrations/*"],
                verbosity=0,
            )
    finally:
        os.chdir(before)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
