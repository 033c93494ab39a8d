from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.forms.models import model_to_dict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shouwen.cases import actions, around
from shouwen.cases.models import Case, Relation, Share, Tick
from shouwen.enforcement.actions import correct_fact
from shouwen.journal import queries as journal
from shouwen.obligations.queries import history
from shouwen.people.refusals import RefusedError
from shouwen.regulations import actions as regulations
from tests.cases.conftest import TEN

MINUTE = timedelta(minutes=1)
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def second(cast, liu):
    return opened(cast, "电钻声又来了", liu)


def opened(cast, title, customer=None):
    return actions.open_case(
        case_type="complaint", title=title, customer=customer, at=TEN, recorded_at=TEN,
        actor=cast.wang,
    ).case  # fmt: skip


def again(case):
    return Case.objects.get(pk=case.pk)


def facts_about(case):
    return [row.kind for row in journal.timeline(case.about)]


def as_it_stands(case):
    """Return the case and what is owed in it, without what the journal alone grew by."""
    owed = [
        (row.rule_id, row.owner_name, row.due_at, row.warn_at, row.state, row.late, row.ended_at)
        for row in history(case.about)
    ]
    return model_to_dict(again(case)), owed, set(Relation.objects.values_list("case", "other"))


def test_a_link_is_a_fact_and_its_correction_takes_it_away(case, second, cast):
    done = actions.link(case=case, other=second.number, relation="related", actor=cast.wang, at=TEN)
    (tie,) = Relation.objects.all()
    assert (tie.case, tie.other, tie.sort) == (case, second, "related")

    actions.take_back(
        case=case, number=done.outcome.row.number, reason="不相干", actor=cast.wang, at=TEN
    )

    assert not Relation.objects.exists()


def test_the_same_two_are_linked_once(case, second, cast):
    actions.link(case=case, other=second.number, relation="related", actor=cast.wang, at=TEN)

    with pytest.raises(RefusedError, match=second.number):
        actions.link(case=case, other=second.number, relation="related", actor=cast.wang, at=TEN)


@pytest.mark.parametrize("number", ["T19990101-0001", "nonsense", ""])
def test_only_a_matter_one_may_work_on_is_linked(case, cast, number):
    with pytest.raises(RefusedError) as refused:
        actions.link(case=case, other=number, relation="related", actor=cast.wang, at=TEN)

    assert refused.value.field == "other"


def test_a_part_cannot_stand_above_the_whole(case, second, cast):
    actions.link(case=case, other=second.number, relation="child", actor=cast.wang, at=TEN)

    with pytest.raises(RefusedError, match=case.number):
        actions.link(case=second, other=case.number, relation="child", actor=cast.wang, at=TEN)


def test_a_whole_does_not_end_before_its_parts_and_says_which(case, second, cast):
    actions.link(case=case, other=second.number, relation="child", actor=cast.wang, at=TEN)
    with pytest.raises(RefusedError, match=second.number):
        actions.resolve(case=case, resolution="停工", actor=cast.wang, at=TEN)

    actions.resolve(case=second, resolution="停工", actor=cast.wang, at=TEN)

    assert actions.resolve(case=case, resolution="停工", actor=cast.wang, at=TEN).case.resolved_at


def test_the_house_may_let_a_whole_end_first(case, second, cast, settings):
    settings.SHOUWEN_OPEN_CHILDREN_BLOCK = False
    actions.link(case=second, other=case.number, relation="parent", actor=cast.wang, at=TEN)

    actions.resolve(case=case, resolution="停工", actor=cast.wang, at=TEN)

    (fact,) = journal.facts_of_kind("case_resolved")
    assert fact.details["open_children"] == 1


JUDGED = """---
regulation: parts
title: 子事项规定
industry: property-services
in_force: 2024-01-01
---

## 一 办结

### 1 子事项

子事项未办结的，上级事项不得办结。

```rule
id: parts-first
kind: access
catalogue: 0.1-03
title: 先办子事项
title_en: Parts first
when: {fact: case_resolved}
only_if: {open_children: {at_most: 0}}
```
"""


def test_a_merged_case_points_to_the_other_and_owes_nothing(rules, cast, liu):
    first, double = opened(cast, "噪音", liu), opened(cast, "噪音二", liu)

    actions.merge(
        case=double, other=first.number, reason="同一件事", actor=cast.wang, at=TEN + MINUTE
    )

    merged = again(double)
    assert (merged.state, merged.merged_into) == ("merged", first)
    assert {row.state for row in history(double.about)} == {"withdrawn"}
    assert {row.state for row in history(first.about)} == {"open"}
    with pytest.raises(RefusedError):
        actions.add_note(case=double, text="还在吵", actor=cast.wang, at=TEN + MINUTE)


def test_a_settled_case_is_not_merged(case, second, cast):
    actions.resolve(case=case, resolution="停工", actor=cast.wang, at=TEN)

    with pytest.raises(RefusedError):
        actions.merge(case=case, other=second.number, reason="", actor=cast.wang, at=TEN)


