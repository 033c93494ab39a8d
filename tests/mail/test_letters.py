"""A letter becomes what it becomes, once; an answer finds its way back; programs are kept out."""

from __future__ import annotations

import base64
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from shouwen.access.choices import Level
from shouwen.cases import actions as cases
from shouwen.cases.models import Case
from shouwen.customers import actions as customers
from shouwen.customers.models import Customer
from shouwen.journal.actions import deliver_due
from shouwen.journal.models import FactRow, OutboxMessage
from shouwen.mail.choices import Became, Why
from shouwen.mail.models import Mailbox, Signature
from shouwen.mail.reading import text_of_html, without_quote
from shouwen.people.refusals import RefusedError
from shouwen.site.senders import SENDERS
from tests.mail.conftest import LIU, Post, received, written

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f64540"
    "0000000049454e44ae426082"
)


def facts(case: Case) -> list[str]:
    found = FactRow.objects.filter(about=case.about).order_by("number")
    return list(found.values_list("kind", flat=True))


def test_a_letter_opens_a_matter_with_its_files_for_the_post_that_takes_them(post: Post):
    letter = written(Received=received(post.now - timedelta(minutes=9)))
    letter.add_attachment(PNG, maintype="image", subtype="png", filename="漏水.png")
    letter.add_attachment(b"MZ\x00\x01", maintype="application", subtype="exe", filename="a.exe")

    row = post.take(letter)

    case = Case.objects.get()
    assert (row.became, row.case, case.handler) == (Became.CASE, case, post.cast.wang)
    assert (case.title, case.channel, case.opened_at) == (
        "漏水", "mail", post.now - timedelta(minutes=9),
    )  # fmt: skip
    assert (case.customer.name, case.customer.email) == ("刘女士", LIU)
    fact = FactRow.objects.get(kind="case_opened")
    assert len(str(fact.details["files"]).split()) == 1
    assert "三楼漏水" in case.text
    assert "a.exe" in case.text
    assert "wang@example.com" in OutboxMessage.objects.values_list("recipient", flat=True)


def test_fetched_again_a_letter_is_the_same_one(post: Post):
    assert post.take(written()) == post.take(written(), later=3)
    assert Case.objects.count() == 1

    other = post.take(written(sender="王先生 <wang@other.example>"))

    assert other.case != Case.objects.earliest("pk"), "a strange letter may bear any identification"


def test_an_answer_is_threaded_signed_and_leads_back(post: Post):
    Signature.objects.create(post=None, team=None, text="客户服务部")
    Signature.objects.create(post=post.cast.posts["agent"], text="客服热线 8888")
    first = post.take(written())
    assert first.case is not None

    sent = post.answer(first.case, "师傅十分钟后到。")

    assert sent["To"] == LIU
    assert (sent["In-Reply-To"], sent["References"]) == ("<one@example.com>",) * 2
    assert first.case.number in mail.outbox[-1].subject
    assert mail.outbox[-1].body == "师傅十分钟后到。\n\n-- \n客服热线 8888"
    back = written(
        "谢谢\n\n在 2026年，客服写道：\n> 师傅十分钟后到。", message_id="<two@example.com>",
        to=sent["Reply-To"],
    )  # fmt: skip
    by_address = post.take(back, later=1)
    by_thread = post.take(
        written("再问一下", message_id="<three@example.com>", In_Reply_To=sent["Message-ID"]),
        later=2,
    )
    assert [by_address.case, by_thread.case] == [first.case] * 2
    assert by_address.became == Became.ADDED
    said = FactRow.objects.filter(kind="case_added_to").order_by("number")
    assert [row.details["text"] for row in said] == ["谢谢", "再问一下"]
    assert said[0].details["channel"] == "mail"


def test_a_subject_alone_proves_nothing(post: Post):
    first = post.take(written())
    assert first.case is not None

    other = post.take(
        written(subject=f"Re: [{first.case.number}]", message_id="<x@elsewhere.example>",
                sender="eve@elsewhere.example")
    )  # fmt: skip

    assert other.became == Became.CASE


def test_an_answer_to_a_settled_matter_takes_it_up_again(post: Post):
    case = post.take(written()).case
    assert case is not None
    sent = post.answer(case, "已修好")
    post.settle(case)

    row = post.take(written("又漏了", message_id="<two@example.com>", to=sent["Reply-To"]), later=5)

    case.refresh_from_db()
    assert (row.became, case.state, case.times_reopened) == (Became.REOPENED, "open", 1)
    assert FactRow.objects.get(kind="case_reopened").details["reason"] == "又漏了"


def test_where_the_rules_keep_it_shut_the_letter_is_added(post: Post, monkeypatch: Any):
    case = post.take(written()).case
    assert case is not None
    sent = post.answer(case, "已修好")
    post.settle(case)

    def forbidden(**_given: object) -> None:
        raise RefusedError("《办结规定》1.1")

    monkeypatch.setattr(cases, "reopen_from_customer", forbidden)
    row = post.take(written("又漏了", message_id="<two@example.com>", to=sent["Reply-To"]), later=5)

    case.refresh_from_db()
    assert (row.became, case.state) == (Became.ADDED, "resolved")
    assert "case_reopened" not in facts(case)


@pytest.mark.parametrize(
    ("heads", "why", "became"),
    [
        ({"Auto_Submitted": "auto-replied"}, Why.AUTOMATIC, Became.IGNORED),
        ({"Return_Path": "<>"}, Why.AUTOMATIC, Became.IGNORED),
        ({"Precedence": "bulk"}, Why.LIST, Became.IGNORED),
        ({"List_Id": "<news.example.com>"}, Why.LIST, Became.IGNORED),
        ({"sender": "Service+abcdef0123@EXAMPLE.cn"}, Why.OURS, Became.IGNORED),
        ({"sender": "nobody"}, Why.NO_SENDER, Became.REFUSED),
    ],
)
def test_programs_and_our_own_letters_open_nothing(
    post: Post, heads: dict[str, str], why: str, became: str
):
    row = post.take(written(**heads))

    assert (row.why, row.became, Case.objects.count()) == (why, became, 0)


