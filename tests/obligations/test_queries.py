"""What is owed is found by owner, post, matter and time, soonest first."""

from __future__ import annotations

import pytest

from shouwen.obligations import actions, lists, queries
from shouwen.policy.rulings import Party
from tests.floors import HOUR, MONDAY, a_version, member, owing, recorded, scans

pytestmark = pytest.mark.django_db

AGENTS = Party("post", "agent")


@pytest.fixture
def version(cast):
    return a_version(cast.he)


@pytest.fixture
def open_(cast, version):
    def opening(
        hours=10,
        owner=cast.wang,
        party=None,
        about="case:T-1",
        team=None,
        once_key="",
        **ruling,
    ):
        due = None if hours is None else MONDAY + hours * HOUR
        return actions.open_from(
            ruling=owing(party or member(cast.wang), due_at=due, **ruling),
            fact_row=recorded(about=about),
            version_id=version.pk,
            owner=owner,
            team=team,
            once_key=once_key,
            at=MONDAY,
        )

    return opening


def lapse(row):
    actions.claim_check(obligation=row, now=row.due_at + HOUR)


def meet(row):
    actions.meet(obligation=row, fact_row=recorded(), at=MONDAY)


def ids(rows):
    return [row.id for row in rows]


def test_a_member_sees_what_is_due_soonest_first_and_without_limit_last(cast, open_):
    whenever, late, soon, same = open_(None), open_(9), open_(3), open_(9)
    open_(owner=cast.li)
    meet(open_())

    rows = queries.owed_by(cast.wang)

    assert ids(rows) == [soon.pk, late.pk, same.pk, whenever.pk]
    assert (rows[0].owner_name, rows[0].clause_number) == ("小王", "三·1")
    assert all(row.is_owed for row in rows)


def test_pages_meet_without_gap_or_overlap(cast, open_):
    rows = [open_(hours) for hours in (1, 1, 1, 2, None, None, 3)]
    lapse(rows[0])

    seen, cursor = [], None
    while page := queries.owed_by(cast.wang, cursor, limit=2):
        seen += ids(page)
        cursor = page[-1].cursor

    assert seen == ids(queries.owed_by(cast.wang))
    assert len(seen) == 7


@pytest.mark.parametrize("cursor", ["x", "|", "2024|x", "yesterday|3"])
def test_a_cursor_nobody_wrote_finds_nothing(cast, open_, cursor):
    open_()

    assert queries.owed_by(cast.wang, cursor) == []


def test_a_post_owes_until_somebody_takes_it(cast, open_):
    everybodys = open_(owner=None, party=AGENTS)
    desk = open_(5, owner=None, party=AGENTS, team=cast.desk)
    field = open_(4, owner=None, party=AGENTS, team=cast.field)
    taken = open_(owner=cast.wang, party=AGENTS)

    assert ids(queries.owed_by_posts({"agent"}, {cast.desk.pk})) == [desk.pk, everybodys.pk]
    assert ids(queries.owed_by_posts({"agent"})) == [everybodys.pk]
    assert queries.owed_by_posts({"manager"}, {cast.desk.pk}) == []
    assert ids(queries.owed_by(cast.wang)) == [taken.pk]
    assert field.owner is None


@pytest.mark.parametrize("rows", [1, 20])
def test_a_members_list_costs_one_query(cast, open_, rows, django_assert_num_queries):
    for n in range(rows):
        open_(n + 1)

    with django_assert_num_queries(1):
        queries.owed_by(cast.wang)
    with django_assert_num_queries(1):
        queries.owed_by_posts({"agent"}, {cast.desk.pk})


@pytest.mark.parametrize(
    "ask",
    [
        lambda cast: queries.owed_by(cast.wang),
        lambda _cast: queries.owed_by_posts({"agent"}, {1}),
        lambda cast: queries.counts_for(cast.wang, MONDAY),
        lambda cast: queries.counts_for(cast.wang, MONDAY, {"agent"}, {1}),
        lambda _cast: queries.due_for_check(MONDAY),
        lambda _cast: queries.open_about("case:T-1"),
        lambda _cast: queries.history("case:T-1"),
        lambda _cast: queries.opened_by(1),
        lambda _cast: queries.transitions_of(1),
        lambda _cast: queries.soonest_about(["case:T-1"]),
    ],
)
def test_no_question_reads_the_whole_table(cast, open_, ask):
    row = open_()
    tables = (row._meta.db_table, "obligations_transition")

    assert scans(*tables, call=lambda: ask(cast)) == []


def test_opening_reads_no_whole_table(open_):
    open_(once_key="x")

    assert scans("obligations_obligationrow", call=lambda: open_(once_key="x")) == []


