"""What every test may ask for by name."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connections

from tests import prepared
from tests.cast import cast
from tools import compile_messages

__all__ = ["cast"]

ROOT = Path(__file__).resolve().parents[1]


def pytest_configure(config: pytest.Config) -> None:
    """Compile the translations once, and let made-up passwords cost nothing."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # What waits before it goes has tests of its own.
    settings.SHOUWEN_UNDO_SECONDS = 0
    # A failed test shows its own lines, not one for every request.
    logging.getLogger("shouwen.web").setLevel(logging.WARNING)
    if not hasattr(config, "workerinput"):
        compile_messages.main()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Try a browser's journey twice; skip on SQLite what only PostgreSQL can show."""
    for item in items:
        if item.get_closest_marker("browser"):
            # Another program on a machine that is not ours; the summary names who needed it (R).
            item.add_marker(pytest.mark.flaky(reruns=1))
    if "postgresql" in settings.DATABASES["default"]["ENGINE"]:
        return
    skip = pytest.mark.skip(reason="only meaningful on PostgreSQL")
    for item in items:
        if item.get_closest_marker("postgres"):
            item.add_marker(skip)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """Keep SQLite in a file as in real life: threads see one database, WAL and locks included."""
    chosen = connections["default"].settings_dict
    if "sqlite3" not in chosen["ENGINE"]:
        return
    place = tmp_path_factory.mktemp("database") / "test.sqlite3"
    chosen["TEST"]["NAME"] = str(place)
    # What a test wrote need not survive a power cut.
    chosen["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
    prepared.lay_out(place)


@pytest.fixture(scope="session")
def django_db_keepdb(request: pytest.FixtureRequest) -> bool:
    """Take the tables that an earlier run made by the same migrations, where there are some."""
    on_sqlite = "sqlite3" in connections["default"].settings_dict["ENGINE"]
    return (on_sqlite and prepared.exists()) or bool(request.config.getvalue("reuse_db"))


@pytest.fixture(scope="session")
def django_db_setup(request: pytest.FixtureRequest, django_db_setup: None) -> None:
    """Make the tables, and keep them for the next run if the migrations made them."""
    chosen = connections["default"].settings_dict
    if request.config.getvalue("nomigrations"):
        return
    if "sqlite3" not in chosen["ENGINE"]:
        connections["default"].close()  # what somebody is connected to cannot be copied
        prepared.keep_in_the_server()
    elif not prepared.exists():
        prepared.keep(Path(chosen["NAME"]))


@pytest.fixture(autouse=True)
def _no_counts_from_other_tests() -> None:
    cache.clear()


@pytest.fixture(scope="session", autouse=True)
def _uploads_in_a_folder_of_their_own(tmp_path_factory: pytest.TempPathFactory) -> None:
    settings.MEDIA_ROOT = tmp_path_factory.mktemp("media")
