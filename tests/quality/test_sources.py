"""Samples drawn from recorded calls and from chats that have ended, and checked like cases."""

from __future__ import annotations

from datetime import timedelta

import pytest

from shouwen.calls import recordings
from shouwen.calls.models import Call, Exchange
from shouwen.chat.models import Conversation, Message
from shouwen.journal import queries as journal
from shouwen.policy.quality.sampling import Contact, Part, draw
from shouwen.portal.models import RatingForm
from shouwen.quality import actions, drawing, sources
from shouwen.quality.models import Item, Sample
from shouwen.quality.plans import PlannedPart
from tests.calls.test_recordings import wav
from tests.cast import Cast
from tests.enforcement.conftest import at
from tests.quality.conftest import NOW, a_card, a_case, a_plan, marks
from tests.quality.test_check import sent
from tests.quality.test_pages import desk_of, page

CAME = at("2024-03-04 10:00")


def a_call(cast: Cast, ref: str, *, seconds: int = 60, hours: int = 0, **more: object) -> Call:
    exchange, _new = Exchange.objects.get_or_create(key="hall", salt="s", fingerprint="f")
    came = CAME + timedelta(hours=hours)
    values = {"number": "13900000001", "answered_by": cast.wang, "with_seat": cast.wang}
    return Call.objects.create(
        exchange=exchange, ref=ref, state="ended", ending="answered", arrived=came, answered=came,
        ended=came + timedelta(seconds=seconds), talk_seconds=seconds, heard_at=came,
        **{**values, **more},
    )  # fmt: skip


def recorded(cast: Cast, ref: str, **more: object) -> Call:
    call = a_call(cast, ref, **more)  # type: ignore[arg-type]
    recordings.keep(call=call, data=wav(4, loud_from=0.75), now=NOW)
    return call


def a_chat(cast: Cast, token: str, *, waited: int = 1, **more: object) -> Conversation:
    one = Conversation.objects.create(
        token_digest=token, state="closed", closed_by="customer", opened_at=CAME,
        closed_at=CAME + timedelta(hours=1), handler=cast.wang, **more,
    )  # fmt: skip
    for number, side, minute in ((1, "customer", 0), (2, "operator", waited)):
        Message.objects.create(
            conversation=one, number=number, key=str(number), side=side, text="您好",
            author=cast.wang if side == "operator" else None, at=CAME + timedelta(minutes=minute),
        )  # fmt: skip
    return one


def drawn(cast: Cast, *parts: PlannedPart, **more: object) -> Sample:
    plan = a_plan(a_card(cast.he), cast, *parts, **more)
    return drawing.begin(plan=plan, since=CAME.date(), until=CAME.date(), by=cast.he, at=NOW)


def keys_of(sample: Sample) -> set[str]:
    return set(sample.items.values_list("conversation", flat=True))


def test_calls_are_drawn_by_how_long_they_lasted(cast, words):
    short, long = recorded(cast, "short", seconds=8), recorded(cast, "long", seconds=900)
    recorded(cast, "middle")
    a_case(cast.wang)

    sample = drawn(
        cast,
        PlannedPart(name="过短", sort="call", share="100", seconds_up_to=10),
        PlannedPart(name="过长", sort="call", share="100", minutes_from=10),
    )

    assert keys_of(sample) == {short.about, long.about}
    assert sample.population == 3


def test_only_calls_that_were_answered_and_recorded_are_drawn_from(cast, words):
    one = recorded(cast, "kept")
    a_call(cast, "without")
    gone = recorded(cast, "gone")
    type(gone.sound).objects.filter(call=gone).update(file=None, erased_at=NOW, levels=[])

    assert keys_of(drawn(cast, PlannedPart(name="来电", sort="call", share="100"))) == {one.about}