STEPS = {
    "reply": lambda c, m, t: actions.reply(case=c, text="在办", actor=m.wang, at=t),
    "note": lambda c, m, t: actions.add_note(case=c, text="备注", actor=m.wang, at=t),
    "pause": lambda c, m, t: actions.pause(case=c, reason="等", actor=m.wang, at=t),
    "resume": lambda c, m, t: actions.resume(case=c, actor=m.wang, at=t),
    "hand": lambda c, m, t: actions.hand_over(case=c, to=m.li, reason="班", actor=m.he, at=t),
    "grade": lambda c, m, t: actions.change_severity(
        case=c, severity="major", reason="重", actor=m.wang, at=t
    ),
    "resolve": lambda c, m, t: actions.resolve(case=c, resolution="好", actor=m.wang, at=t),
    "reopen": lambda c, m, t: actions.reopen(case=c, reason="又来", actor=m.wang, at=t),
    "share": lambda c, m, t: actions.share(case=c, member=m.zhang, percent=30, actor=m.he, at=t),
}


@settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=st.lists(st.sampled_from(sorted(STEPS)), max_size=6))
def test_merging_and_taking_it_back_leaves_everything_as_it_was(rules, cast, liu, steps):
    with transaction.atomic():
        first, double = opened(cast, "噪音", liu), opened(cast, "噪音二", liu)
        at = TEN
        for name in steps:
            at += timedelta(hours=7)
            try:
                STEPS[name](again(double), cast, at)
            except RefusedError:
                continue
        if again(double).state in ("resolved", "closed"):
            actions.reopen(case=again(double), reason="又来", actor=cast.wang, at=at)
        before = as_it_stands(double), as_it_stands(first)

        done = actions.merge(
            case=again(double), other=first.number, reason="", actor=cast.he, at=at + MINUTE
        )
        correct_fact(
            number=done.outcome.row.number, reason="弄错了", actor=cast.he, at=at + 2 * MINUTE
        )

        assert (as_it_stands(double), as_it_stands(first)) == before
        transaction.set_rollback(True)


def test_chosen_entries_become_a_matter_of_their_own(case, cast):
    actions.add_note(case=case, text="电梯也坏了", actor=cast.wang, at=TEN)
    (note,) = journal.facts_of_kind("case_noted")

    actions.split(case=case, entries=[note.number], title="电梯故障", actor=cast.wang, at=TEN)

    new = Case.objects.get(title="电梯故障")
    assert (new.text, new.customer, new.handler) == ("电梯也坏了", case.customer, cast.wang)
    assert Relation.objects.get(sort="split").other == new
    assert "case_split" in facts_about(case)


def test_a_split_needs_entries(case, cast):
    with pytest.raises(RefusedError):
        actions.split(case=case, entries=[], title="电梯故障", actor=cast.wang, at=TEN)


def test_shares_are_facts_and_the_latest_counts(case, cast, client):
    actions.share(case=case, member=cast.zhang, percent=30, actor=cast.wang, at=TEN)
    done = actions.share(case=case, member=cast.zhang, percent=40, actor=cast.wang, at=TEN)
    assert Share.objects.get().percent == 40

    number = done.outcome.row.number
    actions.take_back(case=case, number=number, reason="误", actor=cast.wang, at=TEN)

    assert Share.objects.get().percent == 30


def test_shares_do_not_exceed_the_whole(case, cast):
    actions.share(case=case, member=cast.zhang, percent=60, actor=cast.wang, at=TEN)

    with pytest.raises(RefusedError):
        actions.share(case=case, member=cast.li, percent=50, actor=cast.wang, at=TEN)
    assert Share.objects.get().percent == 60


def test_a_tick_stands_once_and_goes_with_its_fact(case, cast):
    done = actions.tick(case=case, checklist="受理", item="已核对电话", actor=cast.wang, at=TEN)
    number = done.outcome.row.number
    actions.take_back(case=case, number=number, reason="误点", actor=cast.wang, at=TEN)

    assert not Tick.objects.exists()


def test_a_snoozed_case_keeps_its_clocks_and_tells_when_it_wakes(rules, cast, liu):
    from shouwen.journal.models import OutboxMessage

    case = opened(cast, "噪音", liu)
    before = history(case.about)
    until = TEN + timedelta(hours=3)

    actions.snooze(case=case, until=until, reason="等住户回家", actor=cast.wang, at=TEN)

    assert again(case).snoozed_until == until
    assert history(case.about) == before
    assert OutboxMessage.objects.get(subject__contains=case.number).next_attempt_at == until
    with pytest.raises(RefusedError):
        actions.snooze(case=case, until=TEN, reason="过去", actor=cast.wang, at=TEN)


