"""`shouwen run`: every process of one machine, and what to tell the person who started them."""

from __future__ import annotations

import errno
import json
import os
import socket
import sys
from typing import NoReturn

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from shouwen.site.demo import sign_ins
from shouwen.site.keeping import Plan
from shouwen.site.supervisor import Child


class CannotRunError(Exception):
    """Starting makes no sense; the message is one sentence that says how to mend it."""


def run() -> NoReturn:
    """Become the process that keeps everything alive; raise CannotRunError where that is vain."""
    host, port = settings.ENV["HOST"], settings.ENV["PORT"]
    refuse_busy_port(host, port)
    _refuse_old_database()
    connection.close()
    # Handed on, so that the pages know where the sockets are.
    os.environ["SHOUWEN_LIVE_PORT"] = str(settings.SHOUWEN_LIVE_PORT or _free_after(host, port))
    shown = "127.0.0.1" if host in ("0.0.0.0", "::", "") else host  # noqa: S104 - asked, not bound
    plan: Plan = {
        "commands": {child.name: [*child.command] for child in children(host, port)},
        "address": f"http://{shown}:{port}/",
        "sign_ins": [*sign_ins()] if settings.SHOUWEN_DEMO_SIGN_IN else [],
    }
    # Nothing of what was loaded here is needed any more.
    ourselves = [sys.executable, "-m", "shouwen.site.keeping", json.dumps(plan)]
    os.execv(sys.executable, ourselves)  # noqa: S606 - our own program, no shell wanted


def children(host: str, port: int) -> list[Child]:
    """Return the processes of one machine."""
    ourselves = [sys.executable, "-m", "shouwen.site.cli"]
    return [
        Child("web", _web(host, port)),
        Child("worker, watcher and sockets", [*ourselves, "behind"]),
    ]


def _web(host: str, port: int) -> list[str]:
    return [
        sys.executable, "-m", "gunicorn", "shouwen.site.wsgi:application",
        "--bind", f"{host}:{port}",
        "--worker-class", "gthread",
        # Loaded once; a process that dies is replaced at once by a copy of what is loaded.
        "--preload",
        "--workers", str(settings.ENV["WEB_WORKERS"]),
        "--threads", str(settings.ENV["WEB_THREADS"]),
        "--graceful-timeout", "15",
        "--log-level", "warning",
        "--no-control-socket",
    ]  # fmt: skip


def refuse_busy_port(host: str, port: int) -> None:
    """Raise CannotRunError if somebody else listens there."""
    with socket.socket() as attempt:
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind((host, port))
        except OSError as fault:
            raise CannotRunError(_about_address(host, port, fault)) from None


def _free_after(host: str, port: int) -> int:
    """Return the first port after ours that nobody listens on."""
    for near in range(port + 1, port + 100):
        try:
            refuse_busy_port(host, near)
        except CannotRunError:
            continue
        return near
    raise CannotRunError("No port is free for the sockets; choose one with SHOUWEN_LIVE_PORT.")


def _about_address(host: str, port: int, fault: OSError) -> str:
    if fault.errno == errno.EADDRINUSE:
        return f"Port {port} is in use; stop that program or choose another with SHOUWEN_PORT."
    return f"Cannot listen on {host}:{port} ({fault.strerror}); see SHOUWEN_HOST and SHOUWEN_PORT."


def _refuse_old_database() -> None:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise CannotRunError("The database is not up to date; run `shouwen migrate` first.")
