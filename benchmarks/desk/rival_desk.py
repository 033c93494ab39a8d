"""django-helpdesk from PyPI beside ours: an environment of its own, the same PostgreSQL server.

It is installed the first time, so a network or a mirror of PyPI is needed.
"""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path

from desk_cluster import fresh
from desk_driving import drive, served

VERSION = "2.6.0"
SEARCHED = 30
HERE = Path(__file__).resolve().parent


def load(folder: Path, port: int, number: int) -> str:
    """Install it and write so many tickets; return what there is to ask for, line by line."""
    python = _installed(folder / "rival-venv")
    fresh(port, "rival")
    return subprocess.run(
        [str(python), str(HERE / "rival_side.py"), str(port), str(number)],
        check=True, stdout=subprocess.PIPE, text=True, cwd=folder, env=_environment(),
    ).stdout  # fmt: skip


def _environment() -> dict[str, str]:
    own = ("SHOUWEN", "DJANGO", "PYTHON")
    kept = {k: v for k, v in os.environ.items() if not k.startswith(own)}
    return {**kept, "PYTHONPATH": str(HERE)}


def _installed(place: Path) -> Path:
    python = place / "bin" / "python"
    if not (place / "installed").exists():
        venv.create(place, with_pip=True, clear=True)
        wanted = [f"django-helpdesk=={VERSION}", "psycopg[binary]", "gunicorn", "setuptools<81"]
        install = [str(python), "-m", "pip", "install", "-q", *wanted]
        subprocess.run(install, check=True, stdout=sys.stderr)
        (place / "installed").touch()
    return python


def measure(folder: Path, port: int, loaded: str, seconds: int) -> dict[str, float]:
    """Return the rival's requests a second for the acts it knows."""
    said = dict(line.split("=", 1) for line in loaded.splitlines() if "=" in line)
    python = str(_installed(folder / "rival-venv"))
    more = {"RIVAL_PORT": str(port), "PYTHONPATH": str(HERE), "DJANGO_SETTINGS_MODULE": ""}
    with served(python, "rival_side:application", folder, **more) as base:
        return {
            name: drive(
                # A search takes longer than what the other acts are given.
                base, SEARCHED if "search" in name else seconds, *act, _signed(said),
                name=f"rival: {name}", times=1 if "search" in name else 3,
            )
            for name, act in _acts(said).items()
        }  # fmt: skip


def _signed(said: dict[str, str]) -> dict[str, str]:
    cookie = f"sessionid={said['session']}; csrftoken={'a' * 32}"
    return {"Cookie": cookie, "X-CSRFToken": "a" * 32}


def _acts(said: dict[str, str]) -> dict[str, tuple[str, list[str], str]]:
    tickets = [f"/tickets/{pk}/" for pk in said["tickets"].split(",")]
    listed = "/datatables_ticket_list/{}?draw=1&start=0&length=25"
    reply = (
        f"comment=__TEXT__&new_status=1&public=1&title=t&queue={said['queue']}&priority=3"
        "&submitter_email=a@example.com&description=d&body=d"
    )
    create = (
        f"queue={said['queue']}&title=__TEXT__&body=__TEXT__&priority=3"
        "&submitter_email=a@example.com"
    )
    return {
        "list": ("GET", [listed.format(said["open"])], ""),
        "case page": ("GET", tickets, ""),
        "reply": ("POST", [f"{ticket}update/" for ticket in tickets], reply),
        "create, form": ("POST", ["/tickets/submit/"], create),
        # Last, for what nobody waits for any more keeps the server busy.
        "search, rare": ("GET", [listed.format(said["rare"])], ""),
        "search, common": ("GET", [listed.format(said["search"])], ""),
    }
