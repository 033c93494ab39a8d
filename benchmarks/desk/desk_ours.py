"""Our side, in a process of its own: load the cases, then measure each act.

Started by ``service_desk.py`` with the settings of one database in the environment.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent.parent), str(HERE.parent.parent / "src")]

import desk_copies  # noqa: E402
import desk_house  # noqa: E402
import desk_index  # noqa: E402
from desk_driving import drive, served  # noqa: E402
from desk_words import COMMON, RARE, RARELY_SAID, spread  # noqa: E402


def main() -> None:
    """Do what the first argument says: ``seed N``, ``copy N``, ``measure SECONDS FILE``."""
    import django
    from django.core.management import call_command
    from django.db import connection

    django.setup()
    deed, number, *rest = sys.argv[1:]
    # What was loaded another day is brought to today's tables first.
    call_command("migrate", verbosity=0)
    if deed == "seed":
        seed(int(number))
    elif deed == "copy":
        copy(int(number))
    else:
        rates = measure(int(number))
        Path(rest[0]).write_text(json.dumps(rates))
        if connection.vendor == "postgresql":
            _say_beside_the_index()


def _say_beside_the_index() -> None:
    for word, (ours, bare) in desk_index.beside_the_index().items():
        print(f"  {word} word: {ours:.2f} ms; the index alone {bare:.2f} ms; {ours / bare:.1f}")


def seed(number: int) -> None:
    """Make the house and open the first cases, each through the door."""
    house = desk_house.made()
    started = time.perf_counter()
    desk_house.open_through_the_door(number, house)
    took = time.perf_counter() - started
    print(f"opened {number:,} cases through the door: {number / took:,.0f} a second", flush=True)


def copy(number: int) -> None:
    """Multiply the first cases, add what is rarely said through the door, and check it all."""
    from shouwen.cases.models import Case

    started = time.perf_counter()
    desk_copies.multiply(number)
    rare = Case.objects.filter(pk__in=[n + 1 for n in spread(number)])
    desk_house.note(list(rare.values_list("number", flat=True)), RARELY_SAID)
    desk_copies.check()
    print(f"made {number:,} cases of them in {time.perf_counter() - started:,.0f} s", flush=True)


def measure(seconds: int) -> dict[str, float]:
    """Return the requests a second of each act at eight clients."""
    from shouwen.people.models import Member

    cookies, token = _signed_in(Member.objects.get(username="m0"))
    acts = _acts(cookies, token)
    root = HERE.parent.parent
    with served(sys.executable, "shouwen.site.wsgi:application", root) as base:
        return {name: drive(base, seconds, *act, name=name) for name, act in acts.items()}


def _signed_in(member: Any) -> tuple[str, str]:
    """Return the cookies of a member's session, and a token for the API."""
    from importlib import import_module

    from django.conf import settings
    from django.utils import timezone

    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store["_auth_user_id"] = str(member.pk)
    store["_auth_user_backend"] = settings.AUTHENTICATION_BACKENDS[-1]
    store["_auth_user_hash"] = member.get_session_auth_hash()
    store.save()
    csrf = "a" * 32
    cookies = f"{settings.SESSION_COOKIE_NAME}={store.session_key}; csrftoken={csrf}"
    return cookies, _token(member, timezone.now())


def _token(member: Any, at: datetime) -> str:
    from shouwen.api import actions

    made = actions.make_token(
        member=member, name=f"benchmark {at:%s}", scopes=["cases:write"], days=1, at=at
    )
    return made if isinstance(made, str) else str(made[1])


def _acts(cookies: str, token: str) -> dict[str, tuple[str, list[str], str, dict[str, str]]]:
    from django.db import connection

    from shouwen.cases.models import Case, Category

    last = Case.objects.filter(state="open").order_by("-pk").values_list("number", flat=True)[:1000]
    numbers = list(last)[:: max(1, len(last) // 200)]
    queue = Category.objects.order_by("pk")[0]
    connection.close()
    pages = {"Cookie": cookies, "X-CSRFToken": "a" * 32}
    form = "case_type=complaint&severity=general&channel=phone&title=__TEXT__&token=__KEY__"
    plain = '{"case_type":"complaint","severity":"general","channel":"phone","title":"__TEXT__"}'
    bearer = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    return {
        "list": ("GET", ["/cases/?state=unsettled"], "", pages),
        "list of a queue": ("GET", [f"/cases/?state=unsettled&category={queue.pk}"], "", pages),
        "desk": ("GET", ["/"], "", pages),
        "case page": ("GET", [f"/cases/{number}/" for number in numbers], "", pages),
        "search, common": ("GET", [f"/search/?q={quote(COMMON)}"], "", pages),
        "search, rare": ("GET", [f"/search/?q={quote(RARE)}"], "", pages),
        "reply": (
            "POST", [f"/cases/{number}/write/" for number in numbers],
            "mode=reply&text=__TEXT__&channel=phone&token=__KEY__", pages,
        ),
        "create, form": ("POST", ["/cases/new/"], form, pages),
        "create, API": ("POST", ["/api/v1/cases"], plain, bearer),
    }  # fmt: skip


def environment(folder: Path, **database: str) -> dict[str, str]:
    """Return the settings of one database."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "shouwen.site.settings",
        "SHOUWEN_DATA_DIR": str(folder),
        "SHOUWEN_MODE": "development",
        "SHOUWEN_LOG_LEVEL": "error",
        "SHOUWEN_API_PER_MINUTE": "1000000",
        # The reply itself is measured, not the moment in which it can be taken back.
        "SHOUWEN_UNDO_SECONDS": "0",
        **{f"SHOUWEN_DB{key}": value for key, value in database.items()},
    }


def run(*deed: str, env: dict[str, str]) -> None:
    """Do a deed in a process of its own."""
    subprocess.run([sys.executable, str(Path(__file__)), *deed], check=True, env=env)


if __name__ == "__main__":
    main()
