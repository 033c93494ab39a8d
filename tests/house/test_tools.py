"""The tools that prepare, check and compile."""

from __future__ import annotations

import gettext
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from tools import check_translations, compile_messages, debian_packages, prepare, with_postgres

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parents[2]
HEAD = check_translations.HEADER


@pytest.fixture
def room(tmp_path: Path) -> Path:
    """A room that says three things."""
    folder = tmp_path / "tearoom"
    (folder / "templates" / "tearoom").mkdir(parents=True)
    (folder / "apps.py").write_text("")
    (folder / "words.py").write_text(
        "from django.utils.translation import gettext as _\n"
        '_("Tea is served.")\n_("%(name)s waits.")\n'
    )
    (folder / "templates" / "tearoom" / "door.html").write_text(
        '{% load i18n %}{% translate "Come in" %}'
    )
    return folder


def translate(room: Path, *pairs: tuple[str, str], note: str = "") -> None:
    place = room / check_translations.CATALOGUE
    place.parent.mkdir(parents=True, exist_ok=True)
    entries = [f'{note}msgid "{said}"\nmsgstr "{meant}"\n' for said, meant in pairs]
    place.write_text("\n".join([HEAD, *entries]))


COMPLETE = (
    ("Tea is served.", "茶好了。"),
    ("%(name)s waits.", "%(name)s在等。"),
    ("Come in", "请进"),
)


def test_two_rooms_mean_the_same_by_one_text(room: Path, tmp_path: Path) -> None:
    other = tmp_path / "garden"
    translate(room, *COMPLETE)
    translate(other, ("Come in", "请进"), ("Out", "出"))
    assert check_translations.clashes([room, other]) == []
    translate(other, ("Come in", "进来"))
    (fault,) = check_translations.clashes([room, other])
    assert (
        fault == "'Come in' is '请进' in tearoom and '进来' in garden; give one of them a context."
    )


def translated_check(room: Path) -> str:
    """Run the check as `make lint` does, in a Python of its own."""
    code = (
        "import sys; from pathlib import Path; from tools import check_translations as check;"
        "check.start_django(); print(*check.faults_of(Path(sys.argv[1])), sep='\\n')"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(room)], cwd=ROOT, capture_output=True, text=True,
        check=True, env={"PATH": "/usr/bin:/bin"},
    )  # fmt: skip
    return done.stdout


def test_a_room_that_says_everything_in_chinese_has_no_faults(room):
    translate(room, *COMPLETE)

    assert translated_check(room).strip() == ""


def test_a_room_without_a_catalogue_needs_one(room):
    assert "it needs 3 texts" in translated_check(room)


@pytest.mark.parametrize(
    ("pairs", "note", "fault"),
    [
        (COMPLETE[1:], "", "missing: 'Tea is served.'"),
        ((*COMPLETE[:2], ("Come in", "")), "", "empty: 'Come in'"),
        (COMPLETE, "#, fuzzy\n", "fuzzy: 'Come in'"),
        ((*COMPLETE, ("Go away", "走开")), "", "no longer said: 'Go away'"),
        (
            (COMPLETE[0], ("%(name)s waits.", "%(nmae)s在等。"), COMPLETE[2]),
            "",
            "placeholders differ: '%(name)s waits.'",
        ),
    ],
)
def test_what_is_wrong_with_a_translation_is_named(room, pairs, note, fault):
    translate(room, *pairs, note=note)

    assert fault in translated_check(room)


def test_new_texts_are_merged_and_old_ones_kept(room):
    translate(room, COMPLETE[0])
    code = (
        "import sys; from pathlib import Path; from tools import check_translations as check;"
        "check.start_django(); check.update(Path(sys.argv[1]))"
    )

    subprocess.run([sys.executable, "-c", code, str(room)], cwd=ROOT, check=True)

    merged = check_translations.read(room / check_translations.CATALOGUE)
    assert set(merged) == {("", said) for said, _ in COMPLETE}
    assert merged["", "Tea is served."].string == "茶好了。"


def test_a_compiled_catalogue_speaks_and_leaves_out_what_is_fuzzy(tmp_path):
    po, mo = tmp_path / "django.po", tmp_path / "django.mo"
    po.write_text(f'{HEAD}\nmsgid "Come in"\nmsgstr "请进"\n\n#, fuzzy\nmsgid "Go"\nmsgstr "走"\n')

    compile_messages.compile_one(po, mo)

    with mo.open("rb") as compiled:
        chinese = gettext.GNUTranslations(compiled)
    assert chinese.gettext("Come in") == "请进"
    assert chinese.gettext("Go") == "Go"


def test_missing_packages_are_named_in_one_sentence():
    missing = debian_packages.missing({"chromium": lambda: False, "gettext": lambda: True})

    assert missing == ["chromium"]
    assert "apt-get install chromium" in debian_packages.sentence(missing)


def test_who_is_not_root_is_told_what_to_install(monkeypatch, capsys):
    monkeypatch.setattr(debian_packages, "missing", lambda: ["chromium", "gettext"])
    monkeypatch.setattr("os.geteuid", lambda: 1000)

    assert debian_packages.main() == 1
    assert "apt-get install chromium gettext" in capsys.readouterr().err


def test_an_old_python_is_told_so(monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))

    assert "3.11" in prepare.too_old()


def test_the_environment_is_made_anew_when_the_lock_changes(monkeypatch, tmp_path):
    (tmp_path / "requirements").mkdir()
    (tmp_path / "pyproject.toml").write_text("")
    lock = tmp_path / "requirements" / "run.lock"
    monkeypatch.setattr(prepare, "ROOT", tmp_path)
    lock.write_text("django==5.2.1")
    before = prepare.fingerprint("run")

    lock.write_text("django==5.2.2")

    assert prepare.fingerprint("run") != before


def test_without_venv_and_without_root_the_package_is_named(monkeypatch, tmp_path):
    monkeypatch.setattr(prepare, "VENV", tmp_path / "none")
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    monkeypatch.setattr("os.geteuid", lambda: 1000)

    assert "apt-get install python3-venv" in prepare.make_environment()


def test_the_tests_own_postgresql_is_on_the_loopback_and_gone_afterwards():
    if "postgresql" in settings.DATABASES["default"]["ENGINE"]:
        pytest.skip("we are running beside it")
    code = "import os; print(os.environ['SHOUWEN_DB_HOST'], os.environ['SHOUWEN_DB_PORT'])"

    done = subprocess.run(
        [sys.executable, "tools/with_postgres.py", sys.executable, "-c", code],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip

    host, port = done.stdout.split()
    assert host == "127.0.0.1"
    assert int(port) != 5432


def test_the_command_beside_postgresql_decides_the_exit_code():
    if "postgresql" in settings.DATABASES["default"]["ENGINE"]:
        pytest.skip("we are running beside it")

    done = subprocess.run(
        [sys.executable, "tools/with_postgres.py", "sh", "-c", "exit 7"], cwd=ROOT, check=False
    )

    assert done.returncode == 7


def test_the_settings_choose_the_fresh_server():
    env = with_postgres.environment(5555)

    assert env["SHOUWEN_DB"] == "postgres"
    assert env["SHOUWEN_DB_PORT"] == "5555"
