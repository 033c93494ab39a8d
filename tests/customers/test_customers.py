from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from shouwen.access.sight import sight_of
from shouwen.customers import actions, queries
from shouwen.customers.models import Customer
from shouwen.customers.phones import masked, normal
from shouwen.people import actions as people
from shouwen.people.refusals import RefusedError

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


@pytest.fixture
def liu(cast):
    return actions.add_customer(name="刘女士", phone="138-1234-5678", unit="A 座 1203", at=NOW)


@pytest.fixture
def clerk(cast, client):
    """Sign in somebody who holds no post that works with customers."""
    client.force_login(people.add_member(key="sun", name="孙会计", email="sun@example.com"))
    return client


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("138 1234 5678", "13812345678"),
        ("+86 138-1234-5678", "13812345678"),
        ("0086 20 8888 6666", "2088886666"),
        ("+44 20 7946 0000", "+442079460000"),
        ("转 8012", "8012"),
        ("", ""),
    ],
)
def test_a_number_is_kept_as_its_digits(written, kept):
    assert normal(written) == kept


@pytest.mark.parametrize(
    ("phone", "shown"),
    [("13812345678", "138****5678"), ("8012", "****12"), ("12345678", "****78"), ("", "")],
)
def test_the_middle_of_a_number_is_hidden(phone, shown):
    assert masked(phone) == shown


def test_a_customer_needs_a_name(cast):
    with pytest.raises(RefusedError) as refusal:
        actions.add_customer(name=" ", at=NOW)

    assert refusal.value.field == "name"


def test_a_number_known_already_is_hinted_at_whether_a_customers_or_a_contacts(liu):
    actions.add_contact(customer=liu, name="刘先生", phone="13700001111")

    assert [row.name for row in queries.with_phone("138 1234 5678")] == ["刘女士"]
    assert [row.name for row in queries.with_phone("+86 137 0000 1111")] == ["刘女士"]
    assert queries.with_phone("138 1234 5678", but=liu.pk) == ()


@pytest.mark.parametrize("text", ["刘", "A 座", "1381234", "137"])
def test_a_customer_is_found_by_the_beginning_of_what_is_known(liu, cast, text):
    actions.add_contact(customer=liu, name="刘先生", phone="13700001111")

    found = queries.looked_up(text, sight=sight_of(cast.wang, NOW))

    assert [row.pk for row in found] == [liu.pk]


def test_who_sees_a_number_covered_finds_it_only_by_the_whole_of_it(liu, cast):
    covered = sight_of(cast.system, NOW)

    assert queries.looked_up("1381234", sight=covered) == ()
    assert [row.pk for row in queries.looked_up("13812345678", sight=covered)] == [liu.pk]


def test_nothing_typed_finds_nobody(liu):
    assert queries.looked_up("  ") == ()


def test_rows_never_carry_a_whole_number(liu):
    (row,) = queries.customers().rows

    assert row.phone == "138****5678"


def test_the_list_goes_on_by_cursor_without_losing_or_repeating_anybody(cast):
    for n in range(5):
        actions.add_customer(name=f"客户 {n}", at=NOW)
    first = queries.customers(limit=2)
    second = queries.customers(limit=2, after=first.after)
    third = queries.customers(limit=2, after=second.after)

    names = [row.name for page in (first, second, third) for row in page.rows]
    assert names == ["客户 4", "客户 3", "客户 2", "客户 1", "客户 0"]
    assert third.after == ""


def test_the_list_costs_the_same_for_one_customer_and_for_fifty(liu, django_assert_num_queries):
    for n in range(50):
        actions.add_customer(name=f"客户 {n}", at=NOW)

    # The customers, their tags, and what the regulations' classes are tied to.
    with django_assert_num_queries(3):
        queries.customers()


def test_adding_a_customer_leads_to_their_page(cast, client):
    client.force_login(cast.wang)

    page = client.post(
        reverse("customers:new"),
        {"name": "陈先生", "kind": "person", "grade": "vip", "phone": "139 0000 1111"},
        follow=True,
    )

    assert "13900001111" in page.content.decode()
    assert Customer.objects.get().grade == "vip"


def test_a_number_that_is_none_is_refused_beside_its_field(cast, client):
    client.force_login(cast.wang)

    page = client.post(
        reverse("customers:new"),
        {"name": "陈先生", "kind": "person", "grade": "vip", "phone": "12"},
    )

    assert page.status_code == 422
    assert "陈先生" in page.content.decode()
    assert not Customer.objects.exists()


def test_contacts_are_added_and_changed_on_the_page(liu, cast, client):
    client.force_login(cast.wang)
    contact = {"name": "刘先生", "phone": "13700001111", "channel": "phone"}
    client.post(reverse("customers:add_contact", args=[liu.pk]), contact)
    pk = liu.contacts.get().pk
    client.post(
        reverse("customers:change_contact", args=[liu.pk, pk]), {**contact, "name": "刘老先生"}
    )

    assert "刘老先生" in client.get(reverse("customers:page", args=[liu.pk])).content.decode()


def test_who_has_no_post_that_works_with_customers_finds_no_such_pages(liu, clerk):
    places = [
        reverse("customers:list"),
        reverse("customers:new"),
        reverse("customers:page", args=[liu.pk]),
        reverse("customers:change", args=[liu.pk]),
        reverse("customers:lookup") + "?customer_text=刘",
        reverse("customers:same_phone") + "?phone=13812345678",
    ]

    assert [clerk.get(place).status_code for place in places] == [404] * 6


def test_who_may_only_look_sees_a_masked_number(liu, cast, client):
    post = people.add_post(key="auditor", name="稽核")
    people.grant(post=post, permission="cases.view_all")
    sun = people.add_member(key="sun", name="孙稽核", email="sun@example.com")
    people.appoint(member=sun, post=post, team=None, since=NOW.date())
    client.force_login(sun)

    page = client.get(reverse("customers:page", args=[liu.pk])).content.decode()

    assert "13812345678" not in page
    assert "138****5678" in page
