"""The `shouwen` command: what it says and how it leaves."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from django.contrib.auth import get_user_model
from django.utils import timezone

from shouwen.policy.faults import Fault
from shouwen.site import heartbeats
from shouwen.site.cli import policy_files, shouwen

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def run(db):
    """Run one command in this process, on the tests' database."""
    return lambda *arguments, **kwargs: CliRunner().invoke(shouwen, arguments, **kwargs)


def in_a_new_process(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "shouwen.site.cli", *arguments]
    env = {"PATH": "/usr/bin:/bin", **variables}
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False)


def test_the_help_lists_every_command():
    done = CliRunner().invoke(shouwen, ["--help"])

    assert done.exit_code == 0
    for name in ("run", "doctor", "check", "cases", "journal", "backup", "restore"):
        assert name in done.output


def test_an_unknown_command_is_misuse():
    assert CliRunner().invoke(shouwen, ["fly"]).exit_code == 2


def test_a_misspelt_setting_ends_every_command_with_one_sentence(tmp_path):
    done = in_a_new_process("doctor", SHOUWEN_DATA_DIRR=str(tmp_path))

    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "Did you mean SHOUWEN_DATA_DIR?" in done.stderr


@pytest.mark.parametrize("command", ["check", "cases"])
def test_looking_at_a_file_starts_no_django(command):
    file = next((ROOT / "src/shouwen/packs").glob("*.md"))
    code = (
        "import sys; from click.testing import CliRunner; from shouwen.site.cli import shouwen;"
        f"done = CliRunner().invoke(shouwen, [{command!r}, {str(file)!r}]);"
        "sys.exit(done.exit_code or any(each.split('.')[0] == 'django' for each in sys.modules))"
    )

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_faults_are_printed_by_line_and_errors_decide_the_exit_code(tmp_path, monkeypatch):
    file = tmp_path / "r.md"
    file.write_text("x")
    notice = Fault(str(file), 9, "No case.", "Write one.", "notice")
    error = Fault(str(file), 3, "No title.", "Add one.")

    def check(*faults: Fault) -> Result:
        reading = type("Reading", (), {"faults": faults, "regulation": None})()
        monkeypatch.setattr(policy_files, "reading_of", lambda _: reading)
        return CliRunner().invoke(shouwen, ["check", str(file)])

    both, only_notice = check(notice, error), check(notice)

    lines = [f"{file}:3: No title. Add one.", f"{file}:9: notice: No case. Write one."]
    assert both.stdout.splitlines() == lines
    assert both.stderr == "1 error, 1 notice.\n"
    assert (both.exit_code, only_notice.exit_code) == (1, 0)


def test_a_file_that_is_not_text_is_misuse(tmp_path):
    file = tmp_path / "picture.md"
    file.write_bytes(b"\x89PNG\x00\x00\xff\xfe")

    done = CliRunner().invoke(shouwen, ["check", str(file)])

    assert done.exit_code == 2
    assert str(file) in done.stderr


def test_a_missing_file_is_misuse():
    assert CliRunner().invoke(shouwen, ["cases", "no/such/file.md"]).exit_code == 2


def test_an_administrator_is_made_and_may_sign_in(run):
    done = run(
        "member", "add-admin", "chen", "--name", "陈", "--password-stdin", input="Kai-Men-7788\n"
    )

    assert done.exit_code == 0, done.output
    chen = get_user_model().objects.get(username="chen")
    assert chen.is_superuser
    assert chen.check_password("Kai-Men-7788")


def test_a_refusal_is_one_sentence(run):
    done = run("member", "add-admin", "1 2", "--name", "陈", "--password-stdin", input="x\n")

    assert done.exit_code == 1
    assert done.stderr.count("\n") == 1
    assert "cannot be a key" in done.stderr


def test_an_empty_journal_is_whole(run):
    done = run("journal", "verify")

    assert (done.exit_code, done.stderr) == (0, "")
    assert "whole" in done.stdout


def test_adopting_for_nobody_is_refused(run, tmp_path):
    file = tmp_path / "r.md"
    file.write_text("x")

    done = run("regulations", "adopt", str(file), "--by", "nobody")

    assert done.exit_code == 1
    assert "“nobody”" in done.stderr


def test_adopting_a_file_with_faults_prints_them_and_adopts_nothing(run, tmp_path):
    run("member", "add-admin", "chen", "--name", "陈", "--password-stdin", input="Kai-Men-7788\n")
    file = tmp_path / "r.md"
    file.write_text("no front matter")

    done = run("regulations", "adopt", str(file), "--by", "chen")

    assert done.exit_code == 1
    assert f"{file}:1:" in done.stderr
    assert "Nothing was adopted" in done.stderr


def test_the_doctor_misses_who_was_never_there_and_says_how_to_mend(run):
    done = run("doctor")

    assert done.exit_code == 1
    assert "FAIL worker: never seen. Start it" in done.stdout
    assert "ok   migrations" in done.stdout


def test_the_doctor_is_content_when_everybody_beats(run):
    now = timezone.now()
    heartbeats.beat(role="worker", at=now)
    heartbeats.beat(role="watcher", at=now)

    findings = json.loads(run("doctor", "--json").stdout)

    sick = {each["name"] for each in findings if not each["ok"]}
    # The tests' SQLite file need not survive a power cut, and the doctor notices.
    assert sick <= {"durability"}


def test_a_heart_that_stopped_is_noticed(run):
    heartbeats.beat(role="worker", at=timezone.now() - timedelta(minutes=5))

    assert "FAIL worker: last seen" in run("doctor").stdout


def test_the_dead_are_forgotten_after_a_day(db):
    now = timezone.now()
    heartbeats.beat(role="worker", at=now - timedelta(days=2))
    heartbeats.beat(role="watcher", at=now)

    assert heartbeats.last_seen("worker") is None


def test_the_package_says_its_version():
    done = in_a_new_process("--version")

    assert done.stdout.startswith("shouwen, version ")
    assert Path(sys.executable).with_name("shouwen").exists()


@pytest.mark.once
def test_the_bundled_regulations_have_no_faults_and_their_cases_come_out():
    packs = [str(each) for each in sorted((ROOT / "src/shouwen/packs").glob("*.md"))]

    checked = CliRunner().invoke(shouwen, ["check", *packs])
    ran = CliRunner().invoke(shouwen, ["cases", *packs])

    assert packs
    assert checked.exit_code == 0, checked.stdout
    assert (ran.exit_code, ran.stdout) == (0, "")
