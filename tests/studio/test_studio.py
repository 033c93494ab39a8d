"""A document is read, its rules are confirmed one by one, and a draft is made of them."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from shouwen.adoption.models import Draft
from shouwen.policy.regulation_file import read_regulation
from shouwen.studio import actions
from shouwen.studio.choices import State, Verdict
from shouwen.studio.drafting import file_of
from shouwen.studio.models import Document, FoundText, Sentence, Suggestion
from tests.cast import Cast
from tests.studio.conftest import LINES, word

AT = datetime(2024, 3, 4, 1, tzinfo=UTC)


def test_a_word_file_becomes_clauses_and_proposed_rules(he: Client, read: FoundText) -> None:
    assert read.title == "客服中心值班管理办法"
    numbers = [node["number"] for node in read.nodes]
    assert {"第一条", "第二条", "第四条", "（一）"} <= set(numbers)
    kinds = {row.kind for row in read.suggestions.all()}
    assert {"deadline", "duty", "score", "pay", "approval"} <= kinds
    two_hours = read.suggestions.filter(kind="deadline").first()
    assert two_hours is not None
    assert (two_hours.params["amount"], two_hours.params["unit"]) == (2, "hour")


def test_the_text_stands_beside_its_rules_and_nothing_of_it_is_lost(
    he: Client, read: FoundText
) -> None:
    page = he.get(reverse("studio:text", args=[read.pk])).content.decode()
    words = "".join(re.findall(r'<div class="words">(.*?)</div>', page, re.DOTALL))
    plain = re.sub(r"<[^>]+>|\s", "", words)
    for line in LINES[1:]:
        assert re.sub(r"\s", "", line) in plain
    assert "within" not in plain
    assert page.count(" data-card ") == read.suggestions.count() + read.sentences.count()


def test_confirming_answers_with_the_card_and_how_far_the_text_is(
    he: Client, read: FoundText
) -> None:
    row = read.suggestions.filter(kind="pay").get()
    told = {"verdict": "accepted", "revision": row.revision}
    answer = he.post(reverse("studio:decide", args=[row.pk]), told, headers={"HX-Request": "true"})
    page = answer.content.decode()
    assert 'data-verdict="accepted"' in page
    assert 'hx-swap-oob="true"' in page
    row.refresh_from_db()
    assert (row.verdict, row.decided_by) == (Verdict.ACCEPTED, Document.objects.get().brought_by)


def test_two_people_do_not_overwrite_each_other(he: Client, read: FoundText) -> None:
    row = read.suggestions.filter(kind="pay").get()
    address = reverse("studio:decide", args=[row.pk])
    he.post(address, {"verdict": "set_aside", "revision": row.revision})
    late = he.post(
        address, {"verdict": "accepted", "revision": row.revision}, headers={"HX-Request": "true"}
    )
    assert "刚才已由他人处理" in late.content.decode()
    row.refresh_from_db()
    assert row.verdict == Verdict.SET_ASIDE


def test_a_rule_is_changed_in_a_form_that_explains_it(he: Client, read: FoundText) -> None:
    row = read.suggestions.filter(kind="deadline").get()
    address = reverse("studio:change", args=[row.pk])
    entered = {"kind": "deadline", "revision": row.revision, "amount": 4, "unit": "hour",
               "dir": "within", "of": "答复客户", "from": "投诉", "actor": "客服专员"}  # fmt: skip
    looked = he.post(address, {**entered, "look": "1"}).content.decode()
    assert "within: 4 hours" in looked
    row.refresh_from_db()
    assert row.params["amount"] == 2
    assert he.post(address, entered).status_code == 302
    row.refresh_from_db()
    assert (row.params["amount"], row.verdict) == (4, "accepted")
    assert (row.params_read or {})["amount"] == 2


def test_foreign_money_is_no_rule_until_somebody_names_yuan(he: Client, read: FoundText) -> None:
    row = read.suggestions.filter(kind="approval")[0]
    Suggestion.objects.filter(pk=row.pk).update(params={**row.params, "currency": "USD"})
    address = reverse("studio:change", args=[row.pk])
    page = he.get(address)
    assert page.context["rule"].lacking
    assert '<option value="USD" selected>美元' in page.content.decode()

    said = {**row.params, "revision": row.revision, "kind": "approval", "currency": ""}
    assert he.post(address, said).status_code == 302
    row.refresh_from_db()
    assert "currency" not in row.params
    assert "500 yuan" in file_of(row.text).text


def test_an_uncovered_sentence_becomes_a_note_or_a_rule(he: Client, read: FoundText) -> None:
    document = read.document
    sentence = Sentence.objects.create(text=read, clause=read.nodes[0]["id"], start=0, end=10)
    address = reverse("studio:decide_sentence", args=[sentence.pk])
    he.post(address, {"verdict": "note"})
    sentence.refresh_from_db()
    assert sentence.verdict == Verdict.NOTE
    answer = he.post(address, {"kind": "conduct"})
    made = Suggestion.objects.get(why="by_hand")
    assert answer.headers["Location"] == reverse("studio:change", args=[made.pk])
    assert (made.quote, made.kind) == (document.text[:10], "conduct")


def test_what_is_about_the_regulation_itself_is_open_until_a_person_keeps_it(
    he: Client, read: FoundText, cast: Cast
) -> None:
    row = read.sentences.get(introductory=True)
    address = reverse("studio:text", args=[read.pk])
    bulk = reverse("studio:note_introductory", args=[read.pk])
    page = he.get(address)
    assert not page.context["coverage"].is_finished
    assert f'action="{bulk}"' in page.content.decode()

    assert he.post(bulk).headers["Location"] == address
    row.refresh_from_db()
    assert (row.verdict, row.decided_by) == (Verdict.NOTE, cast.he)
    assert f'action="{bulk}"' not in he.get(address).content.decode()


def test_two_people_do_not_overwrite_each_other_at_a_sentence(he: Client, read: FoundText) -> None:
    row = read.sentences.get()
    address = reverse("studio:decide_sentence", args=[row.pk])
    he.post(address, {"verdict": "set_aside"})
    answer = he.post(address, {"verdict": "note"}, headers={"HX-Request": "true"})
    assert "其他人刚刚处理了这句话" in answer.content.decode()
    row.refresh_from_db()
    assert row.verdict == Verdict.SET_ASIDE
    he.post(address, {"verdict": "open"})
    he.post(address, {"kind": "conduct"})
    answer = he.post(address, {"verdict": "note"})
    assert answer.headers["Location"] == reverse("studio:text", args=[read.pk])


def test_the_draft_holds_every_clause_and_what_was_confirmed(he: Client, read: FoundText) -> None:
    for row in read.suggestions.all():
        he.post(
            reverse("studio:decide", args=[row.pk]),
            {"verdict": "accepted", "revision": row.revision},
        )
    answer = he.post(reverse("studio:draft", args=[read.pk]), {"in_force": "2024-05-01"})
    draft = Draft.objects.get()
    assert answer.headers["Location"] == reverse("adoption:draft", args=[draft.pk])
    found = read_regulation(draft.text, draft.file_name)
    assert [fault for fault in found.faults if fault.severity == "error"] == []
    assert found.regulation is not None
    assert found.regulation.title == "客服中心值班管理办法"
    kinds = [rule.kind for rule in found.regulation.rules.values()]
    assert {"deadline", "duty", "score", "pay", "approval"} <= set(kinds)
    assert "私自挂断客户电话的，罚款100元。" in draft.text


def test_a_draft_needs_something_confirmed(he: Client, read: FoundText) -> None:
    he.post(reverse("studio:draft", args=[read.pk]), {"in_force": "2024-05-01"})
    assert not Draft.objects.exists()


def test_what_cannot_be_read_is_told_in_one_sentence(he: Client, at_once: None) -> None:
    file = SimpleUploadedFile("old.docx", b"PK\x03\x04 not a document")
    answer = he.post(reverse("studio:index"), {"file": file}, follow=True)
    assert Document.objects.get().state == State.REFUSED
    assert "请" in answer.content.decode()
    assert "Traceback" not in answer.content.decode()


def test_the_original_is_given_back_byte_by_byte(he: Client, cast: Cast) -> None:
    kept = actions.bring_in(data=word(), file_name="值班办法.docx", by=cast.he, at=AT)
    answer = he.get(reverse("studio:original", args=[kept.pk]))
    assert bytes(answer.content) == bytes(Document.objects.get().original)
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_others_do_not_see_that_there_is_anything(
    client: Client, cast: Cast, read: FoundText
) -> None:
    client.force_login(cast.wang)
    row = read.suggestions.all()[0]
    for address in (
        reverse("studio:text", args=[read.pk]),
        reverse("studio:document", args=[read.document_id]),
        reverse("studio:original", args=[read.document_id]),
        reverse("studio:change", args=[row.pk]),
    ):
        assert client.get(address).status_code == 404


def test_the_page_asks_the_same_of_the_database_for_few_and_for_many_rules(
    he: Client, read: FoundText, django_assert_max_num_queries: Any
) -> None:
    Suggestion.objects.bulk_create(
        Suggestion(
            text=read, clause=read.nodes[1]["id"], start=20, end=24, kind="conduct",
            quote=f"第{n}项", sure="low",
        )
        for n in range(60)
    )  # fmt: skip
    with django_assert_max_num_queries(16):
        he.get(reverse("studio:text", args=[read.pk]))