def test_auto_submitted_no_is_a_persons_letter(post: Post):
    assert post.take(written(Auto_Submitted="no")).became == Became.CASE


def test_who_writes_too_often_waits(post: Post, settings: Any):
    settings.SHOUWEN_MAIL_PER_HOUR = 2

    rows = [post.take(written(message_id=f"<{n}@example.com>"), later=n) for n in range(3)]
    later = post.take(written(message_id="<later@example.com>"), later=70)

    assert [row.became for row in rows] == [Became.CASE, Became.CASE, Became.REFUSED]
    assert (rows[2].why, later.became) == (Why.TOO_MANY, Became.CASE)


def test_a_new_matter_is_acknowledged_once_an_hour_and_marked_automatic(post: Post):
    Mailbox.objects.update(acknowledges=True)
    post.take(written())
    post.take(written(message_id="<two@example.com>"), later=1)

    deliver_due(now=post.now + timedelta(minutes=2), senders=SENDERS)

    told = [each for each in mail.outbox if each.to == [LIU]]
    assert len(told) == 1
    assert told[0].extra_headers["Auto-Submitted"] == "auto-replied"
    assert Case.objects.earliest("pk").number in told[0].body
    # What comes back of it by itself goes no further.
    assert post.take(told[0].message().as_bytes(), later=3).why == Why.AUTOMATIC


def test_the_known_customer_of_an_address_is_found(post: Post):
    liu = customers.add_customer(name="刘女士", email=LIU, at=post.now)

    assert post.take(written(sender=LIU.upper())).case.customer == liu
    assert Customer.objects.count() == 1


def test_who_else_writes_about_a_matter_is_named(post: Post):
    first = post.take(written())
    assert first.case is not None

    post.take(
        written("我是她先生", sender="陈先生 <chen@example.com>", message_id="<c@example.com>",
                References="<one@example.com>"),
        later=1,
    )  # fmt: skip

    text = FactRow.objects.get(kind="case_added_to").details["text"]
    assert "chen@example.com" in str(text)


def test_a_letter_in_an_old_alphabet_and_one_that_is_only_a_page_are_read(post: Post):
    old = (
        b"From: a@example.com\r\nTo: service@example.cn\r\nMessage-ID: <g@x>\r\n"
        b"Subject: =?gb2312?B?" + base64.b64encode("电梯".encode("gb2312")) + b"?=\r\n"
        b"Content-Type: text/plain; charset=gb2312\r\n\r\n" + "电梯停了".encode("gb2312")
    )
    page = b"From: b@example.com\r\nMessage-ID: <h@x>\r\n"
    page += b"Content-Type: text/html; charset=utf-8\r\n\r\n"
    page += "<style>p{}</style><p>灯不亮</p><script>x</script>".encode()

    first, second = post.take(old).case, post.take(page, later=1).case

    assert (first.title, first.text) == ("电梯", "电梯停了")
    assert second.text == "灯不亮"


@pytest.mark.parametrize("raw", [b"", b"\x00\xff\xfe", b"From: \xff\xfe<\r\n\r\n\x00", b"a" * 9])
def test_no_bytes_stop_the_mailbox(post: Post, raw: bytes):
    assert post.take(raw).became == Became.REFUSED


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("好的\n\n> 您好\n> 再见", "好的"),
        ("好的\n\nOn Monday, Service wrote:\n> hello", "好的"),
        ("> 只有引文", "> 只有引文"),
        ("甲\n> 乙\n丙", "甲\n> 乙\n丙"),
    ],
)
def test_what_is_quoted_at_the_end_is_left_out(text: str, left: str):
    assert without_quote(text) == left


def test_hidden_words_of_a_page_are_not_read():
    assert text_of_html("<head><title>t</title></head>a<br>b &amp; c") == "a\nb & c"


def test_the_mailbox_page_says_what_was_not_taken_and_who_may_see_it(post: Post, client: Client):
    post.take(written())
    post.take(written(message_id="<n@example.com>", Precedence="bulk"), later=1)
    client.force_login(post.cast.he)

    everything = client.get("/mail/").content.decode()
    not_taken = client.get("/mail/?only=not_taken").content.decode()

    assert everything.count("data-row>") == 2
    assert not_taken.count("data-row>") == 1
    assert str(Why.LIST.label) in not_taken
    client.force_login(post.cast.wang)
    assert client.get("/mail/").status_code == 404


def test_a_confidential_customers_address_is_covered_on_the_page(post: Post, client: Client):
    customers.add_customer(name="秘先生", email=LIU, secrecy=Level.values[-1], at=post.now)
    post.take(written(subject=f"写信人 {LIU}"))
    post.take(written(message_id="<n@example.com>", Precedence="bulk"), later=1)
    client.force_login(post.cast.he)

    assert LIU not in client.get("/mail/").content.decode()


def test_the_list_costs_the_same_with_many_letters(post: Post, client: Client, settings: Any):
    settings.SHOUWEN_MAIL_PER_HOUR = 1000
    client.force_login(post.cast.he)
    post.take(written())
    first = _queries(client)
    for n in range(20):
        post.take(written(message_id=f"<{n}@example.com>"), later=n)

    assert _queries(client) == first <= 15


def _queries(client: Client) -> int:
    client.get("/mail/")
    with CaptureQueriesContext(connection) as asked:
        client.get("/mail/")
    return len(asked)
