from __future__ import annotations

import pytest

from shouwen.enforcement.sent import Sent
from shouwen.journal import queries as journal
from shouwen.ledger import queries as ledger
from shouwen.people.refusals import RefusedError
from shouwen.quality import actions, cards, gates
from tests.quality.conftest import NOW, a_card, a_case, a_plan, a_sample, marks


def sent(item):
    return Sent.at_once(item.checker, NOW, token=f"quality-{item.pk}")


def test_a_failed_line_of_a_rule_takes_its_points_and_cites_the_clause(drawn, cast):
    done = actions.send_check(item=drawn, marks=marks(uniform="0"), sent=sent(drawn))

    moved = ledger.moved_by_any([done.fact.number])

    assert done.points == 60

    assert [one.clause_number for one in moved] == ["2.3"]


def test_the_score_is_a_fact_of_its_own_with_the_cards_version(drawn, cast):
    actions.send_check(item=drawn, marks=marks(point="1/2"), sent=sent(drawn))

    scored = journal.facts_of_kind("quality_scored")[0]

    assert scored.details["points"] == "70"
    assert scored.details["version"] == 1
    assert scored.details["case"] == drawn.case.number


def test_a_failed_critical_line_zeroes_the_check(drawn, cast):
    done = actions.send_check(item=drawn, marks=marks(insult="0"), sent=sent(drawn))

    assert done.points == 0
    assert done.zeroed


def test_an_unmarked_line_is_asked_for_and_nothing_is_recorded(drawn, cast):
    half = dict(list(marks().items())[:1])

    with pytest.raises(RefusedError):
        actions.send_check(item=drawn, marks=half, sent=sent(drawn))

    assert journal.facts_of_kind("conduct_checked") == []


def test_a_check_is_sent_once(drawn, cast):
    actions.send_check(item=drawn, marks=marks(), sent=sent(drawn))

    with pytest.raises(RefusedError):
        actions.send_check(item=drawn, marks=marks(uniform="0"), sent=sent(drawn))

    assert len(journal.facts_of_kind("quality_scored")) == 1


def test_a_changed_card_is_a_new_version_and_the_old_check_keeps_its_own(drawn, cast):
    from shouwen.quality import queries

    done = actions.send_check(item=drawn, marks=marks(point="0"), sent=sent(drawn))
    old = gates.card_known(drawn.sample.version.card.key)
    heavier = [
        cards.Line(**{**{n: getattr(line, n) for n in line.__slots__}, "weight": 10})
        if "点子" in line.name else line
        for line in cards.lines_of(old)
    ]  # fmt: skip
    whole = cards.Written(title="文字服务", title_en="", full=old.full, most=None, lines=heavier)
    new = cards.write(card=old.card, written=whole, by=cast.he, at=NOW)

    row = queries.scored_by(old, new)[0]

    assert new.number == 2
    assert done.points == 40
    assert (row.before, row.after, row.differs) == ("40", "80", True)


def test_nobody_checks_themselves_or_whom_they_lead(cast, words):
    a_case(cast.wang)
    a_case(cast.zhang)

    sample = a_sample(a_plan(a_card(cast.he), cast), cast)

    given = {one.person.username: one.checker.username for one in sample.items.all()}
    assert given == {"wang": "zhao", "zhang": "li"}


def test_where_the_plan_lets_them_a_lead_checks_the_own_team(cast, words):
    a_case(cast.li)
    plan = a_plan(a_card(cast.he), cast, spares_own=False)

    sample = a_sample(plan, cast)

    assert [one.checker.username for one in sample.items.all()] == ["zhao"]
