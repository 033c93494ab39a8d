from __future__ import annotations

import io

import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from shouwen.cases import actions


def text_of(made):
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(made)).pages)


@pytest.mark.once
def test_the_sheet_as_a_pdf_reads_like_the_printed_one(rules, case, cast, client):
    actions.reply(case=case, text="已联系装修户停工", actor=cast.wang, at=timezone.now())
    actions.add_note(case=case, text="住户难缠", actor=cast.wang, at=timezone.now())
    actions.share(case=case, member=cast.zhang, percent=30, actor=cast.wang, at=timezone.now())
    client.force_login(cast.wang)

    answer = client.get(reverse("cases:pdf", args=[case.number]))

    text = text_of(answer.content)
    assert answer["Content-Type"] == "application/pdf"
    assert case.number in text
    assert "楼上装修噪音" in text.replace("\n", "")
    assert "已联系装修户停工" in text.replace("\n", "")
    assert "住户难缠" not in text.replace("\n", "")
    assert "张工" not in text


@pytest.mark.once
def test_what_customers_write_makes_the_house_fetch_nothing(cast, client):
    case = actions.open_case(
        case_type="repair", title='<img src="file:///etc/passwd"><link href="http://127.0.0.1:9">',
        text="<script>1</script>", at=timezone.now(), recorded_at=timezone.now(), actor=cast.wang,
    ).case  # fmt: skip
    client.force_login(cast.wang)

    answer = client.get(reverse("cases:pdf", args=[case.number]))

    assert "root:" not in text_of(answer.content)


def test_to_an_outsider_there_is_no_pdf(case, cast, client):
    client.force_login(cast.zhao)

    assert client.get(reverse("cases:pdf", args=[case.number])).status_code == 404


def test_without_its_programs_one_sentence_says_what_to_install(case, cast, client, monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "weasyprint", None)
    client.force_login(cast.wang)

    page = client.get(reverse("cases:pdf", args=[case.number]), follow=True)

    assert "libpango" in page.content.decode()
