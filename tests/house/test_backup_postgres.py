"""The same promise on PostgreSQL, in a database made for it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests import prepared

pytestmark = pytest.mark.postgres
NAME = f"backup_{os.getpid()}"


@pytest.fixture
def house(tmp_path, django_db_setup) -> Iterator[dict[str, str]]:
    kept = {key: value for key, value in os.environ.items() if key.startswith("SHOUWEN_DB")}
    with prepared.database_in_the_server(NAME):
        yield {**kept, "PATH": os.environ["PATH"], "SHOUWEN_DB_NAME": NAME} | {
            "SHOUWEN_DATA_DIR": str(tmp_path / "data")
        }


def shouwen(env: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "shouwen.site.cli", *arguments]
    return subprocess.run(
        command, env=env, input="Kai-Men-7788\n", capture_output=True, text=True, check=False
    )


def test_members_come_back_and_what_came_later_is_gone(house, tmp_path):
    archive = str(tmp_path / "saved.tar.gz")
    add = ("member", "add-admin", "--password-stdin", "--name", "王")
    shouwen(house, "migrate")
    shouwen(house, *add, "wang")

    saved = shouwen(house, "backup", archive)
    late = shouwen(house, *add, "late")
    back = shouwen(house, "restore", archive, "--replace")

    assert saved.returncode == late.returncode == back.returncode == 0, back.stderr
    assert "already a member" in shouwen(house, *add, "wang").stderr
    assert shouwen(house, *add, "late").returncode == 0
