"""Run a command beside a fresh PostgreSQL of its own: `with_postgres.py COMMAND…`.

The cluster lives in a temporary folder, listens on the loopback only, and is gone afterwards. As
root it runs as the user postgres, because PostgreSQL refuses to run as root.
"""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

NAME = "shouwen"
PATIENCE = 60.0  # seconds for the server to answer


class NoPostgresError(Exception):
    """No server can be started; the message is one sentence."""


def main() -> int:
    """Run the command with SHOUWEN_DB_* pointing at the fresh server; return its exit code."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        with server() as port:
            return subprocess.run(sys.argv[1:], env=environment(port), check=False).returncode
    except NoPostgresError as refusal:
        print(refusal, file=sys.stderr)
        return 1


def environment(port: int) -> dict[str, str]:
    """Return this environment with the settings that choose the server on ``port``."""
    chosen = {"DB": "postgres", "DB_HOST": "127.0.0.1", "DB_PORT": str(port)}
    chosen |= {"DB_NAME": NAME, "DB_USER": NAME, "DB_PASSWORD": ""}
    return {**os.environ, **{f"SHOUWEN_{key}": value for key, value in chosen.items()}}


@contextlib.contextmanager
def server() -> Iterator[int]:
    """Start a server in a temporary folder and stop it afterwards; give its port."""
    programs = programs_folder()
    # The user postgres must be able to reach it, which a root's own TMPDIR need not allow.
    place = "/tmp" if os.geteuid() == 0 else None  # noqa: S108 - mkdtemp makes it ours alone
    folder = Path(tempfile.mkdtemp(prefix="shouwen-postgres-", dir=place))
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres", "postgres")
        port = free_port()
        create(programs, folder)
        process = start(programs, folder, port)
        try:
            wait_until_it_answers(programs, process, folder, port)
            yield port
        finally:
            stop(process)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def programs_folder() -> Path:
    """Return where the newest initdb and postgres are."""
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda each: int(each.parts[4])
    )
    if found:
        return found[-1].parent
    on_path = shutil.which("postgres")
    if on_path is None:
        raise NoPostgresError("PostgreSQL is not here; install the Debian package postgresql.")
    return Path(on_path).resolve().parent


def as_postgres(command: Sequence[str]) -> list[str]:
    """Return the command as it must be started: root hands it to the user postgres."""
    if os.geteuid() != 0:
        return list(command)
    try:
        user = pwd.getpwnam("postgres")
    except KeyError:
        raise NoPostgresError(
            "There is no user postgres; install the Debian package postgresql."
        ) from None
    identity = [f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]
    return ["setpriv", *identity, *command]


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as attempt:
        attempt.bind(("127.0.0.1", 0))
        return int(attempt.getsockname()[1])


def create(programs: Path, folder: Path) -> None:
    """Make an empty cluster; anybody on this machine may enter, it lives for minutes."""
    command = [str(programs / "initdb"), "-D", str(folder / "data"), "-U", NAME, "-A", "trust"]
    command += ["-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
    done = subprocess.run(
        as_postgres(command), cwd="/", capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise NoPostgresError(f"initdb refused: {done.stderr.strip()}")


def start(programs: Path, folder: Path, port: int) -> subprocess.Popen[bytes]:
    """Start the server; nothing in it needs to survive a power cut."""
    options = {"listen_addresses": "127.0.0.1", "port": port, "unix_socket_directories": ""}
    options |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
    flags = [part for key, value in options.items() for part in ("-c", f"{key}={value}")]
    command = [str(programs / "postgres"), "-D", str(folder / "data"), *flags]
    with (folder / "log").open("wb") as log:
        return subprocess.Popen(as_postgres(command), cwd="/", stdout=log, stderr=log)


def wait_until_it_answers(
    programs: Path, process: subprocess.Popen[bytes], folder: Path, port: int
) -> None:
    """Wait for the first answer and make the database, or say what the server said."""
    create_database = [str(programs / "createdb"), "-h", "127.0.0.1", "-p", str(port), "-U", NAME]
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        done = subprocess.run([*create_database, NAME], capture_output=True, check=False)
        if done.returncode == 0:
            return
        time.sleep(0.2)
    raise NoPostgresError(f"PostgreSQL did not start: {(folder / 'log').read_text()[-500:]}")


def stop(process: subprocess.Popen[bytes]) -> None:
    """Stop the server at once, whoever is still connected."""
    process.send_signal(signal.SIGINT)  # “fast shutdown”
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


if __name__ == "__main__":
    sys.exit(main())
