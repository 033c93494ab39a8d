"""A regulation counts once everybody has signed whom a rule asks to, however it was adopted."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from shouwen.adoption import actions
from shouwen.adoption.adopting import adopt_draft, adopt_text, retire
from shouwen.adoption.models import Draft
from shouwen.approvals.models import Request
from shouwen.enforcement.actions import decide_request, withdraw_request
from shouwen.journal import queries as journal
from shouwen.people.models import Member
from shouwen.people.refusals import RefusedError
from shouwen.regulations import queries
from shouwen.regulations.models import Version
from tests.api.conftest import program_of
from tests.cast import Cast
from tests.regulations.texts import replies

AT = datetime(2024, 4, 15, 1, tzinfo=UTC)
NEXT_DAY = AT + timedelta(days=1)
MAY = date(2024, 5, 1)
SIGNED = """
## 第九章 附则

本制度由坐席班长、服务工程师先后签字后施行。

```rule
id: signed
kind: approval
title: 签发
title_en: Signing off
before: [{fact: regulation_adopted, regulation: replies}, {fact: regulation_retired}]
tiers: [{post: team_leader}, {post: service_engineer}]
```
"""


TEXT = replies().replace("posts:\n", "posts:\n  service_engineer: 服务工程师\n") + SIGNED


@pytest.fixture
def draft(cast: Cast) -> Draft:
    return actions.start_draft(text=TEXT, file_name="d.md", by=cast.he, at=AT)


def adopt(draft: Draft, by: Member, day: date = MAY, at: datetime = AT) -> Request:
    draft.refresh_from_db()
    adopted = adopt_draft(draft=draft, in_force=day, by=by, at=at)
    assert adopted.version is None
    assert adopted.held is not None
    return adopted.held


def decide(request: Request, member: Member, verdict: str = "granted", days: int = 0) -> Request:
    decide_request(
        request=request, member=member, verdict=verdict, comment="第九章还要改",
        at=AT + timedelta(days=days, hours=1),
    )  # fmt: skip
    return Request.objects.get(pk=request.pk)


def sign(request: Request, cast: Cast, days: int = 0) -> None:
    decide(decide(request, cast.li, days=days), cast.zhang, days=days)


def test_a_first_text_waits_for_whom_it_names_itself(cast: Cast, draft: Draft) -> None:
    request = adopt(draft, cast.he)

    assert queries.last_version("replies") is None
    assert not queries.in_force_on(MAY).versions
    assert not journal.facts_of_kind("regulation_adopted", about="regulation:replies")
    decide(request, cast.li)
    assert queries.last_version("replies") is None
    decide(request, cast.zhang)

    version = queries.last_version("replies")
    assert version is not None
    assert (version.number, version.in_force) == (1, MAY)
    assert list(queries.in_force_on(MAY).versions.values()) == [version.pk]
    (fact,) = journal.facts_of_kind("regulation_adopted", about="regulation:replies")
    assert fact.details["sha256"] == version.sha256
    draft.refresh_from_db()
    assert draft.adopted == version
    assert draft.sent_at is None


def test_a_later_text_waits_for_whom_the_one_in_force_names(cast: Cast, draft: Draft) -> None:
    sign(adopt(draft, cast.he, date(2024, 4, 15)), cast)
    later = actions.start_draft(text=replies(hours=48), file_name="d.md", by=cast.he, at=AT)

    sign(adopt(later, cast.he, at=NEXT_DAY), cast, days=1)

    numbers = Version.objects.filter(number__gt=0).order_by("number")
    assert [(v.number, v.in_force) for v in numbers] == [(1, date(2024, 4, 15)), (2, MAY)]


def test_a_draft_that_was_refused_stays_with_the_reason(cast: Cast, draft: Draft) -> None:
    request = adopt(draft, cast.he)
    with pytest.raises(RefusedError):
        actions.save_draft(draft=draft, text=replies(), revision=1, by=cast.he, at=AT)
    with pytest.raises(RefusedError):
        actions.discard_draft(draft=draft)
    other = actions.start_draft(text=replies(), file_name="e.md", by=cast.he, at=AT)
    with pytest.raises(RefusedError):
        adopt_draft(draft=other, in_force=MAY, by=cast.he, at=AT)

    decide(request, cast.li, "refused")

    draft.refresh_from_db()
    assert (draft.sent_at, draft.sent_back) == (None, "refused")
    assert (draft.sent_back_by, draft.sent_back_why) == ("李班长", "第九章还要改")
    changed = draft.text.replace("先后签字", "签字")
    actions.save_draft(draft=draft, text=changed, revision=1, by=cast.he, at=AT)
    withdraw_request(request=adopt(draft, cast.he), member=cast.he, at=AT, reason="再看一遍")
    draft.refresh_from_db()
    assert (draft.sent_back, draft.sent_back_why) == ("withdrawn", "再看一遍")
    sign(adopt(draft, cast.he), cast)
    version = queries.last_version("replies")
    assert version is not None
    assert version.number == 1


def test_a_day_that_passed_while_it_waited_is_not_counted_back(cast: Cast, draft: Draft) -> None:
    sign(adopt(draft, cast.he, MAY), cast, days=30)

    version = queries.last_version("replies")
    assert version is not None
    assert version.in_force == date(2024, 5, 15)


def test_every_way_in_waits(cast: Cast, client) -> None:
    client.force_login(cast.he)
    day = {"in_force": MAY.isoformat()}
    program = program_of(cast.he)

    def begun() -> Draft:
        return actions.start_draft(
            text=TEXT, file_name="d.md", by=cast.he, at=timezone.now() - timedelta(minutes=1)
        )

    def taken_back() -> None:
        """Check that something waits and nothing counts, and take it back for the next way."""
        assert queries.last_version("replies") is None
        (waiting,) = Request.objects.filter(state="waiting")
        withdraw_request(request=waiting, member=cast.he, at=timezone.now())

    draft = begun()
    page = client.post(reverse("adoption:adopt", args=[draft.pk]), day, follow=True)
    assert "服务工程师" in page.content.decode()
    taken_back()
    told = program.send(f"/regulations/drafts/{begun().pk}/adopt", day).json()
    assert told["number"] is None
    assert told["request"]
    taken_back()
    page = client.post(reverse("adoption:adopt_next"), {"draft": [begun().pk]}, follow=True)
    assert "等待签字" in page.content.decode()
    taken_back()
    adopted = adopt_text(text=TEXT, file_name="d.md", by=cast.he, at=timezone.now())
    assert not isinstance(adopted, tuple)
    assert adopted.held
    taken_back()


def test_ending_waits_as_well(cast: Cast, draft: Draft) -> None:
    sign(adopt(draft, cast.he, date(2024, 4, 15)), cast)
    version = queries.last_version("replies")
    assert version is not None

    ended = retire(regulation=version.regulation, ended=MAY, by=cast.he, at=NEXT_DAY)

    assert ended.held is not None
    version.refresh_from_db()
    assert version.ended is None
    sign(ended.held, cast, days=1)
    version.refresh_from_db()
    assert version.ended == MAY


def test_who_signs_reads_what_changes_and_nobody_else(cast: Cast, draft: Draft, client) -> None:
    request = adopt(draft, cast.he)
    effect = reverse("trial:effect", args=[draft.pk])

    client.force_login(cast.li)
    page = client.get(reverse("signoff:request", args=[request.pk])).content.decode()
    assert effect in page
    assert "答复时限" in client.get(effect).content.decode()
    client.force_login(cast.wang)
    assert client.get(effect).status_code == 404
