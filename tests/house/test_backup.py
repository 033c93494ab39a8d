"""What was backed up comes back, and nothing else does."""

from __future__ import annotations

import io
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from tests import prepared

pytestmark = pytest.mark.once  # its houses stand on SQLite, whatever is under test


def shouwen(*arguments: str, data: Path) -> subprocess.CompletedProcess[str]:
    """Run a command on an installation of its own."""
    env = {"PATH": "/usr/bin:/bin", "SHOUWEN_DATA_DIR": str(data)}
    command = [sys.executable, "-m", "shouwen.site.cli", *arguments]
    return subprocess.run(
        command, env=env, input="Kai-Men-7788\n", capture_output=True, text=True, check=False
    )


def add_member(key: str, data: Path) -> None:
    done = shouwen("member", "add-admin", key, "--name", key, "--password-stdin", data=data)
    assert done.returncode == 0, done.stderr


def is_known(key: str, data: Path) -> bool:
    done = shouwen("member", "add-admin", key, "--name", key, "--password-stdin", data=data)
    return "already a member" in done.stderr


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("house")
    prepared.furnish(data)
    assert shouwen("migrate", data=data).returncode == 0
    add_member("wang", data)
    (data / "media" / "calls").mkdir(parents=True)
    (data / "media" / "calls" / "1.txt").write_text("录音")
    return data


@pytest.fixture(scope="module")
def archive(house: Path) -> Path:
    file = house / "saved.tar.gz"
    done = shouwen("backup", str(file), data=house)
    assert done.returncode == 0, done.stderr
    return file


def test_an_archive_is_for_its_owner_only(archive):
    assert archive.stat().st_mode & 0o077 == 0


def test_an_archive_is_never_written_over(archive, house):
    done = shouwen("backup", str(archive), data=house)

    assert done.returncode == 1
    assert "choose another name" in done.stderr


def test_members_and_uploads_come_back_in_an_empty_house(archive, tmp_path):
    done = shouwen("restore", str(archive), data=tmp_path)

    assert done.returncode == 0, done.stderr
    assert (tmp_path / "media" / "calls" / "1.txt").read_text() == "录音"
    assert is_known("wang", tmp_path)


def test_what_came_later_is_gone_after_a_restore_that_was_meant(archive, tmp_path):
    shouwen("restore", str(archive), data=tmp_path)
    add_member("late", tmp_path)

    refused = shouwen("restore", str(archive), data=tmp_path)
    done = shouwen("restore", str(archive), "--replace", data=tmp_path)

    assert refused.returncode == 1
    assert "--replace" in refused.stderr
    assert done.returncode == 0, done.stderr
    assert not is_known("late", tmp_path)


def test_a_backup_into_a_folder_that_is_not_there_is_refused(house):
    done = shouwen("backup", str(house / "nowhere" / "saved.tar.gz"), data=house)

    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "is not there" in done.stderr


def test_a_file_that_is_no_backup_is_refused(tmp_path):
    other = tmp_path / "other.tar.gz"
    with tarfile.open(other, "w:gz") as tar:
        tar.addfile(tarfile.TarInfo("empty"), io.BytesIO())

    done = shouwen("restore", str(other), data=tmp_path / "data")

    assert done.returncode == 1
    assert "not a backup" in done.stderr


def test_a_damaged_backup_is_refused(archive, tmp_path):
    cut = tmp_path / "cut.tar.gz"
    cut.write_bytes(archive.read_bytes()[:-2000])

    done = shouwen("restore", str(cut), data=tmp_path / "data")

    assert done.returncode == 1
    assert "cannot be read as a backup" in done.stderr
