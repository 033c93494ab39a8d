"""Contact data goes when the period of the privacy notice is over; the journal's chain holds."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client

from shouwen.cases import actions as cases
from shouwen.cases.models import Case
from shouwen.customers import actions as customers
from shouwen.customers.models import Customer
from shouwen.files import actions as files
from shouwen.files.models import StoredFile
from shouwen.journal import outbox
from shouwen.journal import queries as journal
from shouwen.journal.models import FactRow, OutboxMessage
from shouwen.people.models import Member
from shouwen.portal import actions, forgetting
from shouwen.portal.models import Filing, PrivacyNotice, Rating, RatingForm
from shouwen.portal.rated import Answer
from shouwen.search.models import Entry
from shouwen.site import background
from tests.portal.conftest import PHONE, TEN
from tests.portal.test_following import a_photo
from tests.rounds.conftest import photo

MAIL = "liu@example.com"
YEARS = timedelta(days=3 * 366)


def kept_for(months: int | None, by: Member, text: str = "三年后删除。") -> PrivacyNotice:
    return actions.give_notice(text=text, text_en="", keep_months=months, by=by, at=TEN)


@pytest.fixture
def three_years(cast, portal) -> PrivacyNotice:
    return kept_for(36, cast.he)


def settle(case: Case, by: Member, at: datetime) -> None:
    """Do all that is owed in a matter, and close it."""
    cases.record_callback(case=case, result="reached", satisfied=True, actor=by, at=at)
    cases.resolve(case=case, resolution="已请楼上安静", actor=by, at=at)


def matter(liu, offer, contact: str = PHONE, way: str = "phone", **more: str) -> Case:
    liu.confirm(contact, way)
    liu.files(offer, text=f"楼上噪音，请打 {PHONE} 或 {MAIL}", **more)
    return Case.objects.latest("pk")


def test_nothing_is_left_of_how_a_customer_is_reached(
    cast, three_years, liu, stranger, offer, clock, settings
):
    settings.SHOUWEN_SMS_GATEWAY = "console"
    case = matter(liu, offer)
    number, code, link = liu.receipt()
    settle(case, cast.wang, clock.forward(minutes=30))
    outbox.deliver_due(now=clock.now, senders={"sms": lambda _m: None, "mail": lambda _m: None})
    before = FactRow.objects.count()

    assert forgetting.forget_due(now=clock.now + timedelta(days=3 * 365 - 2)) == 0
    assert background.forget_contacts(clock.now + YEARS) == 1
    assert background.forget_contacts(clock.now + YEARS) == 0

    fact = FactRow.objects.get(kind="contact_forgotten")
    customer = Customer.objects.get()
    assert fact.about == case.about
    assert fact.details == {
        "number": number, "customer": customer.number, "months": 36, "notice": 2, "nameless": True,
        "photos": 0, "ratings": 0,
    }  # fmt: skip
    assert FactRow.objects.count() == before + 1
    assert journal.verify() == []
    left = [
        Filing.objects.values().get(), Customer.objects.values().get(),
        Case.objects.values("title", "text", "number").get(),
        *OutboxMessage.objects.filter(channel="sms").values(),
        *Entry.objects.values("head", "body"),
    ]  # fmt: skip
    for known in (PHONE, MAIL, "刘女士", "1203"):
        assert known not in repr(left).replace(number, "")
    assert customer.name == customer.number
    follow = {"number": number, "code": code}
    assert stranger.client.post("/portal/follow/", follow).status_code == 422
    assert stranger.client.get(f"/portal/f/{link}/").status_code == 404


def test_photographs_and_ratings_of_the_customer_go_and_what_colleagues_attached_stays(
    cast, three_years, liu, offer, clock, tmp_path, settings
):
    settings.SHOUWEN_DATA_DIR = tmp_path
    case = matter(liu, offer)
    liu.does(case.number, "add", text="见照片", photo=a_photo())
    ours = files.keep(upload=photo(7), by=cast.wang, at=clock.now)
    files.name_in(files=[ours], about=case.about, at=clock.now)
    settle(case, cast.wang, clock.forward(minutes=30))
    form = RatingForm.objects.get(case_type=case.case_type)
    said = [Answer(kind="stars", text="总体满意吗", value=5)]
    actions.rate(case=case, form=form, answers=said, key="r1", at=clock.forward(minutes=5))

    assert forgetting.forget_due(now=clock.now + YEARS) == 1
    files.clear_away(now=clock.now + YEARS + timedelta(days=2))

    told = FactRow.objects.get(kind="contact_forgotten").details
    assert (told["photos"], told["ratings"]) == (1, 1)
    assert [row.sha256 for row in StoredFile.objects.all()] == [ours.sha256]
    assert not Rating.objects.exists()
    assert Client().get("/portal/").status_code == 200
    staff = Client()
    staff.force_login(cast.wang)
    assert "见照片" in staff.get(f"/cases/{case.number}/").content.decode()


def test_an_address_goes_and_a_customer_whom_the_house_keeps_stays(
    cast, three_years, liu, offer, clock
):
    known = customers.add_customer(name="刘女士", phone=PHONE, at=TEN, actor=cast.he)
    case = matter(liu, offer)
    settle(case, cast.wang, clock.forward(minutes=30))

    assert forgetting.forget_due(now=clock.now + YEARS) == 1

    known.refresh_from_db()
    assert (known.name, known.phone) == ("刘女士", PHONE)
    assert FactRow.objects.get(kind="contact_forgotten").details["nameless"] is False
    assert Filing.objects.get().contact_digest == ""


def test_what_is_open_or_owed_waits_and_keeps_nothing_behind_it_waiting(
    cast, three_years, liu, stranger, offer, clock
):
    waiting = matter(liu, offer)
    done = matter(stranger, offer, MAIL, "mail")
    settle(done, cast.wang, clock.forward(minutes=30))
    Case.objects.filter(pk=waiting.pk).update(state="resolved", resolved_at=clock.now)

    assert forgetting.forget_due(now=clock.now + YEARS, limit=1) == 1
    assert Filing.objects.get(case=done).mail == ""
    assert Filing.objects.get(case=waiting).forgotten_at is None


@pytest.mark.parametrize(
    ("agreed", "later", "gone"),
    [(36, 600, True), (None, 36, True), (600, 36, True), (600, None, False)],
)
def test_the_shorter_of_two_periods_counts(cast, portal, liu, offer, clock, agreed, later, gone):
    kept_for(agreed, cast.he, "先")
    case = matter(liu, offer)
    settle(case, cast.wang, clock.forward(minutes=30))
    kept_for(later, cast.he, "后")

    assert forgetting.forget_due(now=clock.now + YEARS) == gone


@pytest.mark.parametrize(
    ("moment", "months", "said"),
    [("2028-02-29", 12, "2027-02-28"), ("2026-03-31", 1, "2026-02-28"),
     ("2026-01-15", 13, "2024-12-15")],
)  # fmt: skip
def test_months_are_those_of_the_calendar(moment, months, said):
    found = forgetting.months_before(datetime.fromisoformat(f"{moment}T09:00+08:00"), months)

    assert found == datetime.fromisoformat(f"{said}T09:00+08:00")


def test_the_department_says_how_long_and_customers_read_it(cast, portal, client, clock):
    client.force_login(cast.he)
    page = client.get("/portal/settings/")
    form = page.context["form"]
    given = {name: form[name].value() for name in form.fields}
    sent = {name: value for name, value in given.items() if value not in (None, False)}

    assert client.post("/portal/settings/", {**sent, "keep_months": "36"}).status_code == 302
    assert PrivacyNotice.objects.latest("number").keep_months == 36
    assert "36 个月" in Client().get("/portal/privacy/").content.decode()
    assert client.post("/portal/settings/", {**sent, "keep_months": "0"}).status_code == 422
