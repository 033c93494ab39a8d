"""E-mail addresses of customers: kept like the telephone, covered with it, used for notices."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from shouwen.access.masks import with_email
from shouwen.access.sight import sight_of
from shouwen.customers import actions, queries
from shouwen.customers.forms import CustomerForm
from shouwen.customers.models import Customer
from shouwen.customers.phones import addressed
from shouwen.enforcement.sent import Sent
from shouwen.journal.models import OutboxMessage
from shouwen.office.actions import notices
from shouwen.office.actions.notices import Announcement
from shouwen.policy.rulings import Mask

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


@pytest.fixture
def liu(cast):
    return actions.add_customer(
        name="刘女士", phone="13812345678", email="Liu.Mei@Example.com", at=NOW, actor=cast.he
    )


@pytest.mark.once
@pytest.mark.parametrize(
    ("written", "kept"),
    [(" Liu@Example.COM ", "liu@example.com"), ("liu", ""), ("无", ""), ("", "")],
)
def test_an_address_is_kept_in_small_letters_and_what_is_none_is_not_kept(written, kept):
    assert addressed(written) == kept


def test_a_form_says_that_it_is_no_address(db):
    form = CustomerForm({"name": "刘女士", "kind": "person", "grade": "ordinary", "email": "liu"})

    assert not form.is_valid()
    assert "email" in form.errors


def test_a_changed_address_stays_on_file_and_no_fact_names_it(liu, cast):
    actions.change_customer(
        customer=liu, changes={"email": "liu@new.example"}, actor=cast.he, at=NOW
    )

    version = liu.versions.get()
    assert (version.values["email"], liu.email) == ("liu.mei@example.com", "liu@new.example")
    assert version.fact.details["email_changed"] is True
    assert "example" not in str(version.fact.details)


@pytest.mark.parametrize(
    ("level", "shown"),
    [("ordinary", "liu.mei@example.com"), ("secret", "****"), ("top", "****")],
)
def test_it_is_covered_by_class(cast, level, shown):
    found = actions.add_customer(name="刘女士", email="liu.mei@example.com", secrecy=level, at=NOW)

    assert queries.shown_of(found, sight_of(cast.wang, NOW))["email"] == shown


def test_who_does_not_work_on_matters_sees_its_beginning(liu):
    assert queries.shown_of(liu, sight_of(None, NOW))["email"].startswith("li***")


@pytest.mark.once
@pytest.mark.parametrize(
    ("masks", "first"),
    [
        ({"phone": Mask(field="phone", first=3, last=4)}, 2),
        ({"phone": Mask(field="phone")}, 0),
        ({"phone": Mask(field="phone"), "email": Mask(field="email", first=5)}, 5),
    ],
)
def test_a_rule_that_covers_the_telephone_covers_it_too(masks, first):
    assert with_email(masks)["email"].first == first


@pytest.mark.once
def test_a_rule_that_covers_no_telephone_covers_no_address():
    assert "email" not in with_email({"name": Mask(field="name")})


def test_it_is_found_by_the_whole_of_it_only(liu, cast):
    sight = sight_of(cast.wang, NOW)

    assert [row.pk for row in queries.customers(sight=sight, text="LIU.mei@example.com").rows] == [
        liu.pk
    ]
    assert not queries.customers(sight=sight, text="liu.mei@").rows


def issued(cast, *, mail: bool):
    said = Announcement(
        title="停水通知", text="周三停水", audience=(), valid_from=date(2026, 11, 25),
        valid_until=None, must_confirm=False, confirm_by=None, for_customers=True,
        mail_customers=mail,
    )  # fmt: skip
    sent = Sent.at_once(cast.he, NOW, token="t1")
    return notices.issue(announcement=said, details={}, sent=sent)


def test_a_notice_for_customers_leaves_by_mail_when_it_begins_to_hold(liu, cast):
    actions.add_customer(name="陈先生", at=NOW)
    actions.add_customer(name="刘先生", email="liu.mei@example.com", at=NOW)

    notice = issued(cast, mail=True)
    issued(cast, mail=True)

    (message,) = OutboxMessage.objects.filter(subject="停水通知")
    assert (message.recipient, message.body) == ("liu.mei@example.com", "周三停水")
    assert message.next_attempt_at.isoformat() == "2026-11-24T16:00:00+00:00"
    assert (notice.mailed, queries.without_email()) == (1, 1)


def test_a_notice_that_is_only_posted_sends_nothing(liu, cast):
    notice = issued(cast, mail=False)

    assert notice.mailed is None
    assert not OutboxMessage.objects.filter(subject="停水通知").exists()


def test_the_pages_say_where_none_is_known(liu, cast, client):
    client.force_login(cast.he)
    Customer.objects.create(name="陈先生", created_at=NOW)
    notice = issued(cast, mail=True)

    page = client.get(f"/office/notices/{notice.pk}/").text
    other = client.get(f"/customers/{Customer.objects.get(name='陈先生').pk}/").text

    assert "已通过电子邮件发给 1 位客户" in page
    assert "另有 1 位客户" in page
    assert "没有登记邮箱" in other
