"""django-helpdesk from PyPI beside ours: an environment of its own, the same PostgreSQL.

It is installed anew for each run, so a network or a mirror of PyPI is needed.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import venv
from pathlib import Path
from typing import Any

VERSION = "2.6.0"
HERE = Path(__file__).resolve().parent


def measure(chosen: argparse.Namespace, folder: Path, port: int, desk: Any) -> dict[str, float]:
    """Return the rival's requests a second for the acts it knows; ``desk`` drives the load."""
    python = _installed(folder)
    place = folder / "rival"
    place.mkdir()
    told = subprocess.run(
        [str(python), str(HERE / "rival_side.py"), str(port), str(chosen.cases)],
        check=True, capture_output=True, text=True, cwd=place, env=_environment(),
    ).stdout  # fmt: skip
    said = dict(line.split("=", 1) for line in told.splitlines() if "=" in line)
    address = desk.with_postgres.free_port()
    process = subprocess.Popen(
        [str(python), "-m", "gunicorn", "rival_side:application", "--bind",
         f"127.0.0.1:{address}", "--worker-class", "gthread", "--workers", "2", "--threads", "4",
         "--log-level", "error", "--pythonpath", str(HERE)],
        cwd=place, env={**_environment(), "RIVAL_PORT": str(port)},
    )  # fmt: skip
    base = f"http://127.0.0.1:{address}"
    try:
        desk.wait_for(base)
        return _acts(chosen, base, said, desk)
    finally:
        process.terminate()
        process.wait(30)


def _environment() -> dict[str, str]:
    kept = {
        k: v for k, v in os.environ.items() if not k.startswith(("SHOUWEN", "DJANGO", "PYTHON"))
    }
    return {**kept, "PYTHONPATH": str(HERE)}


def _installed(folder: Path) -> Path:
    place = folder / "rival-venv"
    venv.create(place, with_pip=True)
    python = place / "bin" / "python"
    wanted = [f"django-helpdesk=={VERSION}", "psycopg[binary]", "gunicorn", "setuptools<81"]
    subprocess.run(
        [str(python), "-m", "pip", "install", "-q", *wanted], check=True, stdout=sys.stderr
    )
    return python


def _acts(
    chosen: argparse.Namespace, base: str, said: dict[str, str], desk: Any
) -> dict[str, float]:
    signed = {"Cookie": f"sessionid={said['session']}; csrftoken={'a' * 32}",
              "X-CSRFToken": "a" * 32, "Referer": base}  # fmt: skip
    tickets = [f"/tickets/{pk}/" for pk in said["tickets"].split(",")]
    wanted = {
        "list": ("GET", [f"/datatables_ticket_list/{said['open']}?draw=1&start=0&length=25"], ""),
        "case page": ("GET", tickets, ""),
        "search, common": (
            "GET", [f"/datatables_ticket_list/{said['search']}?draw=1&start=0&length=25"], "",
        ),
        "reply": (
            "POST", [f"{ticket}update/" for ticket in tickets],
            (f"comment=__TEXT__&new_status=1&public=1&title=t&queue={said['queue']}&priority=3"
            "&submitter_email=a@example.com&description=d&body=d"),
        ),
        "create, form": (
            "POST", ["/tickets/submit/"],
            (f"queue={said['queue']}&title=__TEXT__&body=__TEXT__&priority=3"
            "&submitter_email=a@example.com"),
        ),
    }  # fmt: skip
    return {
        n: desk.drive(chosen, base, *act, signed, name=f"rival: {n}") for n, act in wanted.items()
    }
