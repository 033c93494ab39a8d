"""Both sign, what is open goes over with its clocks, and the log keeps every signature."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from shouwen.cases.actions import assign
from shouwen.enforcement.actions import correct_fact, record_fact
from shouwen.enforcement.sent import Sent
from shouwen.handover import actions, items, queries
from shouwen.handover.models import Handover, Item
from shouwen.journal.queries import timeline
from shouwen.journal.verification import verify
from shouwen.ledger.queries import entries_since
from shouwen.obligations import queries as owed
from shouwen.people.refusals import RefusedError
from shouwen.policy.facts import Fact
from tests.handover.conftest import NOW, checked, complaint, drafted, duty_of, given, taken

DESK = "desk_passed_on"


def test_what_is_open_goes_over_with_its_clocks_once_both_have_signed(cast):
    case = complaint(cast.wang)
    duty = duty_of(cast.wang)
    due = {row.id: row.due_at for row in owed.owed_by(cast.wang)}

    done = taken(cast, given(cast))

    case.refresh_from_db()
    assert done.state == "taken"
    assert case.handler == cast.zhang
    assert owed.owed_by(cast.wang) == []
    assert {row.id: row.due_at for row in owed.owed_by(cast.zhang)} == due
    assert duty.id in due
    assert [t.what for t in owed.transitions_of(duty.id)] == ["opened", "handed_over"]


def test_until_the_incoming_has_signed_nothing_changes_hands(cast):
    case = complaint(cast.wang)

    given(cast)

    case.refresh_from_db()
    assert case.handler == cast.wang


def test_what_stays_with_the_outgoing_stays(cast):
    duty_of(cast.wang)
    made = drafted(cast)
    kept = [replace(line, goes=False) for line in items.lines_of(made)]
    actions.prepare(handover=made, lines=kept, details={})

    taken(cast, actions.give(handover=made, sent=Sent.at_once(cast.wang, NOW)))

    assert len(owed.owed_by(cast.wang)) == 1
    assert owed.owed_by(cast.zhang) == []


def test_the_clause_about_open_work_keeps_the_outgoing_from_signing(cast):
    complaint(cast.wang, severity="major")
    made = drafted(cast, DESK)

    with pytest.raises(RefusedError, match=r"1\.1"):
        actions.give(handover=made, sent=Sent.at_once(cast.wang, NOW))

    made.refresh_from_db()
    assert made.state == "draft"
    assert timeline(f"handover:{made.pk}") == []


def test_a_matter_of_weight_is_important_whatever_the_outgoing_says(cast):
    complaint(cast.wang, severity="major")
    made = drafted(cast, DESK)
    light = [replace(line, important=False) for line in items.lines_of(made)]
    actions.prepare(handover=made, lines=light, details={"follow_ups": "无"})

    with pytest.raises(RefusedError, match=r"1\.1"):
        actions.give(handover=made, sent=Sent.at_once(cast.wang, NOW))


def test_once_the_important_work_is_done_it_can_be_signed(cast):
    made = drafted(cast, DESK)
    actions.prepare(handover=made, lines=[], details={"follow_ups": "八栋漏水"})
    made = actions.give(handover=made, sent=Sent.at_once(cast.wang, NOW))

    done = taken(cast, made, told=True)

    assert done.state == "taken"
    fact = done.ended_fact
    assert fact is not None
    assert fact.kind == DESK
    assert fact.details["work_open"] == "0"
    assert fact.details["outgoing_signed"] is True
    assert fact.details["incoming_signed"] is True


def test_what_a_form_still_asks_for_keeps_the_incoming_from_signing(cast):
    made = given(cast, DESK)

    with pytest.raises(RefusedError, match="跟进事项"):
        taken(cast, made, told=True)

    made.refresh_from_db()
    assert made.state == "given"
    assert made.ended_fact is None


def test_what_was_not_told_keeps_the_incoming_from_signing_and_cites_its_clause(cast):
    made = given(cast, DESK)

    with pytest.raises(RefusedError, match=r"1\.1"):
        taken(cast, made, told=False, follow_ups="无")


def test_the_incoming_cannot_change_what_the_outgoing_signed(cast):
    made = drafted(cast, DESK)
    actions.prepare(handover=made, lines=[], details={"follow_ups": "八栋漏水"})
    made = actions.give(handover=made, sent=Sent.at_once(cast.wang, NOW))

    done = taken(cast, made, told=True, follow_ups="无")

    assert done.ended_fact is not None
    assert done.ended_fact.details["follow_ups"] == "八栋漏水"


def test_an_item_without_an_answer_keeps_the_incoming_from_signing(cast):
    complaint(cast.wang)
    made = given(cast)

    with pytest.raises(RefusedError, match="逐项"):
        actions.take(handover=made, sent=Sent.at_once(cast.zhang, NOW), digest=made.digest)


def test_who_objects_signs_nothing_and_sends_it_back_with_a_reason(cast):
    case = complaint(cast.wang)
    made = checked(cast, given(cast), Item.Answer.QUERIED)

    with pytest.raises(RefusedError):
        actions.take(handover=made, sent=Sent.at_once(cast.zhang, NOW), digest=made.digest)
    with pytest.raises(RefusedError):
        actions.send_back(
            handover=made, sent=Sent.at_once(cast.zhang, NOW), reason=" ", digest=made.digest
        )
    back = actions.send_back(
        handover=made, sent=Sent.at_once(cast.zhang, NOW), reason="进展没写", digest=made.digest
    )

    case.refresh_from_db()
    assert (back.state, back.objection) == ("draft", "进展没写")
    assert case.handler == cast.wang
    log = queries.log_of(made.pk)
    assert [row.kind for row in log] == ["handover_given", "handover_objected"]
    assert "电梯 1" in log[1].listed
    assert queries.corrections_in(log) == 1


def test_after_an_objection_it_is_signed_anew_and_the_log_keeps_both(cast):
    complaint(cast.wang)
    made = given(cast)
    actions.send_back(
        handover=made, sent=Sent.at_once(cast.zhang, NOW), reason="进展没写", digest=made.digest
    )

    again = actions.give(handover=made, sent=Sent.at_once(cast.wang, NOW))
    taken(cast, again)

    kinds = [row.kind for row in queries.log_of(made.pk)]
    assert kinds == ["handover_given", "handover_objected", "handover_given", "handover_taken"]
    assert verify() == []


def test_items_altered_behind_the_signature_are_not_taken_over(cast):
    complaint(cast.wang)
    made = checked(cast, given(cast))
    Item.objects.filter(handover=made).update(note="什么事也没有")

    with pytest.raises(RefusedError, match="签字时"):
        actions.take(handover=made, sent=Sent.at_once(cast.zhang, NOW), digest=made.digest)


def test_only_the_incoming_signs_as_the_incoming(cast):
    made = given(cast)

    for other in (cast.wang, cast.li, cast.he):
        with pytest.raises(RefusedError):
            actions.take(handover=made, sent=Sent.at_once(other, NOW), digest=made.digest)
    with pytest.raises(RefusedError):
        actions.give(handover=made, sent=Sent.at_once(cast.zhang, NOW))


def test_what_was_sent_twice_is_signed_once(cast):
    complaint(cast.wang)
    made = given(cast)
    actions.give(handover=made, sent=Sent.at_once(cast.wang, NOW))
    first = taken(cast, made)

    again = actions.take(handover=first, sent=Sent.at_once(cast.zhang, NOW), digest=made.digest)

    assert again.ended_at == first.ended_at
    kinds = [row.kind for row in queries.log_of(made.pk)]
    assert kinds == ["handover_given", "handover_taken"]


def test_nobody_has_two_handovers_open(cast):
    drafted(cast)

    with pytest.raises(RefusedError):
        actions.begin(outgoing=cast.wang, incoming=cast.li, kind="shift_handed_over", at=NOW)
    with pytest.raises(RefusedError):
        actions.begin(outgoing=cast.li, incoming=cast.li, kind="shift_handed_over", at=NOW)
    assert Handover.objects.count() == 1


def test_what_was_handed_over_is_not_on_the_next_list(cast):
    complaint(cast.wang)
    taken(cast, given(cast))

    assert items.lines_of(drafted(cast)) == []


def test_a_matter_that_changed_hands_meanwhile_is_not_moved_again(cast):
    case = complaint(cast.wang)
    made = checked(cast, given(cast))
    assign(case=case, to=cast.li, actor=cast.he, at=NOW + timedelta(minutes=1))
    done = actions.take(
        handover=made, sent=Sent.at_once(cast.zhang, NOW + timedelta(minutes=5)), digest=made.digest
    )

    case.refresh_from_db()
    assert case.handler == cast.li
    assert [row.owner_name for row in owed.history(case.about)] == ["李班长"]
    assert [item.moved for item in done.items.all()] == ["gone"]


def test_a_duty_done_meanwhile_does_not_go_over(cast):
    duty = duty_of(cast.wang)
    made = checked(cast, given(cast))
    said = Fact(
        kind="duty_done",
        about=duty.about,
        happened_at=NOW + timedelta(minutes=1),
        details={"obligation": str(duty.id)},
        actor="wang",
    )
    record_fact(said, actor=cast.wang, recorded_at=NOW + timedelta(minutes=1))

    done = actions.take(
        handover=made, sent=Sent.at_once(cast.zhang, NOW + timedelta(minutes=5)), digest=made.digest
    )

    assert [item.moved for item in done.items.all()] == ["gone"]


def test_a_withdrawn_handover_leaves_its_signature_on_record(cast):
    made = given(cast)

    actions.withdraw(handover=made, sent=Sent.at_once(cast.wang, NOW), reason="改天")

    with pytest.raises(RefusedError):
        actions.take(handover=made, sent=Sent.at_once(cast.zhang, NOW), digest=made.digest)
    kinds = [row.kind for row in queries.log_of(made.pk)]
    assert kinds == ["handover_given", "handover_withdrawn"]


def test_what_turns_out_to_be_unclear_has_the_consequence_of_its_clause(cast):
    done = taken(cast, given(cast))

    outcome = actions.report_unclear(
        handover=done, sent=Sent.at_once(cast.zhang, NOW, token="k1"), reason="钥匙少一把"
    )
    again = actions.report_unclear(
        handover=done, sent=Sent.at_once(cast.zhang, NOW, token="k1"), reason="钥匙少一把"
    )

    assert again.repeated
    (fine,) = outcome.moved
    assert fine.clause_number == "1.5"
    assert [str(line.amount.parts) for line in entries_since(cast.wang, "2024-03")] == ["-5000"]


def test_a_key_that_is_still_out_by_the_register_is_there_to_be_counted(cast):
    for key, out, back in (("12 号", "1", "0"), ("13 号", "1", "1")):
        said = Fact(
            kind="key_moved",
            about=f"key:{key}",
            happened_at=NOW,
            details={"key": key, "out": out, "back": back},
        )
        record_fact(said, actor=cast.wang, recorded_at=NOW)

    (line,) = items.lines_of(drafted(cast))

    assert (line.sort, line.text) == ("counted", "在外钥匙 12 号")
    assert line.note.endswith("1")


def test_a_signature_that_is_taken_back_stays_in_the_log_and_is_counted(cast):
    made = given(cast)
    number = queries.log_of(made.pk)[0].number

    correct_fact(number=number, reason="登记有误", actor=cast.he, at=NOW)

    log = queries.log_of(made.pk)
    assert [row.struck is not None for row in log] == [True]
    assert queries.corrections_in(log) == 1
    assert verify() == []


def test_a_handover_signed_without_network_counts_when_it_was_signed(cast):
    complaint(cast.wang)
    made = given(cast)
    signed, arrived = NOW + timedelta(minutes=10), NOW + timedelta(hours=4)
    checked(cast, made)

    done = actions.take(
        handover=made, digest=made.digest,
        sent=Sent(token="later", actor=cast.zhang, done_at=signed, received_at=arrived,
                  marks={"sent_later": True}),
    )  # fmt: skip

    assert done.ended_at == signed
    last = timeline(f"handover:{made.pk}")[-1]
    assert last.happened_at == signed


def test_nobody_takes_over_before_it_was_handed_over(cast):
    complaint(cast.wang)
    made = given(cast)
    checked(cast, made)

    with pytest.raises(RefusedError):
        actions.take(
            handover=made, digest=made.digest,
            sent=Sent.at_once(cast.zhang, NOW - timedelta(minutes=5)),
        )  # fmt: skip
