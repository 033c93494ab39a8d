"""Run in a process of its own: bring the cast and the desk's regulation into a fresh house.

The arguments are a case book and its mapping, whose import is left to the worker. Prints the
session under which the manager is signed in.
"""

from __future__ import annotations

import shutil
import sys
from importlib import import_module
from pathlib import Path

import django

django.setup()

from django.conf import settings  # noqa: E402 - only once Django stands
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.utils import timezone  # noqa: E402

from shouwen.cases.importing import queueing  # noqa: E402
from shouwen.people.models import Member  # noqa: E402
from shouwen.regulations import actions as regulations  # noqa: E402
from shouwen.regulations.models import Version  # noqa: E402
from tests.cast import come_to_work  # noqa: E402
from tests.enforcement.conftest import DESK, at  # noqa: E402


def session_of(member: Member) -> str:
    """Sign a member in and return the session's key."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(member.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = member.get_session_auth_hash()
    session.save()
    return str(session.session_key)


def main() -> None:
    """Everybody comes to work, and the regulation is adopted."""
    cast = come_to_work()
    version = regulations.adopt(
        text=DESK, file_name="desk-rules.md", by=cast.he, at=at("2023-12-20 09:00")
    )
    if not isinstance(version, Version):
        sys.exit("\n".join(str(fault) for fault in version))
    book, mapping = (Path(argument) for argument in sys.argv[1:])
    folder = queueing.folder()
    folder.mkdir(parents=True, exist_ok=True)
    sent = queueing.Uploaded(
        path=Path(shutil.copy(book, folder)),
        file_name=book.name,
        mapping_text=mapping.read_text(),
        mapping_name=mapping.name,
    )
    queueing.begin(sent=sent, member=cast.he, at=timezone.now())
    sys.stdout.write(session_of(cast.he))


main()
