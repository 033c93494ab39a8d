from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from shouwen.enforcement.sent import Sent
from shouwen.journal import queries as journal
from shouwen.quality import actions, coaching, gates
from shouwen.quality.models import Calibration, Card, CardVersion, Item, Marking, Plan
from tests.quality.conftest import NOW, UNIFORM, a_case, a_sample, marks
from tests.quality.test_check import sent


def desk_of(member) -> Client:
    client = Client()
    client.force_login(member)
    return client


def page(member, name, *args, **query):
    return desk_of(member).get(reverse(f"quality:{name}", args=args), query)


def posted(item, **more) -> dict[str, str]:
    said = {f"earned-i{n}": one["earned"] for n, one in enumerate(marks(**more).values())}
    return {"idempotency_key": f"quality-{item.pk}", **said}


def test_the_checker_reads_the_conversation_beside_the_card(drawn, cast):
    found = page(cast.zhao, "check", drawn.pk).content.decode()

    assert "您好，已处理，电话8888" in found
    assert "楼道一直漏水" in found
    assert "答到点子上" in found


@pytest.mark.parametrize("who", ["wang", "li", "zhang"])
def test_before_it_is_sent_only_the_checker_and_the_manager_see_a_check(drawn, cast, who):
    assert page(getattr(cast, who), "check", drawn.pk).status_code == 404
    assert page(cast.he, "check", drawn.pk).status_code == 200


def test_afterwards_the_person_and_their_lead_see_it_and_nobody_else(drawn, cast):
    actions.send_check(item=drawn, marks=marks(), sent=sent(drawn))

    seen = {
        who: page(getattr(cast, who), "check", drawn.pk).status_code
        for who in ("wang", "li", "zhao", "he", "zhang")
    }

    assert seen == {"wang": 200, "li": 200, "zhao": 200, "he": 200, "zhang": 404}


def test_whoever_was_not_given_a_conversation_cannot_send_its_check(drawn, cast):
    answer = desk_of(cast.he).post(reverse("quality:check", args=[drawn.pk]), posted(drawn))

    assert answer.status_code == 404


def test_a_check_sent_from_the_page_is_on_record(drawn, cast):
    answer = desk_of(cast.zhao).post(
        reverse("quality:check", args=[drawn.pk]), {**posted(drawn, uniform="0"), "stay": "1"}
    )

    assert answer.status_code == 302
    checked = journal.facts_of_kind("conduct_checked")
    assert [(one.details["item"], one.details["passed"]) for one in checked] == [("uniform", False)]


def test_a_refused_check_keeps_what_was_marked(drawn, cast):
    answer = desk_of(cast.zhao).post(
        reverse("quality:check", args=[drawn.pk]),
        {"idempotency_key": f"quality-{drawn.pk}", "earned-i0": "1/2", "note-i0": "领口"},
    )

    assert answer.status_code == 422
    assert 'value="领口"' in answer.content.decode()


def test_a_draft_is_kept_until_it_is_sent(drawn, cast):
    client = desk_of(cast.zhao)

    client.post(reverse("quality:draft", args=[drawn.pk]), {"earned-i1": "0", "at-i1": "1:0:2"})

    assert list(Item.objects.get(pk=drawn.pk).draft.values()) == [{"earned": "0", "at": "1:0:2"}]
    assert "checked" in client.get(reverse("quality:check", args=[drawn.pk])).content.decode()


def test_a_card_is_written_from_rules_and_free_lines(cast, words):
    client = desk_of(cast.he)
    offered = client.get(reverse("quality:new_card"), {"rule": "counter-words/appearance"})
    assert "着工装" in offered.content.decode()

    answer = client.post(
        reverse("quality:new_card"),
        {
            "title": "柜台", "full": "100", "form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0",
            "form-0-name": "着工装", "form-0-rule": UNIFORM, "form-0-weight": "50",
            "form-0-sort": "ordinary", "form-1-name": "热情", "form-1-weight": "50",
            "form-1-sort": "bonus",
        },
    )  # fmt: skip

    assert answer.status_code == 302
    version = CardVersion.objects.get()
    assert [item["sort"] for s in version.sections for item in s["items"]] == ["ordinary", "bonus"]


