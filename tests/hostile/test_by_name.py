"""The hostile inputs that have a name: each gets one clear sentence, and nothing is lost."""

from __future__ import annotations

import gzip
import io
import re
import zipfile
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from shouwen.cases import actions as cases
from shouwen.cases.models import Case
from shouwen.journal import queries as journal
from shouwen.journal.models import FactRow
from shouwen.journal.verification import verify
from tests.api.conftest import program_of
from tests.cast import come_to_work

ZONE = ZoneInfo("Asia/Shanghai")
LANGUAGES = ["zh-hans", "en"]
TRACE = re.compile(r"Traceback|File \"/|Exception at|django\.")
MAPPING = """
source: book
row: 序号
formats: ["%Y/%m/%d %H:%M"]
case:
  type: {fixed: complaint}
  severity: {fixed: major}
  channel: {fixed: phone}
  title: 主题
  handler: {fixed: wang}
  opened_at: 登记
"""


@pytest.fixture
def manager(cast: Any, request: Any) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(cast.he)
    return client


def opened(cast: Any, at: datetime | None = None) -> Case:
    now = at or timezone.now()
    return cases.open_case(
        case_type="complaint", title="楼上装修噪音", text="周末早上七点就开始电钻。", at=now,
        recorded_at=now, actor=cast.wang,
    ).case  # fmt: skip


def said(answer: Any) -> str:
    return str(answer.content.decode(errors="replace"))


def is_told(answer: Any, language: str) -> None:
    """Expect a page or a problem in words of the reader's language, and no traceback."""
    text = said(answer)
    assert 400 <= answer.status_code < 500, (answer.status_code, text[:200])
    assert not TRACE.search(text)
    assert answer.headers.get("Content-Language") == language
    assert re.search("[一-鿿]" if language == "zh-hans" else r"[A-Za-z]{3,} [a-z]+", text)


# ── what cannot be read ──────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "address", ["/cases/new/", "/webhooks/new/", "/regulations/adopt/", "/people/add/"]
)
@pytest.mark.parametrize(
    ("media", "body"),
    [
        ("multipart/form-data", b"--x\r\n"),
        ("multipart/form-data; boundary=", b"--\r\nContent-Disposition: form-data"),
        ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="a'),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Type: a/b\r\n\r\n!!\r\n"),
        ("application/x-www-form-urlencoded; charset=no-such", b"a=%ff%fe&b"),
        ("application/json", b'{"a":'),
    ],
)  # fmt: skip
def test_a_body_that_cannot_be_read_never_shows_a_traceback(
    manager, address, media, body, language
):
    manager.cookies["django_language"] = language

    answer = manager.generic("POST", address, body, media)

    assert answer.status_code < 500
    assert not TRACE.search(said(answer))


@pytest.mark.parametrize("language", ["zh-Hans", "en"])
@pytest.mark.parametrize(
    "body",
    ["{", '{"kind": NaN}', "[" * 5000, '{"kind": "\\u0000"}', '"\\ud800"', "null", "[]", "1e999"],
)
def test_json_that_cannot_be_read_is_a_problem_in_words(cast, body, language):
    program = program_of(cast.he)

    answer = program.send("/facts", body, Accept_Language=language, Idempotency_Key="a")

    assert answer.headers["Content-Type"].startswith("application/problem+json")
    is_told(answer, "zh-hans" if language == "zh-Hans" else "en")


# ── what is too large ────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_form_of_fifty_megabytes_is_refused(manager, language):
    manager.cookies["django_language"] = language

    answer = manager.generic(
        "POST", "/cases/new/", b"text=" + b"a" * 50_000_000, "application/x-www-form-urlencoded"
    )

    assert 400 <= answer.status_code < 500
    assert not TRACE.search(said(answer))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_file_of_fifty_megabytes_is_refused_with_the_limit_and_the_rest_is_kept(
    manager, cast, language
):
    manager.cookies["django_language"] = language
    case = opened(cast)
    large = SimpleUploadedFile("large.jpg", b"\xff\xd8" + b"\0" * 50_000_000, "image/jpeg")

    answer = manager.post(
        reverse("cases:step", args=[case.number, "write"]),
        {"mode": "note", "text": "见照片", "attachments": large},
    )

    assert 400 <= answer.status_code < 500
    assert not TRACE.search(said(answer))
    assert "15" in said(answer)
    assert "见照片" in said(answer)


