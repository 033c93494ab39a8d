"""The environment is read strictly."""

from __future__ import annotations

import subprocess
import sys

import pytest

from shouwen.site.environment import SettingsFault, kept_secret, read

pytestmark = pytest.mark.once

SAFE = {
    "SHOUWEN_MODE": "production",
    "SHOUWEN_SECRET_KEY": "k" * 50,
    "SHOUWEN_ALLOWED_HOSTS": "desk.example.cn",
}


def test_an_empty_environment_is_one_for_development():
    env = read({})

    assert env["MODE"] == "development"
    assert env["DB"] == "sqlite"
    assert env["PORT"] == 8000


def test_variables_of_other_programs_are_left_alone():
    assert read({"PATH": "/bin", "DJANGO_X": "1"})["DB"] == "sqlite"


def test_a_misspelt_variable_stops_the_start_and_names_the_right_one():
    with pytest.raises(SettingsFault, match=r"SHOUWEN_PROT .* Did you mean SHOUWEN_PORT\?"):
        read({"SHOUWEN_PROT": "80"})


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("DB", "postgre", "Use one of: sqlite, postgres."),
        ("PORT", "eighty", "Use a whole number from 1 to 65535."),
        ("PORT", "70000", "Use a whole number from 1 to 65535."),
        ("DEBUG", "true", "Use one of: yes, no."),
        ("TIME_ZONE", "Peking", "Use a name such as Asia/Shanghai."),
    ],
)
def test_a_value_that_is_not_understood_says_what_would_be(name, value, sentence):
    with pytest.raises(SettingsFault) as refusal:
        read({f"SHOUWEN_{name}": value})

    assert str(refusal.value) == f"SHOUWEN_{name}={value!r} is not understood. {sentence}"


def test_production_starts_when_everything_is_safe():
    assert read(SAFE).production


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"SHOUWEN_DEMO_SIGN_IN": "yes"}, "demonstration sign-in"),
        ({"SHOUWEN_DEBUG": "yes"}, "SHOUWEN_DEBUG"),
        ({"SHOUWEN_SECRET_KEY": ""}, "SHOUWEN_SECRET_KEY"),
        ({"SHOUWEN_SECRET_KEY": "short"}, "SHOUWEN_SECRET_KEY"),
        ({"SHOUWEN_ALLOWED_HOSTS": ""}, "SHOUWEN_ALLOWED_HOSTS"),
        ({"SHOUWEN_ALLOWED_HOSTS": "*"}, "SHOUWEN_ALLOWED_HOSTS"),
    ],
)
def test_production_refuses_to_start_with_an_open_door(change, word):
    with pytest.raises(SettingsFault, match=word):
        read(SAFE | change)


def test_the_demonstration_signs_in_with_one_click_and_development_does_not():
    demo, development = read({"SHOUWEN_MODE": "demo"}), read({})

    assert demo.switch("DEMO_SIGN_IN", otherwise=demo["MODE"] == "demo")
    assert not development.switch("DEMO_SIGN_IN", otherwise=development["MODE"] == "demo")


def test_the_secret_is_made_once_and_kept_for_its_owner(tmp_path):
    first = kept_secret(tmp_path / "new")

    assert kept_secret(tmp_path / "new") == first
    assert len(first) > 40
    assert (tmp_path / "new" / "secret_key").stat().st_mode & 0o077 == 0
    assert [each.name for each in (tmp_path / "new").iterdir()] == ["secret_key"]


def test_production_keeps_every_lock_shut(tmp_path):
    asked = (
        "from django.conf import settings as s; print(s.DEBUG, s.SHOUWEN_DEMO_SIGN_IN,"
        " s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_SSL_REDIRECT,"
        " s.SECURE_HSTS_SECONDS > 0)"
    )
    env = SAFE | {
        "SHOUWEN_DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "shouwen.site.settings"
    }  # fmt: skip

    done = subprocess.run(
        [sys.executable, "-c", asked], env=env, capture_output=True, text=True, check=True
    )

    assert done.stdout.split() == ["False", "False", "True", "True", "True", "True"]


def test_the_doctor_finds_the_settings_of_production_well(tmp_path):
    env = SAFE | {"SHOUWEN_DATA_DIR": str(tmp_path), "PATH": "/usr/bin:/bin"}
    env["SHOUWEN_SECRET_KEY"] = "a-Long-Secret-0f-m4ny-different-Letters-and-d1gits-xyz"

    done = subprocess.run(
        [sys.executable, "-m", "shouwen.site.cli", "doctor"],
        env=env, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert "ok   settings: mode production" in done.stdout
