"""The pages: who keeps webhooks sees how each stands; nobody else comes near."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest
from django.urls import reverse

from shouwen.people import actions as people
from shouwen.webhooks import queries
from shouwen.webhooks.models import Change, Delivery, Subscription
from tests.webhooks.conftest import happen, stages, subscribe

FORM = {
    "name": "报表",
    "address": "https://report.example.cn/hook",
    "manner": "program",
    "matters": "case:\n",
    "token": "a",
}


@pytest.fixture
def desk(client, cast):
    client.force_login(cast.he)
    return SimpleNamespace(client=client)


def body(answer):
    return answer.content.decode()


def test_a_manager_makes_one_and_sees_its_secret_once(client, cast):
    client.force_login(cast.he)

    told = client.post(reverse("webhooks:new"), FORM)
    again = client.post(reverse("webhooks:new"), FORM)

    (secret,) = re.findall(r"whsec_[\w-]+", body(told))
    assert told["Cache-Control"].startswith("max-age=0")
    assert Subscription.objects.get().matters == ["case:"]
    assert again.status_code == 302
    page = client.get(again["Location"])
    assert secret not in body(page)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("address", "http://10.0.0.1/"),
        ("address", "https://desk.example.cn:22/"),
        ("address", "javascript:alert(1)"),
        ("matters", "everything please"),
        ("name", ""),
    ],
)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_what_cannot_be_is_refused_beside_its_field(client, cast, settings, field, value, language):
    settings.SHOUWEN_WEBHOOK_HTTP = False
    client.force_login(cast.he)
    client.cookies["django_language"] = language

    answer = client.post(reverse("webhooks:new"), {**FORM, field: value})

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert not Subscription.objects.exists()


@pytest.mark.parametrize("who", ["wang", "li", "zhang"])
def test_nobody_else_comes_near(client, cast, hook, who):
    client.force_login(getattr(cast, who))
    pk = hook.subscription.pk

    for name, arguments in (("list", []), ("new", []), ("page", [pk]), ("log", [pk])):
        assert client.get(reverse(f"webhooks:{name}", args=arguments)).status_code in (403, 404)
    for name in ("pause", "end", "test", "rotate", "take_over", "replay"):
        assert client.post(reverse(f"webhooks:{name}", args=[pk])).status_code == 404
    assert Change.objects.count() == 1


def test_only_its_owner_says_where_it_goes(client, cast, hook):
    """Whoever could change the address would have another's sight sent to himself."""
    people.grant(post=cast.posts["team_leader"], permission="webhooks.manage")
    client.force_login(cast.li)
    pk = hook.subscription.pk

    for name in ("edit", "rotate", "start"):
        assert client.post(reverse(f"webhooks:{name}", args=[pk]), FORM).status_code == 403
    taken = client.post(reverse("webhooks:take_over", args=[pk]))

    assert "whsec_" in body(taken)
    row = Subscription.objects.get()
    assert (row.owner, row.state) == (cast.li, "paused")
    assert client.get(reverse("webhooks:edit", args=[pk])).status_code == 200


def test_a_test_stands_in_the_log_with_what_came_back(client, cast, hook, receiver, clock):
    receiver.answers, receiver.body = [500], b"no disk"
    client.force_login(cast.he)
    pk = hook.subscription.pk
    pressed = client.post(reverse("webhooks:test", args=[pk]), follow=True)
    assert receiver.calls == []
    Delivery.objects.update(next_attempt_at=clock.now)
    clock.work()

    log = body(client.get(reverse("webhooks:log", args=[pk])))
    one = body(client.get(reverse("webhooks:delivery", args=[pk, 1])))

    assert "测试稍后发出" in body(pressed)
    assert "500" in log
    assert "no disk" in one
    assert "Shouwen-Signature" in one


def test_what_came_back_is_shown_to_the_owner_only(client, cast, hook, receiver, clock):
    receiver.answers, receiver.body = [500], b"echoed"
    happen(cast)
    clock.work()
    people.grant(post=cast.posts["team_leader"], permission="webhooks.manage")
    client.force_login(cast.li)

    one = client.get(reverse("webhooks:delivery", args=[hook.subscription.pk, 1]))

    assert one.status_code == 200
    assert "echoed" not in body(one)


def test_a_span_is_sent_again_from_its_page(client, cast, hook, receiver, clock):
    happen(cast), happen(cast)
    clock.work()
    client.force_login(cast.he)
    address = reverse("webhooks:replay", args=[hook.subscription.pk])

    wrong = client.post(address, {"first": 2, "last": 1})
    right = client.post(address, {"first": 1, "last": 2})

    assert wrong.status_code == 422
    assert right.status_code == 302
    assert stages() == ["waiting", "waiting"]


@pytest.mark.parametrize("press", ["pause", "end"])
def test_pressed_twice_the_second_is_told_so(client, cast, hook, press):
    client.force_login(cast.he)
    address = reverse(f"webhooks:{press}", args=[hook.subscription.pk])
    client.post(address)

    again = client.post(address, follow=True)

    assert again.status_code == 404 if press == "end" else "这期间有人改动" in body(again)


@pytest.mark.parametrize("rows", [1, 50])
def test_the_pages_cost_the_same_for_one_and_for_fifty(
    client, cast, receiver, clock, django_assert_num_queries, rows
):
    made, _ = subscribe(cast.he, receiver.address)
    for _n in range(rows):
        happen(cast)
    while clock.work():
        pass
    client.force_login(cast.he)
    for name, arguments, count in (("list", [], 7), ("page", [made.pk], 10), ("log", [made.pk], 6)):
        client.get(reverse(f"webhooks:{name}", args=arguments))
        with django_assert_num_queries(count):
            client.get(reverse(f"webhooks:{name}", args=arguments))
    assert len(queries.deliveries(made, vocabulary())[0]) == min(rows, queries.PAGE)


def vocabulary():
    from shouwen.policy.vocabulary import BASE

    return BASE
