"""A document that was brought in and read."""

from __future__ import annotations

import io
from typing import Any

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from shouwen.studio.choices import State
from shouwen.studio.models import Document, FoundText
from tests.cast import Cast

LINES = (
    "客服中心值班管理办法",
    "第一章 总则",
    "第一条 为了让来电有人接、有人管，制定本办法。",
    "第二章 时限",
    "第二条 客服专员接到投诉后，应当在2小时内答复客户。",
    "第三条 值班长每月5日前上报上月月报。",
    "第三章 考核",
    "第四条 有下列行为之一的，每次扣2分：",
    "（一）迟到；",
    "（二）未填写交接记录。",
    "第五条 私自挂断客户电话的，罚款100元。",
    "第六条 单笔补偿超过500元的，须经客服经理批准。",
)


def word(lines: tuple[str, ...] = LINES) -> bytes:
    """Return a Word file with a line a paragraph."""
    document, held = docx.Document(), io.BytesIO()
    for line in lines:
        document.add_paragraph(line)
    document.save(held)
    return held.getvalue()


@pytest.fixture
def at_once(settings: Any) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


@pytest.fixture
def he(client: Client, cast: Cast) -> Client:
    client.force_login(cast.he)
    return client


@pytest.fixture
def read(he: Client, at_once: None) -> FoundText:
    file = SimpleUploadedFile("值班办法.docx", word())
    answer = he.post(reverse("studio:index"), {"file": file})
    assert answer.status_code == 302, answer.content.decode()
    found = Document.objects.get()
    assert found.state == State.READ, found.fault
    return found.texts.get()
