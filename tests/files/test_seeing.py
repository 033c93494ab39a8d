"""A file is sent to whoever may read what names it, and can do nothing where it is shown."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client

from shouwen.enforcement.actions import record_fact
from shouwen.files import actions
from shouwen.policy.facts import Fact
from tests.files.test_keeping import kept, pdf, picture

AT = datetime(2024, 3, 5, 2, tzinfo=UTC)


def signed_in(member):
    client = Client()
    client.force_login(member)
    return client


@pytest.fixture
def photo(cast):
    file = kept(cast, picture())
    fact = Fact(kind="case_noted", about="note:1", happened_at=AT, details={}, actor="wang")
    row = record_fact(fact, actor=cast.wang, recorded_at=AT).row
    actions.name_in(files=[file], about=f"fact:{row.number}", at=AT)
    return file


def test_whoever_recorded_the_fact_sees_its_photograph(cast, photo):
    answer = signed_in(cast.wang).get(f"/files/{photo.sha256}/")

    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/jpeg"


def test_to_others_it_is_not_there(cast, photo):
    for address in (f"/files/{photo.sha256}/", f"/files/{photo.sha256}/small/"):
        assert signed_in(cast.zhang).get(address).status_code == 404


def test_nobody_sees_it_without_signing_in(photo):
    assert Client().get(f"/files/{photo.sha256}/").status_code == 302


def test_what_was_just_sent_is_its_senders_until_something_names_it(cast):
    file = kept(cast, picture())

    assert signed_in(cast.wang).get(f"/files/{file.sha256}/").status_code == 200
    assert signed_in(cast.he).get(f"/files/{file.sha256}/").status_code == 404


@pytest.mark.parametrize("key", ["0" * 64, "..", "..%2F..%2Fsecret_key", "x"])
def test_a_key_nobody_was_given_finds_nothing(cast, key):
    assert signed_in(cast.wang).get(f"/files/{key}/").status_code == 404


def test_it_can_run_load_and_frame_nothing_and_stays_in_no_shared_cache(cast, photo):
    answer = signed_in(cast.wang).get(f"/files/{photo.sha256}/")

    policy = answer["Content-Security-Policy"]
    assert "sandbox" in policy
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "private" in answer["Cache-Control"]
    assert answer["Content-Disposition"] == 'inline; filename="photo.jpg"'


def test_a_document_is_saved_and_not_shown(cast):
    file = kept(cast, pdf(), "report.pdf")

    answer = signed_in(cast.wang).get(f"/files/{file.sha256}/")

    assert answer["Content-Disposition"] == 'attachment; filename="report.pdf"'
    assert signed_in(cast.wang).get(f"/files/{file.sha256}/small/").status_code == 404


def test_a_backup_takes_the_files_along(cast, photo, tmp_path):
    import tarfile

    from shouwen.site import backup

    archive = tmp_path / "b.tar.gz"
    backup._pack(archive, _written(tmp_path / "database"), {})

    with tarfile.open(archive) as tar:
        assert any(name.endswith(photo.sha256) for name in tar.getnames())


def _written(path):
    path.write_text("")
    return path
