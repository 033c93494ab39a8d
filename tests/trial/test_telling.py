"""An adopted text is told to whom it concerns; each confirms to have read it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from shouwen.adoption.actions import start_draft
from shouwen.adoption.adopting import adopt_draft
from shouwen.journal import queries as journal
from shouwen.journal.models import OutboxMessage
from shouwen.obligations.models import ObligationRow
from shouwen.people import actions as people
from shouwen.people.refusals import RefusedError
from shouwen.regulations.models import Version
from shouwen.trial import telling
from shouwen.trial.models import Announcement, Reader
from tests.cast import Cast
from tests.regulations.texts import replies

AT = datetime(2024, 4, 15, 1, tzinfo=UTC)
DAY = timedelta(days=1)
MAY = date(2024, 5, 1)
IN_THREE_DAYS = """
## 第九章 附则

本制度公布后三日内阅知。

```rule
id: to-read
kind: deadline
title: 阅知
title_en: Reading
when: {fact: reading_asked, regulation: replies}
owed_by: {detail: person}
duty: 阅读本制度并确认
duty_en: Read this and confirm
within: 3 days
met_by: {fact: regulation_read}
```
"""


def adopted(cast: Cast, text: str, day: date = MAY, at: datetime = AT) -> Version:
    draft = start_draft(text=text, file_name="d.md", by=cast.he, at=at)
    version = adopt_draft(draft=draft, in_force=day, by=cast.he, at=at).version
    assert version is not None
    return version


@pytest.fixture
def later(cast: Cast) -> Version:
    adopted(cast, replies(hours=48), date(2024, 4, 1))
    return adopted(cast, replies(hours=24), at=AT + DAY)


def announce(cast: Cast, version: Version, every: int | None = 2) -> Announcement:
    return telling.announce(version=version, by=cast.he, at=AT + DAY, remind_every=every)


def names(found: Announcement) -> list[str]:
    return sorted(found.readers.values_list("member__username", flat=True))


def mails(to: str) -> list[str]:
    sent = OutboxMessage.objects.filter(recipient=to).order_by("pk")
    return [f"{one.subject}\n{one.body}" for one in sent]


def test_holders_of_the_posts_are_told_what_changes(cast: Cast, later: Version) -> None:
    found = announce(cast, later)

    assert names(found) == ["li", "wang", "zhao"]
    (said,) = mails(cast.wang.email)
    assert "2024-05-01" in said
    assert "48 小时内 → 24 小时内" in said
    assert "涉及 3 人：客服专员、坐席班长。" in said
    assert not mails(cast.zhang.email)
    (fact,) = journal.facts_of_kind("regulation_announced", about="regulation:replies")
    assert fact.details["people"] == 3
    with pytest.raises(RefusedError):
        announce(cast, later)


def test_without_anybody_at_its_posts_everybody_is_told(cast: Cast) -> None:
    text = replies().replace("agent: 客服专员", "sweeper: 保洁员")
    text = text.replace("  team_leader: 坐席班长\n", "")

    found = announce(cast, adopted(cast, text))

    assert names(found) == ["he", "li", "wang", "zhang", "zhao"]
    assert "涉及 5 人。" in mails(cast.wang.email)[0]


def test_each_reads_confirms_and_is_reminded_until_then_once_each_interval(
    cast: Cast, later: Version, client
) -> None:
    found = announce(cast, later)
    page = reverse("trial:told", args=[found.pk])
    client.force_login(cast.wang)
    desk = client.get(reverse("trial:for_desk")).content.decode()
    assert "《答复办法》" in desk
    assert "涉及 3 人：客服专员、坐席班长。" in desk
    text = client.get(page).content.decode()
    assert "对您的影响" in text
    assert "<ins" in text
    client.post(reverse("trial:confirm", args=[found.pk]))
    client.post(reverse("trial:confirm", args=[found.pk]))
    assert "《答复办法》" not in client.get(reverse("trial:for_desk")).content.decode()

    reader = Reader.objects.get(announcement=found, member=cast.wang)
    *_asked, fact = journal.timeline(telling.about(reader))
    assert (fact.kind, fact.details["sha256"]) == ("regulation_read", later.sha256)
    assert telling.remind(now=AT + 2 * DAY) == 0
    assert telling.remind(now=AT + 3 * DAY) == 2
    assert telling.remind(now=AT + 3 * DAY) == 0
    assert telling.remind(now=AT + 9 * DAY) == 2
    assert len(mails(cast.li.email)) == 3
    assert len(mails(cast.wang.email)) == 1


def test_the_lead_sees_who_has_not_and_others_do_not(cast: Cast, later: Version, client) -> None:
    found = announce(cast, later)
    page = reverse("trial:told", args=[found.pk])
    listed = {}
    for who in (cast.he, cast.li, cast.zhao):
        client.force_login(who)
        listed[who.username] = {row.key for row in client.get(page).context["rows"]}
    client.force_login(cast.zhang)

    assert client.get(page).status_code == 404
    assert listed == {"he": {"li", "wang", "zhao"}, "li": {"wang"}, "zhao": set()}


def test_a_rule_of_the_text_says_by_when_and_its_clock_reminds(cast: Cast) -> None:
    version = adopted(cast, replies() + IN_THREE_DAYS)

    found = announce(cast, version)

    reader = Reader.objects.get(announcement=found, member=cast.wang)
    assert reader.due_at == datetime(2024, 4, 19, 16, tzinfo=UTC)
    assert telling.remind(now=AT + 9 * DAY) == 0
    owed = ObligationRow.objects.filter(rule_id="to-read", state="open")
    assert owed.count() == 3
    telling.confirm(announcement=found, member=cast.wang, at=AT + 2 * DAY)
    assert owed.count() == 2


@pytest.mark.parametrize("number", [1, 40])
def test_an_announcement_costs_the_same_however_many_read_it(
    cast: Cast, later: Version, client, django_assert_num_queries, number
) -> None:
    found = announce(cast, later)
    for n in range(number):
        member = people.add_member(key=f"m{n}", name=f"员工{n}", email="")
        Reader.objects.create(announcement=found, member=member, told_at=AT)
    client.force_login(cast.he)
    client.get(reverse("trial:told", args=[found.pk]))
    with django_assert_num_queries(21):
        client.get(reverse("trial:told", args=[found.pk]))
