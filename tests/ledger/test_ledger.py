"""What moves, moves once, between two accounts, and is countered rather than edited."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shouwen.ledger import actions, queries
from shouwen.ledger.models import MOST_PARTS, Account, Transfer
from shouwen.policy.amounts import Quantity
from shouwen.policy.rulings import Party
from tests.floors import (
    COMPANY,
    HOUR,
    MONDAY,
    STEP,
    a_version,
    member,
    moving,
    race,
    recorded,
    scans,
)

__all__ = ["race"]
pytestmark = pytest.mark.django_db

WANG, LI = Party("member", "wang"), Party("member", "li")
POOL = Party("fund", "department_pool")


@pytest.fixture
def version(cast):
    return a_version(cast.he)


@pytest.fixture
def move(version):
    """Return a function that moves 100 yuan, or what it is told, for a fact."""

    def moved(payer=WANG, payee=COMPANY, parts=10_000, fact=None, unit="yuan", **given):
        ruling = moving(payer, payee, quantity=Quantity(unit, parts), **given.pop("ruling", {}))
        return actions.move(
            ruling=ruling,
            fact_row=fact or recorded(),
            version_id=version.pk,
            payer=payer,
            payee=payee,
            at=MONDAY,
            **given,
        )

    return moved


def yuan(parts):
    return Quantity("yuan", parts)


def balance(party, unit="yuan", period=None):
    return queries.balance(party.kind, party.key, unit, period)


def test_a_transfer_carries_its_clause_fact_and_steps(move, version):
    fact = recorded()

    moved = queries.find(move(fact=fact).pk)

    assert moved is not None
    assert (moved.fact, moved.version, moved.about) == (fact, version, "case:T-1")
    assert (moved.regulation, moved.clause_address, moved.clause_number) == (
        "visits",
        "三/1",
        "三·1",
    )
    assert (str(moved.payer), str(moved.payee)) == ("member:wang yuan", "fund:company yuan")
    assert (moved.unit, moved.parts, moved.period) == ("yuan", 10_000, "2024-05")
    assert moved.steps == [STEP.as_json()]


def test_what_one_pays_another_receives(move):
    move()

    assert (balance(WANG), balance(COMPANY)) == (yuan(-10_000), yuan(10_000))


def test_an_account_that_never_moved_is_empty():
    assert balance(WANG) == yuan(0)


def test_an_entry_and_its_counter_entry_name_what_they_are_settled_with(move):
    moved = move(ruling={"settled": "2024-H1"})

    back = actions.counter(transfer=moved, fact_row=recorded(), at=MONDAY)

    assert (moved.settled_in, back.settled_in) == ("2024-H1", "2024-H1")


def test_judging_a_fact_twice_moves_nothing_more(move):
    fact = recorded()

    assert move(fact=fact) == move(fact=fact)
    assert balance(WANG) == yuan(-10_000)


def test_another_amount_for_the_same_fact_asks_for_a_correction(move):
    fact = recorded()
    move(fact=fact)

    with translation.override("en"), pytest.raises(actions.AmountDiffersError) as refusal:
        move(fact=fact, parts=20_000)

    assert "100.00 yuan" in str(refusal.value)
    assert "200.00 yuan" in str(refusal.value)
    assert balance(WANG) == yuan(-10_000)


def test_one_clause_may_move_for_several_reasons_and_to_several_people(move):
    fact = recorded()
    move(fact=fact, because="late")
    move(fact=fact, because="unsigned")
    move(fact=fact, payee=POOL)
    move(fact=fact, ruling={"rule": "other"})

    assert balance(WANG) == yuan(-40_000)


@pytest.mark.parametrize("parts", [0, -1, MOST_PARTS + 1])
def test_nothing_less_than_nothing_and_too_much_do_not_move(move, parts):
    with pytest.raises(actions.UnfitTransferError):
        move(parts=parts)
    assert not Account.objects.exists()


def test_nobody_pays_themselves(move):
    with pytest.raises(actions.UnfitTransferError):
        move(payer=WANG, payee=WANG)


def test_the_month_is_that_of_the_fact_by_the_houses_clock(move):
    # Half an hour into June in Shanghai, still May in Greenwich.
    fact = recorded(at=MONDAY.replace(month=6, day=1, hour=0, minute=30))

    assert move(fact=fact).period == "2024-06"
    assert move(period="2024-07").period == "2024-07"


def test_points_and_money_are_kept_apart(move):
    move(parts=20_000, unit="service_points")
    move()

    assert balance(WANG, "service_points") == Quantity("service_points", -20_000)
    assert balance(WANG) == yuan(-10_000)


# ── countering ───────────────────────────────────────────────────────────────────────────────


def counter(transfer, fact=None, **given):
    return actions.counter(
        transfer=transfer, fact_row=fact or recorded("fact_corrected"), at=MONDAY, **given
    )


def test_a_counter_entry_goes_the_other_way_and_restores_the_balance(move):
    moved = move()

    back = counter(moved)

    assert (back.payer, back.payee, back.parts) == (moved.payee, moved.payer, moved.parts)
    assert (back.counters, back.clause_number) == (moved, "三·1")
    assert (balance(WANG), balance(COMPANY)) == (yuan(0), yuan(0))


def test_a_transfer_is_countered_once(move):
    moved = move()

    assert counter(moved) == counter(moved)
    assert Transfer.objects.count() == 2


def test_a_pair_within_a_month_counts_on_neither_side_and_across_months_on_both(move):
    counter(move(), recorded(), period="2024-05")
    counter(move(), recorded(), period="2024-06")

    (may,) = queries.totals_of_members(["wang"], "2024-05")
    (june,) = queries.totals_of_members(["wang"], "2024-06")
    assert (may.received, may.paid) == (yuan(0), yuan(10_000))
    assert (june.received, june.paid) == (yuan(10_000), yuan(0))


def test_a_counter_entry_is_not_countered(move):
    back = counter(move())

    with pytest.raises(actions.CannotCounterError):
        counter(back)


def test_a_correction_belongs_to_its_own_month_unless_told_otherwise(move):
    june = recorded("fact_corrected", at=MONDAY.replace(month=6))
    later, same = move(), move()

    counter(later, june)
    counter(same, june, period="2024-05")

    assert balance(WANG, period="2024-05") == yuan(-10_000)
    assert balance(WANG, period="2024-06") == yuan(10_000)


def test_two_facts_countered_by_one_correction_do_not_get_in_each_others_way(move):
    fact = recorded("fact_corrected")
    first, second = move(), move()

    counter(first, fact)
    counter(second, fact)

    assert balance(WANG) == yuan(0)


def test_what_still_stands_of_a_fact_is_told_apart(move):
    fact = recorded()
    taken, kept = move(fact=fact), move(fact=fact, payee=POOL)
    back = counter(taken)

    assert queries.moved_by(fact.number) == [taken, kept]
    assert queries.uncountered_of(fact.number) == [kept]
    assert queries.uncountered_of(back.fact_id) == []
    assert queries.transfers_about("case:T-1") == [taken, kept, back]


# ── statements ───────────────────────────────────────────────────────────────────────────────


def test_a_statement_runs_on_line_by_line_in_each_unit(cast, move):
    later = move(fact=recorded(at=MONDAY + HOUR), parts=3_000)
    first = move(payer=COMPANY, payee=WANG, parts=10_000)
    points = move(parts=20_000, unit="service_points")
    back = counter(later, recorded("fact_corrected", at=MONDAY + 2 * HOUR))
    move(period="2024-06")
    move(payer=LI)

    lines = queries.statement(cast.wang, "2024-05")

    assert [line.id for line in lines] == [first.pk, points.pk, later.pk, back.pk]
    assert [str(line.amount) for line in lines] == [
        "100.00 yuan", "-2 service_points", "-30.00 yuan", "30.00 yuan",
    ]  # fmt: skip
    assert [str(line.balance) for line in lines] == [
        "100.00 yuan", "-2 service_points", "70.00 yuan", "100.00 yuan",
    ]  # fmt: skip
    assert (lines[2].countered_by, lines[3].counters) == (back.pk, later.pk)
    assert (lines[0].other_kind, lines[0].other_key, lines[0].steps) == ("fund", "company", (STEP,))


@pytest.mark.parametrize("entries", [1, 20])
def test_a_statement_costs_one_query(cast, move, entries, django_assert_num_queries):
    for _n in range(entries):
        counter(move())

    with django_assert_num_queries(1):
        queries.statement(cast.wang, "2024-05")


@pytest.mark.parametrize(
    "ask",
    [
        lambda: queries.statement_of("member", "wang", "2024-05"),
        lambda: queries.balance("member", "wang", "yuan"),
        lambda: queries.totals_by_period("member", "wang"),
        lambda: queries.moved_by(1),
        lambda: queries.uncountered_of(1),
        lambda: queries.transfers_about("case:T-1"),
    ],
)
def test_no_question_reads_the_whole_ledger(move, ask):
    move()

    assert scans("ledger_transfer", "ledger_account", call=ask) == []


def test_months_are_added_up_by_unit(move):
    move(payer=COMPANY, payee=WANG, parts=30_000)
    move(parts=10_000)
    move(parts=5_000, period="2024-06")
    move(parts=20_000, unit="service_points")

    may_points, may, june = sorted(
        queries.totals_by_period("member", "wang"), key=lambda t: (t.period, t.net.unit)
    )

    assert (may.received, may.paid, may.net) == (yuan(30_000), yuan(10_000), yuan(20_000))
    assert june.net == yuan(-5_000)
    assert may_points.net == Quantity("service_points", -20_000)
    assert queries.totals_by_period("member", "nobody") == []


# ── the database keeps the promise ───────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "changes",
    [
        {"clause_address": ""},
        {"parts": 0},
        {"parts": -1},
        {"parts": MOST_PARTS + 1},
        {"period": "2024-13"},
        {"period": "May"},
    ],
)
def test_the_database_refuses_a_transfer_that_makes_no_sense(move, changes):
    moved = move()

    with pytest.raises(IntegrityError), transaction.atomic():
        Transfer.objects.filter(pk=moved.pk).update(**changes)


def test_the_database_lets_nobody_pay_themselves(move):
    moved = move()

    with pytest.raises(IntegrityError), transaction.atomic():
        Transfer.objects.filter(pk=moved.pk).update(payee=moved.payer)


@pytest.mark.parametrize("names", [{"kind": "cat"}, {"key": ""}, {"unit": ""}])
def test_the_database_knows_what_an_account_is(names):
    with pytest.raises(IntegrityError), transaction.atomic():
        Account.objects.create(**{"kind": "member", "key": "wang", "unit": "yuan", **names})


# ── laws ─────────────────────────────────────────────────────────────────────────────────────

parties = st.sampled_from([WANG, LI, COMPANY, POOL, Party("post", "agent")])
entries = st.lists(
    st.tuples(parties, parties, st.integers(1, MOST_PARTS // 20), st.booleans()).filter(
        lambda entry: entry[0] != entry[1]
    ),
    max_size=8,
)
SLOW_SETUP = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def all_balances():
    names = set(Account.objects.values_list("kind", "key"))
    return {name: queries.balance(*name, "yuan").parts for name in sorted(names)}


@SLOW_SETUP
@given(entries=entries)
def test_all_accounts_together_are_always_zero(move, entries):
    for payer, payee, parts, takes_back in entries:
        moved = move(payer, payee, parts)
        if takes_back:
            counter(moved)

    assert sum(all_balances().values()) == 0


@SLOW_SETUP
@given(entries=entries)
def test_countering_everything_restores_every_balance(move, entries):
    before = all_balances()
    moved = [move(payer, payee, parts) for payer, payee, parts, _back in entries]

    for transfer in moved:
        counter(transfer)

    after = all_balances()
    assert {name: after[name] for name in before} == before
    assert all(after[name] == 0 for name in after.keys() - before.keys())


@SLOW_SETUP
@given(entries=entries)
def test_a_statement_ends_with_the_months_balance(cast, move, entries):
    for payer, payee, parts, _back in entries:
        move(payer, payee, parts)

    lines = queries.statement(cast.wang, "2024-05")

    last = lines[-1].balance if lines else yuan(0)
    assert last == queries.balance("member", "wang", "yuan", "2024-05")


# ── races ────────────────────────────────────────────────────────────────────────────────────


def test_of_racing_judgements_one_moves_and_all_see_it(move, race):
    fact = recorded()

    moved = race([lambda: move(fact=fact).pk] * 5)

    assert len(set(moved)) == 1
    assert Transfer.objects.count() == 1
    assert Account.objects.count() == 2


def test_of_racing_corrections_one_counters(move, race):
    moved, fact = move(), recorded("fact_corrected")

    backs = race([lambda: counter(moved, fact).pk] * 5)

    assert len(set(backs)) == 1
    assert balance(WANG) == yuan(0)


def test_the_cast_has_accounts_by_their_key(cast, move):
    assert move(payer=member(cast.zhang)).payer.key == "zhang"