def _workbook_bomb() -> bytes:
    """Pack a workbook whose one sheet unpacks to a thousand times of itself."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as folder,
        folder.open("xl/worksheets/sheet1.xml", "w") as part,
    ):
        for _ in range(230):
            part.write(b" " * (1 << 20))
    return file.getvalue()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "book",
    [
        gzip.compress("序号,主题,登记\n".encode() + b"0" * (230 << 20), 1),
        gzip.compress("序号,主题,登记\n1,甲,2024/03/04 10:00\n".encode())[:-9],
        b"\x1f\x8b no gzip at all",
        gzip.compress("序号,主题,登记\n".encode() + b'"' + b"0" * 11_000_000, 1),
        _workbook_bomb(),
        b"PK\x03\x04 no workbook at all",
    ],
    ids=["a bomb", "cut off", "no gzip", "an endless field", "a workbook bomb", "no workbook"],
)
def test_a_packed_book_that_is_a_bomb_or_broken_is_refused(manager, language, book):
    manager.cookies["django_language"] = language

    answer = manager.post(
        reverse("cases:imports"),
        {
            "file": SimpleUploadedFile("book.csv.gz", book),
            "mapping": SimpleUploadedFile("book.yaml", MAPPING.encode()),
            "do": "try",
        },
    )

    is_told(answer, language)
    assert not Case.objects.exists()


# ── what comes too late, twice or from others ────────────────────────────────────────────────


def test_an_expired_token_is_told_so_in_words(cast):
    program = program_of(cast.he, days=1, at=timezone.now() - timedelta(days=2))

    for language in ("zh-Hans", "en"):
        answer = program.get("/facts", **{"Accept-Language": language})

        assert answer.status_code == 401
        is_told(answer, "zh-hans" if language == "zh-Hans" else "en")


@pytest.mark.parametrize("who", ["zhao", "zhang"])
def test_other_peoples_numbers_are_not_there(cast, who):
    case = opened(cast)
    member = getattr(cast, who)
    client, program = Client(raise_request_exception=False), program_of(member)
    client.force_login(member)

    for address in ("case", "history", "print", "draft", "presence"):
        assert client.get(reverse(f"cases:{address}", args=[case.number])).status_code in (404, 405)
    assert client.post(f"/cases/{case.number}/write/", {"text": "看看"}).status_code == 404
    assert program.get(f"/cases/{case.number}").status_code == 404
    assert program.get("/cases/T00000000-0000").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_two_people_closing_one_case_close_it_once():
    cast = come_to_work()
    case = opened(cast)
    together = Barrier(2)

    def close(member: Any) -> int:
        client = Client(raise_request_exception=False)
        client.force_login(member)
        together.wait()
        try:
            form = {"resolution": f"{member.name}办好了", "token": member.username}
            return client.post(
                reverse("cases:step", args=[case.number, "resolve"]), form
            ).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        codes = sorted(pool.map(close, (cast.wang, cast.li)))

    assert codes == [302, 409]
    assert len(list(journal.facts_of_kind("case_resolved"))) == 1
    assert verify() == []


def test_a_clock_set_back_an_hour_loses_nothing(cast, monkeypatch):
    ten = datetime(2026, 11, 20, 10, 0, tzinfo=ZONE)
    monkeypatch.setattr(timezone, "now", lambda: ten)
    client = Client(raise_request_exception=False)
    client.force_login(cast.wang)
    case = opened(cast, ten)
    nine = ten - timedelta(hours=1)
    monkeypatch.setattr(timezone, "now", lambda: nine)

    pages = [client.get("/"), client.get(reverse("cases:case", args=[case.number]))]
    noted = client.post(
        f"/cases/{case.number}/write/", {"mode": "note", "text": "钟慢了", "token": "a"}
    )
    solved = client.post(f"/cases/{case.number}/resolve/", {"resolution": "装修已停", "token": "b"})

    assert [page.status_code for page in pages] == [200, 200]
    assert (noted.status_code, solved.status_code) == (302, 302)
    assert FactRow.objects.filter(about=case.about).count() == 3
    assert verify() == []
