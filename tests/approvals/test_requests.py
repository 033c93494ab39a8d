"""What waits for a signature is signed by the right people, tier after tier, once."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from shouwen.approvals import actions, queries
from shouwen.approvals.models import Decision, Request, RequestParty, State
from shouwen.policy.rulings import Party
from tests.floors import HOUR, MONDAY, a_fact, held, race, recorded, scans

__all__ = ["race"]
pytestmark = pytest.mark.django_db

ON = timezone.localdate(MONDAY)
LEADER, MANAGER = Party("post", "team_leader"), Party("post", "manager")


def sign(request, who, verdict="granted", **given):
    return actions.decide(
        request=request, member=who, verdict=verdict, **{"comment": "已核对", "at": MONDAY, **given}
    )


def waiting(who, on=ON):
    return [row.id for row in queries.waiting_for(who, on)]


def test_tier_after_tier_signs_until_it_is_granted(cast, ask):
    request = ask()

    first = sign(request, cast.li)
    second = sign(request, cast.he)

    assert (first.state, first.tier) == (State.WAITING, 1)
    assert (second.state, second.ended_at) == (State.GRANTED, MONDAY)
    assert [(d.tier, d.member_key) for d in queries.decisions_of(request.pk)] == [
        (0, "li"), (1, "he"),
    ]  # fmt: skip


def test_one_refusal_ends_it(cast, ask):
    refused = sign(ask(), cast.li, "refused", comment="金额不符")

    assert (refused.state, refused.ended_at) == (State.REFUSED, MONDAY)
    assert queries.decisions_of(refused.pk)[0].comment == "金额不符"
    assert not RequestParty.objects.exists()


def test_a_refusal_says_why(cast, ask):
    request = ask()

    with pytest.raises(actions.ReasonMissingError):
        sign(request, cast.li, "refused", comment=" ")

    assert waiting(cast.li) == [request.pk]


def test_a_verdict_is_granted_or_refused(cast, ask):
    with pytest.raises(ValueError, match="maybe"):
        sign(ask(), cast.li, "maybe")


def test_it_comes_back_as_it_was_proposed(ask):
    request = ask()
    request.refresh_from_db()

    assert queries.proposed_fact(request) == a_fact("refund_paid", amount="200.00")


def test_the_same_asking_again_is_the_same_request(ask):
    fact = recorded("approval_requested")

    assert ask(fact=fact) == ask(fact=fact)
    assert Request.objects.count() == 1


@pytest.mark.parametrize(
    ("tiers", "state"), [([], "held"), ([[]], "held"), ([[LEADER]], "refused")]
)
def test_a_ruling_that_names_nobody_holds_nothing(cast, version, tiers, state):
    with pytest.raises(actions.UnfitRequestError):
        actions.open_from(
            ruling=held(*tiers, state=state),
            proposed=a_fact(),
            proposer=cast.wang,
            fact_row=recorded(),
            version_id=version.pk,
            at=MONDAY,
        )


# ── whose turn it is ─────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("who", ["wang", "he", "zhang"])
def test_only_the_tier_whose_turn_it_is_signs(cast, ask, who):
    request = ask(proposer=cast.zhao)

    with pytest.raises(actions.NotYourTurnError):
        sign(request, getattr(cast, who))
    assert waiting(getattr(cast, who)) == []
    assert waiting(cast.li) == [request.pk]


@pytest.mark.parametrize(
    ("party", "signers"),
    [
        (Party("member", "li"), ["li"]),
        (Party("post", "team_leader"), ["li", "zhao"]),
        (Party("superior", "wang"), ["li"]),
        (Party("department", "customer_service"), ["li", "zhang", "zhao"]),
        (Party("fund", "company"), []),
    ],
)
def test_a_party_is_who_it_is_on_that_day(cast, ask, party, signers):
    request = ask([party])

    may = [who for who in ("wang", "li", "zhang", "zhao", "he") if waiting(getattr(cast, who))]

    assert may == sorted(signers)
    assert [m for m in may if not queries.may_decide(request, getattr(cast, m), ON)] == []


def test_any_one_of_a_tiers_parties_signs(cast, ask):
    request = ask([Party("member", "zhang"), MANAGER])

    assert waiting(cast.zhang) == waiting(cast.he) == [request.pk]
    assert sign(request, cast.he).state == State.GRANTED


def test_a_post_is_asked_on_the_day_of_signing(cast, ask):
    request = ask([LEADER])

    before_anybody_held_it = timezone.localdate(MONDAY).replace(year=2023)

    assert waiting(cast.li, before_anybody_held_it) == []
    with pytest.raises(actions.NotYourTurnError):
        sign(request, cast.li, at=MONDAY.replace(year=2023))


# ── endings ──────────────────────────────────────────────────────────────────────────────────


def test_what_was_decided_stays_decided(cast, ask):
    request = ask([LEADER])
    sign(request, cast.li)

    with pytest.raises(actions.AlreadyDecidedError):
        sign(request, cast.zhao, "refused")
    with pytest.raises(actions.AlreadyDecidedError):
        actions.withdraw(request=request, member=cast.wang, at=MONDAY)
    assert waiting(cast.zhao) == []


def test_only_the_proposer_withdraws(cast, ask):
    request = ask()

    with pytest.raises(actions.NotYourTurnError):
        actions.withdraw(request=request, member=cast.li, at=MONDAY)
    ended = actions.withdraw(request=request, member=cast.wang, at=MONDAY, reason="客户不要了")

    assert (ended.state, ended.ended_why) == (State.WITHDRAWN, "客户不要了")
    assert waiting(cast.li) == []


def test_what_nobody_answered_expires_once(ask):
    request = ask(expires_at=MONDAY + HOUR)

    assert queries.due_to_expire(MONDAY + HOUR) == []
    with pytest.raises(actions.AlreadyDecidedError):
        actions.expire(request=request, at=MONDAY + HOUR)
    assert queries.due_to_expire(MONDAY + 2 * HOUR) == [request]
    assert actions.expire(request=request, at=MONDAY + 2 * HOUR).state == State.EXPIRED
    with pytest.raises(actions.AlreadyDecidedError):
        actions.expire(request=request, at=MONDAY + 2 * HOUR)
    assert queries.due_to_expire(MONDAY + 2 * HOUR) == []


def test_it_can_be_signed_up_to_the_moment_it_expires(cast, ask):
    in_time, late = (ask([LEADER], expires_at=MONDAY + HOUR) for _n in range(2))

    assert sign(in_time, cast.li, at=MONDAY + HOUR).state == State.GRANTED
    with pytest.raises(actions.AlreadyDecidedError):
        sign(late, cast.li, at=MONDAY + 2 * HOUR)


def test_a_request_without_end_never_expires(ask):
    with pytest.raises(actions.AlreadyDecidedError):
        actions.expire(request=ask(), at=MONDAY.replace(year=2099))


# ── lists ────────────────────────────────────────────────────────────────────────────────────


def test_requests_are_found_by_matter_and_proposer(cast, ask):
    first, second = ask(), ask()
    sign(first, cast.li, "refused")

    assert [row.id for row in queries.requests_about("case:T-1")] == [first.pk, second.pk]
    assert [r.pk for r in queries.waiting_about("case:T-1")] == [second.pk]
    assert [row.id for row in queries.proposed_by(cast.wang)] == [second.pk, first.pk]
    assert [row.id for row in queries.proposed_by(cast.wang, second.pk)] == [first.pk]
    assert queries.find(first.pk) == first
    assert queries.find(0) is None


def test_a_waiting_request_reads_with_its_clause_and_fact(cast, ask):
    ask(expires_at=MONDAY + HOUR)

    (row,) = queries.waiting_for(cast.li, ON)

    assert (row.title, row.clause_number, row.rule_id) == ("客户回访制度", "三·1", "sign")
    assert (row.proposed_kind, row.proposer_name) == ("refund_paid", "小王")
    assert row.tiers == (("post:team_leader",), ("post:manager",))
    assert row.acting_for_key == ""


@pytest.mark.parametrize("requests", [1, 20])
def test_a_list_costs_the_same_however_long(cast, ask, requests, django_assert_num_queries):
    for _n in range(requests):
        ask()

    with django_assert_num_queries(5):
        assert len(queries.waiting_for(cast.li, ON)) == requests
    with django_assert_num_queries(5):
        assert queries.waiting_count(cast.li, ON) == requests


@pytest.mark.parametrize(
    "listed",
    [
        lambda cast: queries.waiting_for(cast.li, ON),
        lambda cast: queries.proposed_by(cast.wang),
        lambda _cast: queries.requests_about("case:T-1"),
        lambda _cast: queries.due_to_expire(MONDAY),
        lambda _cast: queries.decisions_of(1),
    ],
)
def test_no_list_reads_the_whole_table(cast, ask, listed):
    ask(expires_at=MONDAY + HOUR)
    tables = ("approvals_request", "approvals_requestparty", "approvals_decision")

    assert scans(*tables, call=lambda: listed(cast)) == []


# ── the database keeps the promise ───────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "changes",
    [
        {"clause_address": ""},
        {"state": "asleep"},
        {"tier": 2},
        {"state": State.GRANTED},
        {"ended_at": MONDAY},
    ],
)
def test_the_database_refuses_a_request_that_makes_no_sense(ask, changes):
    request = ask()

    with pytest.raises(IntegrityError), transaction.atomic():
        Request.objects.filter(pk=request.pk).update(**changes)


def test_of_racing_signatures_exactly_one_counts(cast, ask, race):
    request = ask([LEADER], [MANAGER])

    results = race([lambda who=who: sign(request, who) for who in (cast.li, cast.zhao)])

    lost = [
        r for r in results if isinstance(r, actions.AlreadyDecidedError | actions.NotYourTurnError)
    ]
    assert len(lost) == 1
    assert Decision.objects.count() == 1
    request.refresh_from_db()
    assert (request.state, request.tier) == (State.WAITING, 1)


def test_signing_and_withdrawing_at_once_leave_one_end(cast, ask, race):
    request = ask([LEADER])

    results = race(
        [
            lambda: sign(request, cast.li),
            lambda: actions.withdraw(request=request, member=cast.wang, at=MONDAY),
        ]
    )

    request.refresh_from_db()
    ended = [r.state for r in results if isinstance(r, Request)]
    assert ended == [request.state]
    assert Decision.objects.count() == (request.state == State.GRANTED)
