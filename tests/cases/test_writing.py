from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from shouwen.cases import actions, around
from shouwen.cases.models import Draft, Phrase
from shouwen.journal import queries as journal
from shouwen.journal.models import OutboxMessage
from tests.cases.conftest import TEN

HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def wangs(client, cast):
    client.force_login(cast.wang)
    return client


def at(case, name):
    return reverse(f"cases:{name}", args=[case.number])


def write(case, client, **given):
    place = reverse("cases:step", args=[case.number, "write"])
    return client.post(place, {"mode": "reply", "text": "马上到", "token": "t", **given}, **HTMX)


def test_a_draft_comes_back_to_its_writer_alone_and_goes_when_it_is_sent(case, wangs, cast):
    wangs.post(at(case, "draft"), {"mode": "note", "text": "写到一半", "token": "t"})
    assert "写到一半" in wangs.get(at(case, "case")).content.decode()
    wangs.force_login(cast.li)
    assert "写到一半" not in wangs.get(at(case, "case")).content.decode()

    wangs.force_login(cast.wang)
    write(case, wangs)

    assert not Draft.objects.exists()


def test_a_late_saving_does_not_bring_back_what_was_sent(case, wangs):
    write(case, wangs)

    wangs.post(at(case, "draft"), {"mode": "reply", "text": "马上到", "token": "t"})

    assert not Draft.objects.exists()


def test_an_emptied_draft_is_forgotten(case, wangs):
    for text in ("写到一半", " "):
        wangs.post(at(case, "draft"), {"mode": "reply", "text": text, "token": "t"})

    assert not Draft.objects.exists()


def test_kept_replies_are_offered_with_the_case_put_in(case, wangs, cast):
    given = {"name": "问候", "text": "{{customer}}您好，{{number}}由{{me}}处理。{{x}}"}
    wangs.post(reverse("cases:phrases"), {**given, "whose": "own"})

    offered = wangs.get(at(case, "suggest"), {"q": "问"}).content.decode()

    assert f"刘女士您好，{case.number}由小王处理。{{{{x}}}}" in offered
    wangs.force_login(cast.li)
    assert "您好" not in wangs.get(at(case, "suggest"), {"q": "问"}).content.decode()


def test_a_team_s_reply_is_offered_to_the_team(case, wangs, cast):
    whose = f"team:{cast.desk.pk}"
    wangs.post(reverse("cases:phrases"), {"name": "问候", "text": "本班您好", "whose": whose})
    wangs.force_login(cast.li)

    assert "本班您好" in wangs.get(at(case, "suggest"), {"q": "问候"}).content.decode()
    refused = wangs.post(
        reverse("cases:phrases"), {"name": "x", "text": "y", "whose": f"team:{cast.field.pk}"}
    )
    assert refused.status_code == 422


def test_a_reply_is_taken_out_by_its_writer_only(case, wangs, cast):
    whose = f"team:{cast.desk.pk}"
    wangs.post(reverse("cases:phrases"), {"name": "问候", "text": "本班您好", "whose": whose})
    drop = {"do": "drop", "pk": Phrase.objects.get().pk}
    wangs.force_login(cast.li)
    theirs = wangs.post(reverse("cases:phrases"), drop)
    wangs.force_login(cast.wang)
    wangs.post(reverse("cases:phrases"), drop)

    assert theirs.status_code == 404
    assert not Phrase.objects.exists()


def test_whoever_is_mentioned_is_told_once_and_stands_in_the_fact(case, cast):
    text = "@李班长请看一下，@li 也抄送"
    for _ in range(2):
        actions.add_note(case=case, text=text, actor=cast.wang, at=TEN, key="k")

    (fact,) = journal.facts_of_kind("case_noted")
    assert fact.details["mentioned"] == "li"
    assert OutboxMessage.objects.get().recipient == "li@example.com"


def test_one_who_may_not_read_the_case_is_not_mentioned(case, cast, wangs):
    refused = write(case, wangs, mode="note", text="@赵班长看看")

    assert refused.status_code == 422
    assert "赵班长" in refused.content.decode()
    offered = wangs.get(at(case, "suggest"), {"for": "mention", "q": ""}).content.decode()
    assert "李班长" in offered
    assert "赵班长" not in offered


def test_an_answer_that_crosses_another_is_kept_and_sent_the_second_time(case, wangs, cast):
    seen = journal.timeline(case.about)[-1].number
    first = actions.reply(case=case, text="已派人", actor=cast.li, at=timezone.now())

    crossed = write(case, wangs, seen=seen)
    text = crossed.content.decode()
    again = write(case, wangs, seen=first.outcome.row.number)

    assert (crossed.status_code, again.status_code) == (409, 200)
    assert "马上到" in text
    assert "李班长" in text
    assert f'name="seen" value="{first.outcome.row.number}"' in text
    assert len(journal.facts_of_kind("case_replied")) == 2


def test_a_note_crosses_nothing(case, wangs, cast):
    seen = journal.timeline(case.about)[-1].number
    actions.reply(case=case, text="已派人", actor=cast.li, at=timezone.now())

    assert write(case, wangs, seen=seen, mode="note").status_code == 200


def test_followers_hear_of_steps_of_others_while_they_may_read(case, cast):
    around.set_following(case, cast.li, TEN, follows=True)
    around.set_following(case, cast.zhao, TEN, follows=True)

    actions.reply(case=case, text="已派人", actor=cast.wang, at=TEN)
    actions.resolve(case=case, resolution="停工", actor=cast.li, at=TEN)

    assert [m.recipient for m in OutboxMessage.objects.all()] == ["li@example.com"]


def test_following_ends_when_it_is_taken_back(case, wangs, cast):
    for follows in ("yes", "no"):
        wangs.post(at(case, "follow"), {"follows": follows})
    actions.reply(case=case, text="已派人", actor=cast.li, at=TEN)

    assert not OutboxMessage.objects.exists()
