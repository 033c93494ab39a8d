"""A PostgreSQL of the benchmark's own whose data stay in a folder, with everything written safely.

Unlike the tests' server it waits for the disk at each commit, as a house's own server does: both
sides of a comparison pay for it alike.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg

from tools import with_postgres

SETTINGS = {
    "shared_buffers": "2GB", "effective_cache_size": "8GB", "work_mem": "16MB",
    "maintenance_work_mem": "1GB", "max_wal_size": "8GB", "checkpoint_timeout": "30min",
    "random_page_cost": "1.1", "jit": "off", "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
}  # fmt: skip


@contextlib.contextmanager
def kept(folder: Path) -> Iterator[int]:
    """Start the server whose data lie in ``folder``, made the first time; give its port."""
    programs = with_postgres.programs_folder()
    if not (folder / "data" / "PG_VERSION").exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres", "postgres")
        with_postgres.create(programs, folder)
    (folder / "data" / "postmaster.pid").unlink(missing_ok=True)
    port = with_postgres.free_port()
    options = {**SETTINGS, "port": port}
    flags = [part for key, value in options.items() for part in ("-c", f"{key}={value}")]
    command = [str(programs / "postgres"), "-D", str(folder / "data"), *flags]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            with_postgres.as_postgres(command), cwd="/", stdout=log, stderr=log
        )
    try:
        _wait(process, port, folder)
        yield port
    finally:
        with_postgres.stop(process)


def link(port: int, database: str = "postgres") -> psycopg.Connection[tuple[object, ...]]:
    """Return a connection that commits by itself."""
    address = f"host=127.0.0.1 port={port} user={with_postgres.NAME} dbname={database}"
    return psycopg.connect(address, autocommit=True)


def _wait(process: subprocess.Popen[bytes], port: int, folder: Path) -> None:
    until = time.monotonic() + 120
    while time.monotonic() < until and process.poll() is None:
        with contextlib.suppress(psycopg.OperationalError), link(port):
            return
        time.sleep(0.2)
    said = (folder / "log").read_text()[-500:]
    raise SystemExit(f"PostgreSQL did not start in {folder}: {said}")


def fresh(port: int, database: str, template: str = "template0") -> None:
    """Make a database anew, empty or as a copy of another."""
    with link(port) as server:
        server.execute(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')
        server.execute(f'CREATE DATABASE "{database}" TEMPLATE "{template}"')
