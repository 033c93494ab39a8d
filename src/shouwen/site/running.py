"""`shouwen run`: web, worker and watcher together, and what to tell the person who started them."""

from __future__ import annotations

import errno
import socket
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from threading import Thread

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from shouwen.site.demo import sign_ins
from shouwen.site.supervisor import Child, supervise

FIRST_ANSWER_WITHIN = 60.0  # seconds


class CannotRunError(Exception):
    """Starting makes no sense; the message is one sentence that says how to mend it."""


def run() -> int:
    """Start everything, announce it once the first page answers, return the exit code."""
    host, port = settings.ENV["HOST"], settings.ENV["PORT"]
    refuse_busy_port(host, port)
    _refuse_old_database()
    connection.close()
    Thread(target=_announce, args=(host, port, _say), daemon=True).start()
    return supervise(children(host, port), _say)


def children(host: str, port: int) -> list[Child]:
    """Return the processes of one machine."""
    ourselves = [sys.executable, "-m", "shouwen.site.cli"]
    return [
        Child("web", _web(host, port)),
        Child("worker", [*ourselves, "worker"]),
        Child("watcher", [*ourselves, "watch"]),
    ]


def _web(host: str, port: int) -> list[str]:
    return [
        sys.executable, "-m", "gunicorn", "shouwen.site.wsgi:application",
        "--bind", f"{host}:{port}",
        "--worker-class", "gthread",
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


def _about_address(host: str, port: int, fault: OSError) -> str:
    if fault.errno == errno.EADDRINUSE:
        return f"Port {port} is in use; stop that program or choose another with SHOUWEN_PORT."
    return f"Cannot listen on {host}:{port} ({fault.strerror}); see SHOUWEN_HOST and SHOUWEN_PORT."


def _refuse_old_database() -> None:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise CannotRunError("The database is not up to date; run `shouwen migrate` first.")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _announce(host: str, port: int, say: Callable[[str], None]) -> None:
    shown = "127.0.0.1" if host in ("0.0.0.0", "::", "") else host  # noqa: S104 - asked, not bound
    address = f"http://{shown}:{port}/"
    if not _answers(f"{address}healthz"):
        return
    say(f"\n首问已启动 · Shouwen is running: {address}")
    for line in _sign_ins():
        say(line)
    say("按 Ctrl-C 停止 · Ctrl-C stops it.")


def _sign_ins() -> list[str]:
    if not settings.SHOUWEN_DEMO_SIGN_IN:
        return []
    return [str(line) for line in sign_ins()]


def _answers(url: str) -> bool:
    until = time.monotonic() + FIRST_ANSWER_WITHIN
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(url, timeout=5):  # noqa: S310 - our own http address
                return True
        except urllib.error.HTTPError:
            return True
        except OSError:
            time.sleep(0.3)
    return False
