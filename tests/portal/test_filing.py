"""A customer without an account files a matter at the department's own door."""

from __future__ import annotations

from django.utils import timezone

from shouwen.cases import actions as cases
from shouwen.cases.models import Case
from shouwen.customers.models import Customer
from shouwen.journal import queries as journal
from shouwen.journal.models import OutboxMessage
from shouwen.portal.models import Filing


def test_the_door_shows_what_may_be_filed_and_when_the_house_is_open(liu):
    page = liu.client.get("/portal/").content.decode()

    assert "有什么可以帮您？" in page
    assert "投诉" in page
    assert "08:30–12:00、13:30–18:00" in page
    assert "星期一至星期五" in page or "周一至周五" in page


def test_a_matter_is_filed_with_a_code_and_without_an_account(cast, liu, offer):
    sent = liu.confirm(then=f"/portal/new/{offer.pk}/")
    assert sent.headers["Location"] == f"/portal/new/{offer.pk}/"

    answer = liu.files(offer)

    assert answer.headers["Location"] == "/portal/receipt/"
    case = Case.objects.get()
    assert (case.channel, case.case_type, case.handler) == ("web", "complaint", cast.wang)
    assert case.first_owner == cast.wang
    assert "楼上装修噪音" in case.text
    assert "房号：A 座 1203" in case.text
    assert "方便接听时间：晚上" in case.text
    number, code, link = liu.receipt()
    assert number == case.number
    kept = str(list(Filing.objects.values()))
    assert code not in kept
    assert code.replace("-", "") not in kept
    assert link not in kept
    assert "13800001234" not in kept


def test_the_fact_says_channel_and_customer_and_no_value_of_theirs(filed):
    (opened,) = journal.facts_of_kind("case_opened", about=filed.about)

    assert opened.details["channel"] == "web"
    assert opened.details["customer"] == Customer.objects.get().number
    assert "13800001234" not in str(opened.details)
    assert "刘女士" not in str(opened.details)


def test_the_receipt_promises_what_the_regulation_does_and_says_what_is_unknown(liu, filed):
    page = liu.client.get("/portal/receipt/").content.decode()

    assert "我们会给您回电" in page
    assert "今天 13:30 前" in page or "今天 14:" in page or "今天 12:00 前" in page
    assert "《客户服务承诺》" in page
    assert "级别" in page  # nobody has graded it yet, so the other time is unknown


def test_who_is_known_by_their_number_is_not_added_again(liu, offer, filed):
    liu.files(offer)

    assert Case.objects.count() == 2
    assert Customer.objects.count() == 1


def test_the_same_form_sent_twice_files_one_matter_and_the_last_code_counts(liu, offer):
    liu.confirm()
    key = liu.key(f"/portal/new/{offer.pk}/")
    liu.files(offer, idempotency_key=key)
    first = liu.receipt()

    liu.files(offer, idempotency_key=key)

    assert Case.objects.count() == 1
    assert liu.receipt()[0] == first[0]
    assert liu.receipt()[1] != first[1]


def test_somebody_elses_key_does_not_lead_to_their_matter(liu, stranger, offer):
    liu.confirm()
    key = liu.key(f"/portal/new/{offer.pk}/")
    liu.files(offer, idempotency_key=key)

    stranger.confirm("13900005678")
    stranger.files(offer, idempotency_key=key)

    assert Case.objects.count() == 2


def test_a_matter_is_only_taken_with_consent_which_is_kept(liu, offer):
    liu.confirm()

    refused = liu.files(offer, consent="")
    assert refused.status_code == 422
    assert "需要您同意" in refused.content.decode()
    assert "楼上装修噪音" in refused.content.decode()

    liu.files(offer)
    filing = Filing.objects.get()
    assert filing.notice.number == 1
    assert filing.consented_at is not None


def test_whoever_takes_it_is_told_without_a_value(cast, filed):
    told = OutboxMessage.objects.filter(recipient=cast.wang.email).last()

    assert filed.number in told.subject
    assert "噪音" not in told.subject + told.body


def test_a_mail_address_will_do_as_well(liu, offer):
    liu.confirm("liu@example.cn", way="mail")
    liu.files(offer)

    filing = Filing.objects.get()
    assert (filing.way, filing.mail) == ("mail", "liu@example.cn")
    assert OutboxMessage.objects.filter(channel="mail", recipient="liu@example.cn").exists()


def test_whoever_gave_an_address_hears_of_an_answer_but_not_what_it_is(cast, liu, offer, clock):
    liu.confirm("liu@example.cn", way="mail")
    liu.files(offer)
    case = Case.objects.get()

    cases.reply(case=case, text="已停工", actor=cast.wang, at=clock.now)

    told = OutboxMessage.objects.filter(recipient="liu@example.cn").last()
    assert case.number in told.subject
    assert "已停工" not in told.subject + told.body


def test_somebody_else_with_the_same_number_is_not_forgotten(liu, offer, filed):
    liu.files(offer, name="刘先生")

    assert "提交人：刘先生" in Case.objects.latest("pk").text
    assert "提交人" not in filed.text


def test_nobody_files_without_a_code(liu, offer):
    answer = liu.client.get(f"/portal/new/{offer.pk}/")

    assert answer.headers["Location"].startswith("/portal/confirm/?then=/portal/new/")


def test_a_code_leads_to_no_other_house(liu):
    answer = liu.confirm(then="https://elsewhere.example/portal/")

    assert answer.headers["Location"] == "/portal/mine/"
    assert liu.confirm(then="/cases/").headers["Location"] == "/portal/mine/"


def test_what_only_programs_fill_in_is_refused(liu, offer):
    liu.confirm()

    assert liu.files(offer, website="http://spam.example").status_code == 422
    assert not Case.objects.exists()


def test_a_closed_portal_is_closed_for_everything(portal, liu):
    portal.is_on = False
    portal.save()

    for address in ("/portal/", "/portal/follow/", "/portal/mine/", "/portal/confirm/"):
        answer = liu.client.get(address)
        assert answer.status_code == 404
        assert "暂未开放" in answer.content.decode()


def test_no_page_is_kept_indexed_or_mixed_with_signing_in(liu, cast):
    answer = liu.client.get("/portal/")

    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in answer.headers["Cache-Control"]
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    liu.confirm()
    assert "sessionid" not in liu.client.cookies
    cookie = liu.client.cookies["shouwen_portal"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/portal/")
    assert liu.client.get("/cases/").status_code == 302


def test_english_is_spoken_where_it_is_offered(portal, liu):
    liu.client.cookies["django_language"] = "en"
    assert "How can we help you?" in liu.client.get("/portal/").content.decode()

    portal.languages = ["zh-hans"]
    portal.save()

    answer = liu.client.get("/portal/")
    assert "有什么可以帮您？" in answer.content.decode()
    assert answer.headers["Content-Language"] == "zh-hans"


def test_the_houses_own_fields_are_asked_for_and_kept(liu, offer):
    from shouwen.cases.actions import define_field

    define_field(
        case_type=offer.case_type, key="floor", label="楼层", kind="number", required=True,
        at=timezone.now(),
    )  # fmt: skip
    liu.confirm()

    refused = liu.files(offer)
    page = refused.content.decode()
    taken = liu.files(offer, **{"field-floor": "3"})

    assert refused.status_code == 422
    assert 'name="field-floor"' in page
    assert taken.status_code == 302
    assert Case.objects.get().fields == {"floor": 3}
