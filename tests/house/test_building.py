"""The building is what its papers say."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from django.conf import settings

from shouwen.site.environment import SETTINGS

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "shouwen"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
CONTRACTS = {each["name"]: each for each in PROJECT["tool"]["importlinter"]["contracts"]}


def rooms() -> set[str]:
    return {place.parent.name for place in SOURCE.glob("*/apps.py")}


def test_the_import_contracts_hold():
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-logo"]

    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr


def test_every_room_has_its_level_in_the_contract():
    levels = CONTRACTS["Rooms stand on the floors below them"]["layers"]
    placed = {room.strip() for level in levels for room in level.split("|")}

    assert placed == rooms() | {"leases", "planning", "policy"}


def test_every_room_is_installed():
    assert set(settings.ROOMS) == rooms()


def test_every_room_and_no_other_is_on_the_floor_plan():
    plan = (ROOT / "docs" / "floor-plan.md").read_text(encoding="utf-8")
    drawn = set(re.findall(r"^\| [\d–]+ \| `(\w+)` \|", plan, re.MULTILINE))

    assert drawn == rooms() | {"leases", "planning", "policy", "packs"}


@pytest.mark.parametrize("room", ["journal", "obligations", "approvals", "ledger"])
def test_only_a_rooms_own_code_touches_the_tables_that_must_not_be_wrong(room):
    protected = {
        name: contract["allowed_importers"]
        for contract in CONTRACTS.values()
        for name in contract.get("protected_modules", [])
    }

    assert protected[f"shouwen.{room}.models"] == [f"shouwen.{room}"]


def test_every_setting_is_explained_and_every_explanation_is_of_a_setting():
    page = (ROOT / "docs" / "operating" / "settings.md").read_text(encoding="utf-8")
    explained = dict(re.findall(r"^\| `SHOUWEN_(\w+)` \| (\S+) \|", page, re.MULTILINE))

    defaults = {each.name: f"`{each.default}`" if each.default else "(empty)" for each in SETTINGS}
    assert explained == defaults


def test_every_command_is_on_the_page_about_running():
    from shouwen.site.cli import shouwen

    page = (ROOT / "docs" / "operating" / "running.md").read_text(encoding="utf-8")

    missing = [name for name in shouwen.commands if f"shouwen {name}" not in page]
    assert missing == []


def test_the_checking_machine_does_what_a_contributor_does():
    script = ROOT / ".ci" / "run"

    assert script.stat().st_mode & 0o111
    assert "make test" in script.read_text()


@pytest.mark.parametrize("name", ["run", "test"])
def test_every_locked_package_has_its_hashes_and_no_host(name):
    lock = (ROOT / "requirements" / f"{name}.lock").read_text()
    packages = re.findall(r"^\S+==\S+.*?(?=^\S|\Z)", lock, re.MULTILINE | re.DOTALL)

    assert packages
    assert all("--hash=sha256:" in package for package in packages)
    assert "://" not in lock
    assert "--index" not in lock


def test_what_runs_is_locked_the_same_for_the_tests():
    def versions(name: str) -> set[str]:
        lock = (ROOT / "requirements" / f"{name}.lock").read_text()
        return set(re.findall(r"^\S+==\S+", lock, re.MULTILINE))

    assert versions("run") <= versions("test")


def test_no_migration_is_missing(db):
    from django.core.management import call_command

    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.parametrize("page", ["README.md", "README.zh-CN.md"])
def test_the_readme_shows_the_two_commands(page):
    text = (ROOT / page).read_text(encoding="utf-8")

    assert "make run" in text
    assert "make test" in text
