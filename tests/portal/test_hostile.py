"""What is meant to do harm is shown as text, or refused in one sentence; nothing is lost."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from shouwen.cases import actions as cases
from shouwen.cases.models import Case
from shouwen.files.models import StoredFile
from shouwen.portal import actions
from shouwen.regulations import actions as regulations
from tests.portal.conftest import PHONE

pytestmark = pytest.mark.once

SCRIPT = '<script>alert(1)</script><img src=x onerror="alert(1)">'
STEERING = "前\x00\x07\x1b[31m\u202e后\u200b"
NO_REOPENING = """---
regulation: no-reopening
title: 重开规定
industry: property-services
in_force: 2024-01-01
posts:
  manager: 客服经理
---

## 一 重开

### 1 办结的事项不再受理。

```rule
id: never
kind: access
catalogue: 0.1-09
title: 不再受理
when: {fact: case_reopened}
forbidden: true
```
"""
HELD = NO_REOPENING.replace("forbidden: true", "signed_by: [{post: manager}]")


def test_markup_stays_text_wherever_it_is_shown(cast, liu, offer, client):
    liu.confirm()
    liu.files(offer, text=SCRIPT, name=SCRIPT, place=SCRIPT, **{"own-0": SCRIPT})
    case = Case.objects.get()
    liu.does(case.number, "add", text=SCRIPT)
    client.force_login(cast.wang)

    pages = [
        liu.client.get(f"/portal/matter/{case.number}/"),
        liu.client.get("/portal/receipt/"),
        client.get(f"/cases/{case.number}/"),
        client.get("/cases/"),
    ]

    for page in pages:
        assert page.status_code == 200
        assert "<script>alert" not in page.content.decode()
        assert "<img src=x" not in page.content.decode()


def test_signs_that_steer_a_screen_are_left_out(liu, offer):
    liu.confirm()

    answer = liu.files(offer, text=STEERING, name="刘\u202e女士")

    assert answer.status_code == 302
    case = Case.objects.select_related("customer").get()
    assert case.text.startswith("前[31m后")
    assert case.customer.name == "刘女士"


@pytest.mark.parametrize("field", ["name", "text", "place", "own-0"])
def test_what_is_far_too_long_is_refused_beside_its_field(liu, offer, field):
    liu.confirm()

    answer = liu.files(offer, **{field: "长" * 5000})

    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in answer.content.decode()
    assert not Case.objects.exists()


def a_bomb() -> bytes:
    found = io.BytesIO()
    with zipfile.ZipFile(found, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("xl/worksheets/sheet1.xml", b"0" * 5_000_000)
    return found.getvalue()


def a_large_picture() -> bytes:
    found = io.BytesIO()
    Image.new("L", (9000, 9000)).save(found, "PNG")
    return found.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"\xff\xd8\xff" + b"0" * 50_000_000, "a.jpg", "文件超过 15 MB"),
        (b"<html><script>alert(1)</script></html>", "a.jpg", "这不是照片"),
        (a_bomb(), "a.xlsx", "这不是照片"),
        (a_large_picture(), "a.png", "百万像素"),
        (b"MZ\x90\x00", "a.jpg", "这不是照片"),
        ("只是文字".encode(), "a.jpg", "此处需要照片"),
    ],
    ids=["50 MB", "html", "zip bomb", "bomb of dots", "program", "text"],
)
def test_no_harmful_file_is_kept_and_what_was_typed_is(liu, offer, content, name, sentence):
    liu.confirm()

    answer = liu.files(offer, photo=SimpleUploadedFile(name, content, "image/jpeg"))

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert "楼上装修噪音" in answer.content.decode()
    assert not Case.objects.exists()
    assert not StoredFile.objects.exists()


def test_more_photographs_than_that_are_refused(liu, offer):
    liu.confirm()
    many = [SimpleUploadedFile(f"{n}.jpg", b"x") for n in range(actions.MOST_PHOTOS + 1)]

    assert "最多上传" in liu.files(offer, photo=many).content.decode()


def test_forms_from_elsewhere_are_refused(portal, offer):
    strict = Client(enforce_csrf_checks=True)

    for address in ("/portal/confirm/", "/portal/code/", "/portal/follow/", "/portal/leave/"):
        assert strict.post(address, {"way": "phone", "contact": PHONE}).status_code == 403


def test_a_form_without_its_key_is_sent_back(liu, offer):
    liu.confirm()

    assert liu.files(offer, idempotency_key="").status_code == 422
    assert liu.files(offer, idempotency_key="'; drop table --").status_code == 422
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    "contact", ["", "12", "x" * 500, "a@b", "138\r\nBcc: all@example.cn", "+86 138", SCRIPT]
)
def test_what_is_no_number_and_no_address_gets_no_code(liu, contact):
    for way in ("phone", "mail", "pigeon"):
        sent = {"way": way, "contact": contact, "website": ""}
        assert liu.client.post("/portal/confirm/", sent).status_code == 422


def test_a_clause_that_forbids_reopening_is_quoted_to_the_customer(cast, liu, filed, clock):
    version = regulations.adopt(
        text=NO_REOPENING, file_name="n.md", by=cast.he, at=clock.now.replace(year=2024)
    )
    assert not isinstance(version, tuple), [str(fault) for fault in version]
    cases.resolve(case=filed, resolution="好了", actor=cast.wang, at=clock.now)

    answer = liu.does(filed.number, "reopen", reason="还在响")

    assert answer.status_code == 422
    assert "《重开规定》" in answer.content.decode()
    filed.refresh_from_db()
    assert filed.state == "resolved"


def test_where_reopening_needs_a_signature_the_customer_is_told_that_it_waits(
    cast, liu, filed, clock
):
    version = regulations.adopt(
        text=HELD, file_name="n.md", by=cast.he, at=clock.now.replace(year=2024)
    )
    assert not isinstance(version, tuple), [str(fault) for fault in version]
    cases.resolve(case=filed, resolution="好了", actor=cast.wang, at=clock.now)

    answer = liu.does(filed.number, "reopen", reason="还在响")

    assert answer.headers["Location"].endswith("?done=waits")
    assert "按制度须先经批准" in liu.client.get(answer.headers["Location"]).content.decode()
    filed.refresh_from_db()
    assert filed.state == "resolved"


def test_what_is_not_there_to_do_is_absent(liu, filed):
    assert liu.does(filed.number, "delete", text="x").status_code == 404
    assert liu.client.get(f"/portal/matter/{filed.number}/do/add/").status_code == 405


def test_a_clock_set_back_an_hour_loses_nothing(liu, filed, clock):
    clock.forward(hours=-1)

    answer = liu.does(filed.number, "add", text="补充")

    assert answer.status_code in (302, 422)
    assert Case.objects.get().pk == filed.pk