def test_counts_tell_late_soon_and_all_in_one_query(cast, open_, django_assert_num_queries):
    lapse(open_(1))
    open_(2)
    open_(5)
    open_(12)
    open_(None)
    paused = open_(4, pausable=True)
    actions.pause(obligation=paused, fact_row=recorded(), at=MONDAY)
    open_(4, owner=None, party=AGENTS)
    meet(open_())

    with django_assert_num_queries(1):
        mine = queries.counts_for(cast.wang, MONDAY + 3 * HOUR)
    ours = queries.counts_for(cast.wang, MONDAY + 3 * HOUR, {"agent"}, {cast.desk.pk})

    assert mine == queries.Counts(late=2, soon=1, owed=6)
    assert ours == queries.Counts(late=2, soon=2, owed=7)


def test_a_supervisor_sees_what_is_late_in_the_team(cast, open_):
    lapsed, overdue = open_(2, team=cast.desk), open_(1, team=cast.desk)
    lapse(lapsed)
    open_(9, team=cast.desk)
    elsewhere = open_(1, team=cast.field)

    now = MONDAY + 3 * HOUR
    assert ids(queries.list_late(now, {cast.desk.pk})) == [overdue.pk, lapsed.pk]
    assert elsewhere.pk in ids(queries.list_late(now))


def test_the_watcher_gets_the_longest_waiting_first(open_):
    second, first = open_(2), open_(1)
    open_(9)

    due = queries.due_for_check(MONDAY + 3 * HOUR)

    assert [row.pk for row in due] == [first.pk, second.pk]
    assert queries.due_for_check(MONDAY + 3 * HOUR, limit=1) == [first]


def test_a_matter_tells_what_is_owed_paused_and_was(open_):
    met, running, paused = open_(), open_(pausable=True), open_(pausable=True)
    meet(met)
    actions.pause(obligation=paused, fact_row=recorded(), at=MONDAY)
    open_(about="case:T-2")

    assert queries.open_about("case:T-1") == [running, paused]
    assert queries.pausable_about("case:T-1", MONDAY) == [running]
    assert queries.pausable_about("case:T-1", MONDAY + 11 * HOUR) == []
    assert queries.paused_about("case:T-1") == [paused]
    assert ids(queries.history("case:T-1")) == [met.pk, running.pk, paused.pk]
    assert [t.what for t in queries.transitions_about("case:T-1")] == [
        "opened", "opened", "opened", "met", "paused",
    ]  # fmt: skip


def test_what_a_rule_has_open_is_told_with_what_was_open_then(open_):
    row = open_(once_key="x")
    done = recorded()
    actions.meet(obligation=row, fact_row=done, at=MONDAY)
    again = open_()

    key = ("case:T-1", "visits", "answer")
    assert queries.open_of_rule("visits", "answer") == [again]
    assert not queries.was_owed(*key, before=row.fact_id)
    assert queries.was_owed(*key, before=done.number)
    assert not queries.was_owed(*key, before=again.fact_id)
    assert queries.was_owed(*key, before=again.fact_id + 1)


def test_an_obligation_is_found_by_number_and_by_fact(open_):
    row = open_()

    assert queries.find(row.pk) == row
    assert queries.find(0) is None
    assert queries.opened_by(row.fact_id) == [row]


def test_a_board_learns_which_matters_are_late_and_what_comes_soonest(cast, open_):
    open_(1)
    sooner = open_(2, about="case:T-2")
    open_(9, about="case:T-2")

    late = queries.late_matters(MONDAY + 2 * HOUR)

    assert [found["about"] for found in late] == ["case:T-1"]
    assert queries.soonest_about(["case:T-2", "case:T-9"])["case:T-2"].id == sooner.pk
    assert queries.owes_about(cast.wang, "case:T-1")
    assert not queries.owes_about(cast.zhao, "case:T-1", {"manager"})


def test_what_is_owed_is_sorted_as_asked_page_by_page(cast, open_):
    late, never, soon = (
        open_(9, about="case:B"),
        open_(None, about="case:A"),
        open_(3, about="case:C"),
    )

    def paged(sort):
        found, cursor = [], ""
        for _page in range(4):
            rows, cursor = lists.owed(cast.wang, sort=sort, cursor=cursor, limit=1)
            found += ids(rows)
            if not cursor:
                break
        return found

    assert paged("") == paged("due") == [soon.pk, late.pk, never.pk]
    assert paged("-due") == [late.pk, soon.pk, never.pk]
    assert paged("matter") == [never.pk, late.pk, soon.pk]
    assert paged("-opened") == [soon.pk, never.pk, late.pk]
