"""Backup and restore: one archive with the database, the uploads, and what they are."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from shouwen import __version__
from shouwen.site import heartbeats

MANIFEST, DATABASE, MEDIA = "manifest.json", "database", "media"
STILL_RUNNING = timedelta(seconds=30)


class BackupError(Exception):
    """The backup cannot be made or used; the message is one sentence that says what to do."""


def write(file: Path, *, now: datetime) -> int:
    """Write the archive, readable by its owner only; return its size in bytes."""
    if file.exists():
        raise BackupError(f"{file} is already there; choose another name.")
    if not file.absolute().parent.is_dir():
        raise BackupError(f"The folder {file.parent} is not there; make it or choose another.")
    with tempfile.TemporaryDirectory(prefix="shouwen-backup-") as temporary:
        dump = Path(temporary) / DATABASE
        _dump(dump)
        unfinished = file.with_name(f"{file.name}.unfinished")
        _pack(unfinished, dump, _manifest(dump, now))
        unfinished.replace(file)  # under its name there is only ever a whole backup
    return file.stat().st_size


def restore(file: Path, *, replace: bool, now: datetime) -> None:
    """Bring an archive back."""
    with tempfile.TemporaryDirectory(prefix="shouwen-restore-") as temporary:
        folder = Path(temporary)
        _unpack(file, folder)
        _refuse_if_unfit(file, folder)
        _refuse_if_in_use(replace=replace, now=now)
        connection.close()
        _load(folder / DATABASE)
        _put_media(folder / MEDIA)


def _manifest(dump: Path, now: datetime) -> dict[str, str]:
    return {
        "made_at": now.isoformat(),
        "version": __version__,
        "database": connection.vendor,
        "sha256": _digest(dump),
    }


def _digest(file: Path) -> str:
    with file.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


def _pack(file: Path, dump: Path, manifest: dict[str, str]) -> None:
    about = dump.with_name(MANIFEST)
    about.write_text(json.dumps(manifest, indent=2))
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as target, tarfile.open(fileobj=target, mode="w:gz") as tar:
        tar.add(about, MANIFEST)
        tar.add(dump, DATABASE)
        if settings.MEDIA_ROOT.exists():
            tar.add(settings.MEDIA_ROOT, MEDIA)


def _unpack(file: Path, folder: Path) -> None:
    try:
        with tarfile.open(file) as tar:
            tar.extractall(folder, filter="data")
    except (tarfile.TarError, OSError, EOFError) as fault:
        raise BackupError(f"{file} cannot be read as a backup ({fault}).") from None


def _refuse_if_unfit(file: Path, folder: Path) -> None:
    if not (folder / MANIFEST).exists() or not (folder / DATABASE).exists():
        raise BackupError(f"{file} is not a backup of Shouwen.")
    manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text())
    if manifest["database"] != connection.vendor:
        raise BackupError(
            f"{file} holds a {manifest['database']} database and SHOUWEN_DB chooses "
            f"{connection.vendor}; restore it where it came from."
        )
    if manifest["sha256"] != _digest(folder / DATABASE):
        raise BackupError(f"{file} is damaged: its database is not the one that was saved.")


def _refuse_if_in_use(*, replace: bool, now: datetime) -> None:
    tables = connection.introspection.table_names()
    if "people_member" not in tables:
        return
    seen = [each for each in map(heartbeats.last_seen, ("worker", "watcher")) if each]
    if seen and now - max(seen) < STILL_RUNNING:
        raise BackupError("Shouwen is still running; stop `shouwen run`, wait 30 s, try again.")
    if not replace:
        raise BackupError("This installation holds data; say --replace to put the backup instead.")


def _dump(target: Path) -> None:
    if connection.vendor == "sqlite":
        source = sqlite3.connect(settings.DATABASES["default"]["NAME"])
        with closing(source), closing(sqlite3.connect(target)) as copy:
            source.backup(copy)
        return
    _postgres("pg_dump", "--format=custom", f"--file={target}", _database_name())


def _load(dump: Path) -> None:
    if connection.vendor == "sqlite":
        _replace_sqlite(dump, Path(settings.DATABASES["default"]["NAME"]))
        return
    _postgres(
        "pg_restore", "--clean", "--if-exists", "--no-owner", "--single-transaction",
        f"--dbname={_database_name()}", str(dump),
    )  # fmt: skip


def _replace_sqlite(dump: Path, place: Path) -> None:
    # SQLite copies page by page under its own lock, so a reader never meets half a database.
    with closing(sqlite3.connect(dump)) as source, closing(sqlite3.connect(place)) as target:
        source.backup(target)


def _put_media(media: Path) -> None:
    if settings.MEDIA_ROOT.exists():
        shutil.rmtree(settings.MEDIA_ROOT)
    if media.exists():
        shutil.copytree(media, settings.MEDIA_ROOT)


def _database_name() -> str:
    return str(connection.settings_dict["NAME"])


def _postgres(*command: str) -> None:
    chosen = connection.settings_dict
    known = {"PGHOST": chosen["HOST"], "PGPORT": str(chosen["PORT"]), "PGUSER": chosen["USER"]}
    known["PGPASSWORD"] = chosen["PASSWORD"]
    try:
        done = subprocess.run(
            command, env={**os.environ, **known}, capture_output=True, text=True, check=False
        )
    except FileNotFoundError:
        raise BackupError(
            f"{command[0]} is not here; install the Debian package postgresql-client."
        ) from None
    if done.returncode:
        raise BackupError(f"{command[0]} refused: {done.stderr.strip()}")
