from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from shouwen.cases import actions
from shouwen.cases.models import Case
from shouwen.files.queries import attached_to
from shouwen.journal import queries as journal

HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture(autouse=True)
def kept_files(tmp_path, settings):
    settings.SHOUWEN_FILES_DIR = tmp_path


@pytest.fixture
def wangs(client, cast):
    client.force_login(cast.wang)
    return client


def photo(name="现场.png", colour="red"):
    picture = io.BytesIO()
    Image.new("RGB", (8, 8), colour).save(picture, "PNG")
    return SimpleUploadedFile(name, picture.getvalue(), "image/png")


def write(case, client, **given):
    place = reverse("cases:step", args=[case.number, "write"])
    return client.post(place, {"mode": "reply", "text": "见附件", "token": "t", **given}, **HTMX)


def test_an_answer_carries_several_files_that_readers_of_the_case_may_see(case, wangs, cast):
    page = write(case, wangs, attachments=[photo(), photo("二.png", "blue")])

    (fact,) = journal.facts_of_kind("case_replied")
    rows = attached_to([case.about])[case.about]
    assert page.status_code == 200
    assert len(str(fact.details["files"]).split()) == 2
    assert wangs.get(reverse("files:show", args=[rows[0].key])).status_code == 200
    assert reverse("files:small", args=[rows[0].key]) in page.content.decode()
    wangs.force_login(cast.zhao)
    assert wangs.get(reverse("files:show", args=[rows[0].key])).status_code == 404


def test_the_same_form_sent_twice_answers_once(case, wangs):
    write(case, wangs, attachments=[photo()])
    write(case, wangs, attachments=[photo()])

    assert len(journal.facts_of_kind("case_replied")) == 1


def test_a_file_that_is_not_what_it_says_is_refused_by_name_and_the_text_stays(case, wangs):
    bad = SimpleUploadedFile("照片.png", b"\x7fELF\x02\x01\x01" + b"\x00" * 64, "image/png")

    page = write(case, wangs, attachments=[photo(), bad])

    text = page.content.decode()
    assert page.status_code == 422
    assert "照片.png" in text
    assert "见附件" in text
    assert journal.facts_of_kind("case_replied") == []


def test_what_was_kept_before_a_refusal_need_not_be_chosen_again(case, wangs):
    bad = SimpleUploadedFile("照片.png", b"\x7fELF\x02\x01\x01" + b"\x00" * 64, "image/png")
    refused = write(case, wangs, attachments=[photo(), bad]).content.decode()
    kept = refused.split('name="kept" value="')[1].split('"')[0]

    page = write(case, wangs, kept=kept)

    (fact,) = journal.facts_of_kind("case_replied")
    assert page.status_code == 200
    assert fact.details["files"] == kept


def test_nobody_attaches_what_they_may_not_see(case, wangs, cast):
    theirs = actions.open_case(
        case_type="repair", title="水管", at=timezone.now(), recorded_at=timezone.now(),
        actor=cast.zhao,
    ).case  # fmt: skip
    wangs.force_login(cast.zhao)
    write(theirs, wangs, attachments=[photo()])
    (fact,) = journal.facts_of_kind("case_replied")
    wangs.force_login(cast.wang)

    page = write(case, wangs, kept=fact.details["files"])

    assert page.status_code == 422


def test_a_new_matter_is_opened_with_its_photographs(wangs):
    page = wangs.post(
        reverse("cases:new"),
        {"token": "t1", "case_type": "repair", "severity": "general", "channel": "phone",
         "title": "水管漏水", "text": "厨房", "attachments": [photo()]},
        follow=True,
    )  # fmt: skip

    case = Case.objects.get()
    assert len(attached_to([case.about])[case.about]) == 1
    assert 'class="evidence"' in page.content.decode()