def test_a_card_on_which_nothing_counts_is_refused_in_one_sentence(cast, words):
    answer = desk_of(cast.he).post(
        reverse("quality:new_card"),
        {"title": "空", "full": "100", "form-TOTAL_FORMS": "0", "form-INITIAL_FORMS": "0"},
    )

    assert answer.status_code == 422
    assert Card.objects.count() == 0


def test_a_plan_is_written_and_drawn_on_its_pages(drawn, cast):
    client = desk_of(cast.he)
    made = client.post(
        reverse("quality:new_plan"),
        {
            "title": "新人", "card": drawn.sample.version.card.pk,
            "checkers": cast.posts["team_leader"].pk, "newcomer_days": "90",
            "form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-name": "新人每人两通",
            "form-0-of_each": "person", "form-0-at_least": "2", "form-0-newcomers": "on",
        },
    )  # fmt: skip
    plan = Plan.objects.get(title="新人")
    assert made.status_code == 302

    answer = client.post(
        reverse("quality:draw", args=[plan.pk]), {"since": "2024-03-01", "until": "2024-03-05"}
    )

    assert answer.status_code == 302
    assert client.get(answer.headers["Location"]).status_code == 200


def test_a_coaching_note_is_for_the_person_and_the_lead(drawn, cast):
    desk_of(cast.li).post(reverse("quality:note", args=["wang"]), {"text": "先说结论"})

    seen = {
        who: "先说结论" in page(getattr(cast, who), "person", "wang").content.decode()
        for who in ("wang", "li", "he")
    }

    assert seen == {"wang": True, "li": True, "he": True}
    assert page(cast.zhao, "person", "wang").status_code == 404


def test_somebody_who_manages_but_does_not_lead_reads_no_note(drawn, cast):
    from shouwen.people import actions as people
    from tests.cast import SINCE

    other = people.add_member(key="tong", name="童经理", email="tong@example.com")
    people.appoint(member=other, post=cast.posts["manager"], team=None, since=SINCE)
    coaching.give(person=cast.wang, text="先说结论", sent=Sent.at_once(cast.li, NOW))

    found = page(other, "person", "wang")

    assert found.status_code == 200
    assert "先说结论" not in found.content.decode()


def test_two_checkers_mark_the_same_and_their_agreement_is_shown(drawn, cast):
    client = desk_of(cast.he)
    begun = client.post(
        reverse("quality:calibrations"),
        {
            "title": "三月校准", "card": drawn.sample.version.card.pk,
            "cases": drawn.case.number, "checkers": [cast.li.pk, cast.zhao.pk],
        },
    )  # fmt: skip
    for marking in Marking.objects.select_related("checker"):
        desk_of(marking.checker).post(reverse("quality:mark", args=[marking.pk]), posted(marking))

    found = client.get(reverse("quality:calibration", args=[Calibration.objects.get().pk]))

    assert begun.status_code == 302
    assert "100 %" in found.content.decode()
    assert journal.facts_of_kind("conduct_checked") == []


@pytest.mark.parametrize(
    "name", ["mine", "cards", "samples", "calibrations", "findings", "team", "signals", "new_plan"]
)
def test_every_page_of_the_manager_opens(drawn, cast, name):
    assert page(cast.he, name).status_code == 200


@pytest.mark.parametrize("name", ["samples", "calibrations", "signals", "new_plan", "new_card"])
def test_what_the_manager_does_is_refused_to_leads_and_staff(drawn, cast, name):
    assert {page(who, name).status_code for who in (cast.li, cast.wang)} == {403}


@pytest.mark.parametrize("name", ["mine", "samples"])
def test_a_list_costs_as_much_for_many_as_for_one(drawn, cast, name):
    client = desk_of(cast.he if name == "samples" else cast.zhao)
    one = cost(client, reverse(f"quality:{name}"))
    for _ in range(4):
        a_case(cast.wang)
        a_sample(drawn.sample.plan, cast)

    many = cost(client, reverse(f"quality:{name}"))

    assert many <= one


def cost(client: Client, address: str) -> int:
    client.get(address)  # what is remembered is remembered now
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_the_latest_version_of_a_card_is_shown(drawn, cast):
    version = gates.card_known(drawn.sample.version.card.key)

    found = page(cast.li, "card", version.card.key)

    assert "着工装" in found.content.decode()
