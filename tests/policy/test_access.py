"""Access rules: who may see, change, export or log in, when, and what stays covered."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouwen.policy.rulings import Mask, Nothing, Permission
from tests.policy.calendars import at
from tests.policy.department import answers, ask_one, chinese, english, fact, faults

WHEN = "when: {fact: access_requested, subject_class: customer_data, action: [see, export]}"
TOP = f"""{{kind: access, {WHEN}, posts: [leader, manager], identity: true, second_person: true,
    only_if: {{permitted: true}}, signed_by: [{{post: hr}}],
    masks: {{phone: {{first: 3, last: 4}}, name: {{first: 1}}}}}}"""
DETAILS: dict[str, Any] = {
    "person": "li",
    "subject_class": "customer_data",
    "action": "see",
    "identity_verified": True,
    "second_person": "wang",
    "permitted": True,
}
LOG_IN = """{kind: access, when: {fact: access_requested, action: log_in},
    own_account: true, own_shift: {grace: 15 minutes}}"""
KNOWN: dict[str, Any] = {"posts": {"li": ["leader"], "zhao": ["engineer"]}}


def look(text=TOP, moment="2024-03-04 10:00", **details):
    about = fact("access_requested", at(moment), **{**DETAILS, **details})
    return ask_one(text, about, answers(**KNOWN))


def log_in(moment, owner="li"):
    return look(
        LOG_IN,
        moment,
        action="log_in",
        account_owner=owner,
        shift_begins="2024-03-04T09:00",
        shift_ends="2024-03-04T18:00",
    )


def test_who_meets_every_demand_waits_for_the_signature_and_sees_in_part():
    ruling = look(actor="li")

    assert isinstance(ruling, Permission)
    assert (ruling.state, ruling.barred) == ("held", ("li",))
    assert ruling.masks == (Mask(field="phone", first=3, last=4), Mask(field="name", first=1))
    assert chinese(ruling)[-3:] == [
        "“phone”只显示前 3 位、后 4 位 遮盖",
        "“name”只显示前 1 位、后 0 位 遮盖",
        "须经 1 级审批 等待",
    ]


@pytest.mark.parametrize(
    ("details", "reason"),
    [
        ({"identity_verified": False}, "is_not_so"),
        ({"second_person": "li"}, "second_is_same"),
        ({"permitted": False}, "demand_fails"),
        ({"person": "zhao"}, "post_may_not"),
    ],
)
def test_a_demand_that_fails_refuses(details, reason):
    ruling = look(**details)

    assert (ruling.state, ruling.reason, ruling.masks) == ("refused", reason, ())


def test_another_class_or_action_is_no_matter_of_the_rule():
    assert isinstance(look(subject_class="source_code"), Nothing)
    assert isinstance(look(action="change"), Nothing)


@pytest.mark.parametrize(
    ("moment", "state"),
    [
        ("2024-03-04 08:45", "granted"),
        ("2024-03-04 08:44", "refused"),
        ("2024-03-04 18:15", "granted"),
        ("2024-03-04 18:16", "refused"),
        ("2024-03-04 22:40", "refused"),
    ],
)
def test_logging_in_is_for_ones_own_shift(moment, state):
    assert log_in(moment).state == state


def test_an_account_is_used_by_its_owner_alone():
    assert log_in("2024-03-04 10:00", owner="wang").reason == "foreign_account"
    assert english(log_in("2024-03-04 22:40"))[-1] == (
        "Mon 4 Mar 22:40 is outside the shift Mon 4 Mar 09:00 to Mon 4 Mar 18:00, "
        "grace 15 minutes refused"
    )


def test_what_is_forbidden_is_refused_to_everybody():
    ruling = look(f"{{kind: access, {WHEN}, forbidden: true}}")

    assert (ruling.state, chinese(ruling)[-1]) == ("refused", "一律不得 不准")


@pytest.mark.parametrize(
    ("moment", "state"), [("2024-03-05 08:59", "refused"), ("2024-03-05 09:00", "granted")]
)
def test_an_embargo_ends_with_the_announcement(moment, state):
    text = f"{{kind: access, {WHEN}, not_before: announced_at}}"

    assert look(text, moment, announced_at="2024-03-05T09:00").state == state


@pytest.mark.parametrize(
    ("moment", "state"), [("2024-03-08 10:00", "granted"), ("2024-03-09 10:00", "refused")]
)
def test_some_things_are_done_in_working_hours_only(moment, state):
    assert look(f"{{kind: access, {WHEN}, working_hours: true}}", moment).state == state


@pytest.mark.parametrize(
    ("moment", "state"), [("2024-03-04 12:00", "refused"), ("2024-03-06 00:01", "granted")]
)
def test_what_has_to_be_kept_is_not_destroyed(moment, state):
    text = """{kind: access, when: {fact: access_requested, action: destroy},
        keep: {since: created_at, at_least: 24 months}}"""

    found = look(text, moment, action="destroy", created_at="2022-03-05T10:00")

    assert found.state == state


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        (LOG_IN.replace("15 minutes", "____"), "own_shift.grace"),
        (f"{{kind: access, {WHEN}, keep: {{since: created_at, at_least: ____}}}}", "keep.at_least"),
    ],
)
def test_a_figure_left_blank_is_asked_for(text, figure):
    action = "log_in" if "log_in" in text else "see"

    assert look(text, action=action, account_owner="li").missing == (f"figure:{figure}",)


@settings(deadline=None)
@given(
    text=st.text(st.characters(exclude_characters="*"), max_size=30),
    first=st.integers(0, 8),
    last=st.integers(0, 8),
)
def test_a_mask_never_shows_more_than_it_says(text, first, last):
    covered = Mask(field="x", first=first, last=last).over(text)

    assert len(covered) == len(text)
    assert sum(char != "*" for char in covered) <= first + last
    assert all(shown in ("*", char) for shown, char in zip(covered, text, strict=True))


def test_a_mask_shows_both_ends():
    assert Mask(field="phone", first=3, last=4).over("13812345678") == "138****5678"


@pytest.mark.parametrize(
    "text",
    [
        f"{{kind: access, {WHEN}}}",
        "{kind: access, forbidden: true}",
        f"{{kind: access, {WHEN}, forbidden: true, identity: true}}",
        f"{{kind: access, {WHEN}, forbidden: false}}",
        f"{{kind: access, {WHEN}, masks: {{phone: 3}}}}",
        f"{{kind: access, {WHEN}, masks: {{phone: {{middle: 3}}}}}}",
        f"{{kind: access, {WHEN}, masks: {{phone: {{first: -1}}}}}}",
        f"{{kind: access, {WHEN}, not_before: announced}}",
        f"{{kind: access, {WHEN}, not_before: reason}}",
        f"{{kind: access, {WHEN}, keep: {{since: created_at}}}}",
        f"{{kind: access, {WHEN}, own_shift: {{grace: 1 working day}}}}",
        f"{{kind: access, {WHEN}, posts: nobody}}",
        f"{{kind: access, {WHEN}, only_if: {{permited: true}}}}",
        "{kind: access, when: {fact: clocked_in}, identity: true}",
    ],
)
def test_an_access_rule_that_makes_no_sense_is_a_fault(text):
    assert faults(text)


@pytest.mark.parametrize("text", [TOP, LOG_IN])
def test_a_sound_access_rule_has_no_fault(text):
    assert faults(text) == []


# ── the second person, and what stays covered ────────────────────────────────────────────────

TWO = f"{{kind: access, {WHEN}, second_person: {{posts: [leader]}}}}"


@pytest.mark.parametrize(
    ("second", "state"), [("li2", "granted"), ("wang", "refused"), ("li", "refused")]
)
def test_the_second_person_may_have_to_hold_a_post(second, state):
    about = fact("access_requested", **{**DETAILS, "second_person": second})

    ruling = ask_one(TWO, about, answers(posts={"li2": ["leader"], "wang": ["hr"]}))

    assert ruling.state == state


def test_the_posts_of_the_second_person_have_to_be_known():
    about = fact("access_requested", **DETAILS)

    assert ask_one(TWO, about, {}).missing == ("posts:wang",)


@pytest.mark.parametrize(
    ("text", "shown"),
    [("anna@example.com", "a***@example.com"), ("annaexample", "a**********"), ("@x", "**")],
)
def test_the_end_of_an_address_may_be_shown(text, shown):
    assert Mask(field="mail", first=1, tail="@").over(text) == shown


def test_a_mask_that_shows_the_end_says_so():
    ruling = ask_one(f'{{kind: access, {WHEN}, masks: {{mail: {{first: 1, from: "@"}}}}}}',
                     fact("access_requested", **DETAILS))  # fmt: skip

    assert ruling.masks == (Mask(field="mail", first=1, tail="@"),)
    assert "“mail”只显示前 1 位和“@”以后 遮盖" in chinese(ruling)


@pytest.mark.parametrize(
    "wrong",
    ["second_person: false", "second_person: {posts: [nobody]}", "masks: {mail: {from: 3}}"],
)
def test_a_demand_nobody_could_meet_is_a_fault(wrong):
    assert faults(f"{{kind: access, {WHEN}, {wrong}}}")
