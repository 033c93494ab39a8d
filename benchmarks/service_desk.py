"""A service desk at size: create, list, one case, reply and search at eight clients.

``python benchmarks/service_desk.py`` loads a small number and finishes in minutes; the figures in
docs/benchmarks.md come from::

    python benchmarks/service_desk.py --cases 100000 --rival
    python benchmarks/service_desk.py --cases 1000000
    python benchmarks/service_desk.py --cases 100000 --sqlite
    python benchmarks/service_desk.py --cases 1000000 --sqlite

It needs Debian's `wrk`, and for PostgreSQL and the rival a PostgreSQL server's programs. Nothing is
left behind. Each case is opened and updated twice through the one door every fact goes through, so
its obligations, its history and the index are those of daily work. The rival is django-helpdesk
from PyPI in an environment of its own, with the same texts in the same PostgreSQL.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE / "desk"), str(HERE.parent)]

import rival_desk  # noqa: E402
from desk_words import COMMON, RARE, said, titled  # noqa: E402

from tools import with_postgres  # noqa: E402

CLIENTS, MEMBERS, QUEUES, BATCH = 8, 50, 20, 500
NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
RULES = HERE / "desk" / "rules.md"


def main() -> None:
    chosen = _arguments()
    if shutil.which("wrk") is None:
        print("This benchmark needs wrk; install the Debian package wrk.")
        return
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="service-desk-")))
        if not chosen.sqlite:
            port = stack.enter_context(with_postgres.server())
            os.environ |= with_postgres.environment(port)
        ours = measure_ours(chosen, folder)
        theirs = (
            rival_desk.measure(chosen, folder, port, sys.modules[__name__]) if chosen.rival else {}
        )
    _print(chosen, ours, theirs)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cases", type=int, default=2000)
    parser.add_argument("--seconds", type=int, default=5, help="of each of three measurements")
    parser.add_argument("--sqlite", action="store_true")
    parser.add_argument("--rival", action="store_true", help="django-helpdesk beside it")
    chosen = parser.parse_args()
    if chosen.rival and chosen.sqlite:
        parser.error("the rival is measured beside PostgreSQL")
    return chosen


# ── ours ─────────────────────────────────────────────────────────────────────────────────────


def measure_ours(chosen: argparse.Namespace, folder: Path) -> dict[str, float]:
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "shouwen.site.settings",
        "SHOUWEN_DATA_DIR": str(folder / "data"),
        "SHOUWEN_MODE": "development",
        "SHOUWEN_LOG_LEVEL": "error",
        "SHOUWEN_API_PER_MINUTE": "1000000",
    }
    import django

    django.setup()
    from django.core.management import call_command

    subprocess.run([sys.executable, str(HERE.parent / "tools" / "compile_messages.py")], check=True)
    call_command("migrate", verbosity=0)
    house = _house()
    started = time.perf_counter()
    _load(chosen.cases, house)
    took = time.perf_counter() - started
    print(f"loaded {chosen.cases:,} cases in {took:,.0f} s ({chosen.cases / took:,.0f} a second)")
    _settle()
    cookies, token = _signed_in(house["members"][0])
    with _served(["shouwen.site.wsgi:application"], HERE.parent) as base:
        return _acts(chosen, base, cookies, token)


def _house() -> dict[str, Any]:
    """Make the department: 50 members in 20 teams, 20 categories kept as 20 lists, the rules."""
    from shouwen.cases.gates import standing
    from shouwen.cases.kept_views import keep_view
    from shouwen.cases.models import Category
    from shouwen.people import actions
    from shouwen.regulations import actions as regulations

    since = NOW.date() - timedelta(days=900)
    post = actions.add_post(key="agent", name="客服专员")
    for permission in ("cases.view_all", "cases.work", "regulations.adopt"):
        actions.grant(post=post, permission=permission)
    service = actions.add_department(key="service", name="客户服务部")
    teams = [
        actions.add_team(key=f"team{n}", name=f"{n + 1} 班", department=service)
        for n in range(QUEUES)
    ]
    members = [
        actions.add_member(key=f"m{n}", name=f"坐席{n + 1}", email=f"m{n}@example.com")
        for n in range(MEMBERS)
    ]
    for n, member in enumerate(members):
        actions.appoint(member=member, post=post, team=teams[n % QUEUES], since=since)
    actions.ensure_system_member()
    adopted = regulations.adopt(
        text=RULES.read_text(), file_name="desk.md", by=members[0], at=NOW - timedelta(days=800)
    )
    assert not isinstance(adopted, tuple), [str(fault) for fault in adopted]
    queues = [
        Category.objects.create(name=f"队列 {n + 1}", case_type="complaint") for n in range(QUEUES)
    ]
    where = standing(members[0], NOW.date())
    for queue in queues[:10]:
        keep_view(where=where, name=queue.name, query=f"state=unsettled&category={queue.pk}")
    return {"members": members, "queues": queues}


def _load(number: int, house: dict[str, Any]) -> None:
    """Open the cases in order, each with two updates; the later tenth is not settled."""
    from shouwen.cases.importing.batches import Known, open_all

    dice = random.Random(5)
    known = Known(actor=house["members"][0], recorded_at=NOW)
    for begin in range(0, number, BATCH):
        rows = range(begin, min(begin + BATCH, number))
        open_all([_planned(n, number, house, dice) for n in rows], known)


def _planned(n: int, number: int, house: dict[str, Any], dice: random.Random) -> Any:
    from shouwen.cases.importing.reading import RawRow
    from shouwen.cases.importing.rows import PlannedCase, PlannedFact

    at = NOW - timedelta(minutes=(number - n) // 2 + 60)
    member = house["members"][n % MEMBERS]
    facts = [
        PlannedFact(
            kind="case_replied", at=at + timedelta(minutes=5),
            details={"text": said(dice, n), "channel": "phone"},
        ),
        PlannedFact(
            kind="case_noted", at=at + timedelta(minutes=9), details={"text": said(dice, n)}
        ),
    ]  # fmt: skip
    if n < number * 9 // 10:
        details = {"resolution": said(dice, n)}
        facts.append(
            PlannedFact(kind="case_resolved", at=at + timedelta(minutes=20), details=details)
        )
        facts.append(PlannedFact(kind="case_closed", at=at + timedelta(minutes=30), details={}))
    return PlannedCase(
        row=RawRow(place=n + 1, line=n + 1, values={}), key=f"bench:{n}", case_type="complaint",
        title=titled(dice, n), text=said(dice, n), reference="", severity="general",
        channel="phone", category=(house["queues"][n % QUEUES].name,), handler=member,
        department=None, customer=f"客户{n % 5000}", phone=f"138{n % 5000:08d}", unit="",
        opened_at=at, opening={}, facts=tuple(facts),
    )  # fmt: skip


def _settle() -> None:
    """Let the database look at what it holds, as it does by itself overnight."""
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("VACUUM ANALYZE")
        else:
            cursor.execute("INSERT INTO search_tokens (search_tokens) VALUES ('optimize')")
            cursor.execute("ANALYZE")
    connection.close()


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
        member=member, name="benchmark", scopes=["cases:write"], days=1, at=at
    )
    return made if isinstance(made, str) else str(made[1])


def _acts(
    chosen: argparse.Namespace, base: str, cookies: str, token: str
) -> dict[str, float]:  # fmt: skip
    from django.db import connection

    from shouwen.cases.models import Case, Category

    last = Case.objects.filter(state="open").order_by("-pk").values_list("number", flat=True)[:1000]
    numbers = list(last)[:: max(1, len(last) // 200)]
    queue = Category.objects.first()
    connection.close()
    signed = {"Cookie": cookies, "X-CSRFToken": "a" * 32, "Referer": base}
    form = "case_type=complaint&severity=general&channel=phone&title=__TEXT__&token=__KEY__"
    plain = '{"case_type":"complaint","severity":"general","channel":"phone","title":"__TEXT__"}'
    bearer = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    wanted = {
        "list": ("GET", ["/cases/?state=unsettled"], "", signed),
        "list of a queue": (
            "GET", [f"/cases/?state=unsettled&category={queue.pk if queue else ''}"], "", signed,
        ),
        "case page": ("GET", [f"/cases/{number}/" for number in numbers], "", signed),
        "search, common": ("GET", [f"/search/?q={quoted(COMMON)}"], "", signed),
        "search, rare": ("GET", [f"/search/?q={quoted(RARE)}"], "", signed),
        "reply": (
            "POST", [f"/cases/{number}/write/" for number in numbers],
            "mode=reply&text=__TEXT__&channel=phone&token=__KEY__", signed,
        ),
        "create, form": ("POST", ["/cases/new/"], form, signed),
        "create, API": ("POST", ["/api/v1/cases"], plain, bearer),
    }  # fmt: skip
    return {name: drive(chosen, base, *act, name=name) for name, act in wanted.items()}


def quoted(text: str) -> str:
    from urllib.parse import quote

    return quote(text)


# ── load ─────────────────────────────────────────────────────────────────────────────────────

SCRIPT = """
local paths = { %(paths)s }
local body = %(body)s
local headers = { %(headers)s }
local count = 0
local seed = 0
setup = function(thread) seed = seed + 1; thread:set("part", seed) end
init = function() math.randomseed(os.time() * 100 + part) end
request = function()
  count = count + 1
  local sent = nil
  if body ~= "" then
    local key = part .. "-" .. os.time() .. "-" .. math.random(1, 1e9) .. "-" .. count
    sent = body:gsub("__KEY__", key):gsub("__TEXT__", "bench " .. key)
    headers["Idempotency-Key"] = key
  end
  return wrk.format("%(method)s", paths[math.random(#paths)], headers, sent)
end
"""


def drive(
    chosen: argparse.Namespace, base: str, method: str, paths: list[str], body: str,
    headers: dict[str, str], *, name: str,
) -> float:  # fmt: skip
    """Return the requests a second of one act, the median of three, after a warm-up."""
    if body and "Content-Type" not in headers:
        headers = {**headers, "Content-Type": "application/x-www-form-urlencoded"}
    script = SCRIPT % {
        "paths": ", ".join(f"{path!r}" for path in paths),
        "body": repr(body),
        "headers": ", ".join(f'["{key}"] = {value!r}' for key, value in headers.items()),
        "method": method,
    }
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as file:
        file.write(script)
        file.flush()
        runs = [_wrk(file.name, base, seconds, name) for seconds in (1, *[chosen.seconds] * 3)]
    return statistics.median(runs[1:])


def _wrk(script: str, base: str, seconds: int, name: str) -> float:
    told = subprocess.run(
        ["wrk", "-t2", f"-c{CLIENTS}", f"-d{seconds}s", "--timeout", "60s", "-s", script, base],
        check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    bad = re.search(r"Non-2xx or 3xx responses: (\d+)", told)
    if bad:
        print(f"{name}: {bad[1]} answers were refusals; the figure is worth nothing")
    found = re.search(r"Requests/sec:\s+([\d.]+)", told)
    return float(found[1]) if found else 0.0


@contextlib.contextmanager
def _served(arguments: list[str], folder: Path) -> Iterator[str]:
    port = with_postgres.free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", *arguments, "--bind", f"127.0.0.1:{port}",
         "--worker-class", "gthread", "--workers", "2", "--threads", "4", "--log-level", "error"],
        cwd=folder,
    )  # fmt: skip
    base = f"http://127.0.0.1:{port}"
    try:
        wait_for(base)
        yield base
    finally:
        process.terminate()
        process.wait(30)


def wait_for(base: str) -> None:
    for _ in range(300):
        try:
            urllib.request.urlopen(f"{base}/healthz", timeout=5)
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit(f"{base} does not answer.")


def _print(chosen: argparse.Namespace, ours: dict[str, float], theirs: dict[str, float]) -> None:
    place = "SQLite" if chosen.sqlite else "PostgreSQL"
    print(
        f"\n{chosen.cases:,} cases in {place}, {CLIENTS} clients, requests a second, median of 3\n"
    )
    print("| act | Shouwen | django-helpdesk | ratio |\n|---|---|---|---|")
    for name, rate in ours.items():
        other = theirs.get(name, 0.0)
        beside = f"{other:,.1f} | {rate / other:,.1f}" if other else "– | –"
        print(f"| {name} | {rate:,.1f} | {beside} |")


if __name__ == "__main__":
    main()