def test_a_rule_that_asks_for_open_parts_is_judged_instead_of_the_setting(
    case, second, cast, settings
):
    settings.SHOUWEN_OPEN_CHILDREN_BLOCK = False
    version = regulations.adopt(
        text=JUDGED, file_name="parts.md", by=cast.he, at=TEN.replace(year=2024)
    )
    assert not isinstance(version, tuple), [str(fault) for fault in version]
    actions.link(case=case, other=second.number, relation="child", actor=cast.wang, at=TEN)

    with pytest.raises(actions.RuledOutError):
        actions.resolve(case=case, resolution="停工", actor=cast.wang, at=TEN)


def test_the_page_offers_the_ways_and_shows_what_stands_around(case, second, cast, client):
    client.force_login(cast.wang)
    given = {"other": second.number, "relation": "child", "token": "t"}
    place = reverse("cases:step", args=[case.number, "link"])
    refused = client.post(place, {**given, "other": "X"}, **HTMX).content.decode()
    client.post(place, given, **HTMX)
    around = client.get(reverse("cases:around", args=[case.number]), **HTMX).content.decode()

    assert 'value="X"' in refused
    assert second.title in around
    assert reverse("cases:step", args=[case.number, "merge"]) in around
    whole = client.get(reverse("cases:around", args=[case.number])).content.decode()
    assert "<html" in whole


def test_what_a_reader_may_not_open_shows_its_number_alone(case, cast, client):
    theirs = actions.open_case(
        case_type="repair", title="机密水管", at=TEN, recorded_at=TEN, actor=cast.zhao
    ).case
    actions.link(case=case, other=theirs.number, relation="related", actor=cast.he, at=TEN)
    client.force_login(cast.wang)

    around = client.get(reverse("cases:around", args=[case.number]), **HTMX).content.decode()

    assert theirs.number in around
    assert "机密水管" not in around


def test_what_stands_around_costs_the_same_for_one_tie_and_for_many(
    case, second, cast, client, django_assert_num_queries
):
    client.force_login(cast.wang)
    place = reverse("cases:around", args=[case.number])
    actions.link(case=case, other=second.number, relation="child", actor=cast.wang, at=TEN)
    with CaptureQueriesContext(connection) as asked:
        client.get(place, **HTMX)
    for n in range(5):
        other = opened(cast, f"投诉 {n}").number
        actions.link(case=case, other=other, relation="child", actor=cast.wang, at=TEN)

    with django_assert_num_queries(len(asked)):
        client.get(place, **HTMX)
    assert len(asked) <= 20


def test_a_merger_is_taken_back_on_the_page(case, second, cast, client):
    client.force_login(cast.wang)
    place = reverse("cases:step", args=[case.number, "merge"])
    page = client.post(place, {"other": second.number, "token": "t"}, **HTMX).content.decode()
    assert reverse("cases:case", args=[second.number]) in page
    tie = Relation.objects.get()

    client.post(reverse("cases:take_back", args=[case.number, tie.fact_id]))

    assert again(case).state == "open"


def test_a_shared_case_opens_to_its_co_handler(case, cast, client):
    client.force_login(cast.zhang)
    place = reverse("cases:case", args=[case.number])
    assert client.get(place).status_code == 404

    actions.share(case=case, member=cast.zhang, percent=20, actor=cast.wang, at=TEN)

    assert client.get(place).status_code == 200
    assert case.number in client.get(reverse("cases:list"), {"state": ""}).content.decode()


def test_others_who_look_are_told_of_until_their_lease_ends(case, cast, client):
    now = timezone.now()
    assert around.come_in(case, cast.wang, now) == []
    assert around.come_in(case, cast.li, now) == ["小王"]
    assert around.come_in(case, cast.li, now + around.LEASE) == []


def test_what_came_since_the_page_was_opened_is_told(case, cast, client):
    client.force_login(cast.wang)
    place = reverse("cases:presence", args=[case.number])
    seen = journal.timeline(case.about)[-1].number
    actions.reply(case=case, text="已办", actor=cast.li, at=TEN)

    page = client.get(place, {"seen": seen}, **HTMX).content.decode()

    assert "李班长" in page
    assert "李班长" not in client.get(place, {"seen": seen + 9}, **HTMX).content.decode()


def test_checklists_are_kept_by_whoever_keeps_the_categories(case, cast, client):
    client.force_login(cast.he)
    given = {"do": "add", "case_type": "complaint", "name": "受理", "items": "核对电话\n\n告知时限"}
    client.post(reverse("cases:checklists"), given)
    client.force_login(cast.wang)
    around_it = client.get(reverse("cases:around", args=[case.number]), **HTMX).content.decode()
    client.post(
        reverse("cases:step", args=[case.number, "tick"]),
        {"checklist": "受理", "item": "核对电话", "token": "a"},
    )

    assert "告知时限" in around_it
    assert Tick.objects.get().item == "核对电话"
    assert client.get(reverse("cases:checklists")).status_code == 404


def test_a_tie_is_taken_back_from_either_side(case, second, cast):
    done = actions.merge(case=case, other=second.number, reason="", actor=cast.he, at=TEN)

    actions.take_back(
        case=second, number=done.outcome.row.number, reason="误", actor=cast.he, at=TEN
    )

    assert again(case).state == "open"