def test_a_caller_who_comes_again_and_a_silent_recording_are_drawn(cast, words):
    recorded(cast, "first")
    again = recorded(cast, "again", hours=2)
    recorded(cast, "other", hours=3, number="13900000002")

    sample = drawn(cast, PlannedPart(name="重复", sort="call", share="100", repeat_days=1))

    assert keys_of(sample) == {again.about}
    assert [one.contact.silence for one in _calls(cast)] == [3, 3, 3]


def _calls(cast: Cast) -> list[sources.Source]:
    return sources.sources({"call"}, CAME.date(), CAME.date(), newcomer_days=None, silence=True)


@pytest.mark.once
def test_the_longest_silence_of_a_recording_is_counted_in_seconds():
    assert sources.longest_silence([0, 0, 50, 1, 0, 1, 40, 40], 16) == 6
    assert sources.longest_silence([50, 50], 16) == 0
    assert sources.longest_silence([], 16) is None


def test_chats_are_drawn_by_waiting_and_by_few_stars(cast, words, rated_from_three):
    slow = a_chat(cast, "slow", waited=20)
    bad, good = a_chat(cast, "bad", stars=2), a_chat(cast, "good", stars=5)
    a_chat(cast, "forgotten", stars=1, forgotten_at=NOW)

    sample = drawn(
        cast,
        PlannedPart(name="等候", sort="chat", share="100", silence_from=15),
        PlannedPart(name="不满意", sort="chat", share="100", unsatisfied=True),
    )

    assert keys_of(sample) == {slow.about, bad.about}
    assert good.about not in keys_of(sample)


@pytest.fixture
def rated_from_three(cast):
    return RatingForm.objects.create(
        case_type="consultation", number=1, questions=[], unsatisfied_at=2, made_by=cast.he,
        made_at=NOW,
    )  # fmt: skip


def test_a_part_draws_only_from_its_own_sort(cast, words):
    a_case(cast.wang)
    call = recorded(cast, "r")
    sample = drawn(
        cast,
        PlannedPart(name="来电", sort="call", share="100"),
        PlannedPart(name="事项", share="100"),
    )

    parts = {one.conversation or "case": one.parts for one in sample.items.all()}

    assert parts == {call.about: ["来电"], "case": ["事项"]}


def test_a_call_is_checked_scored_and_heard_like_a_case(cast, words):
    call = recorded(cast, "r")
    item = drawn(cast, PlannedPart(name="来电", sort="call", share="100")).items.get()
    item = Item.objects.select_related("case", "person", "checker").get(pk=item.pk)
    shown = page(cast.zhao, "check", item.pk).content.decode()
    heard = desk_of(cast.zhao).post(f"/quality/checks/{item.pk}/calls/{call.pk}/listen/")

    actions.send_check(item=item, marks=marks(), sent=sent(item))

    assert str(call) in shown
    assert 'class="heard"' in shown
    assert heard.status_code == 302
    (fact,) = journal.facts_of_kind("quality_scored")
    assert (fact.details["conversation"], fact.details["points"]) == (call.about, "100")
    assert page(cast.wang, "mine").status_code == 200


def test_a_chat_is_read_beside_its_card(cast, words):
    chat = a_chat(cast, "c")
    item = drawn(cast, PlannedPart(name="会话", sort="chat", share="100")).items.get()

    shown = page(cast.zhao, "check", item.pk).content.decode()

    assert "您好" in shown
    assert str(chat) in shown


@pytest.mark.once
def test_repeats_are_counted_among_contacts_of_the_same_sort():
    came = [
        Contact(
            key=sort, sort=sort, person="wang", channel="phone", customer="liu", happened_at=moment
        )
        for sort, moment in (("call", CAME), ("case", CAME + timedelta(hours=1)))
    ]
    again = Part(name="again", sort="case", at_least=9, repeats_within=timedelta(days=1))

    assert draw([again], came, seed="s") == ()
    assert len(draw([Part(name="all", at_least=9)], came, seed="s")) == 2
