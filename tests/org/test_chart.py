"""How posts are arranged: by the rules, else as people report, never in a circle."""

from __future__ import annotations

from shouwen.org.chart import Holder, House, chart_of
from shouwen.org.sheet import Cite, Demand, PostSheet, Sheet
from shouwen.policy.kinds.org import Headcount

CLAUSE = Cite(regulation="posts", title="岗位办法", number="三·1", address="三/1")


def held(**posts):
    """Return who holds each post; a person's number is their name."""
    return {
        key: tuple(Holder(pk=pk, name=str(pk), team="") for pk in people)
        for key, people in posts.items()
    }


def house(superiors=None, **posts):
    names = {key: key for key in posts}
    return House(
        names=names, entered=frozenset(names), holders=held(**posts), superiors=superiors or {}
    )


def sheet(demands=None, **superiors):
    """Return what rules say: the posts above each, and how many hold one."""
    posts = {key: PostSheet(superiors=dict.fromkeys(up, CLAUSE)) for key, up in superiors.items()}
    for key, headcount in (demands or {}).items():
        found = posts.setdefault(key, PostSheet())
        found.demands.append(Demand(Headcount(**headcount), CLAUSE))
    return Sheet(posts=posts)


def below(chart, key):
    return [node.key for node in chart.nodes[key].below]


def test_a_rule_says_to_whom_a_post_reports_whoever_its_people_report_to():
    people = house({1: 3}, agent=[1], lead=[2], manager=[3])

    chart = chart_of(people, sheet(agent=["lead"]))

    assert below(chart, "lead") == ["agent"]
    assert chart.nodes["agent"].lines[0].cite == CLAUSE


def test_without_a_rule_a_post_hangs_where_most_of_its_people_report():
    people = house({1: 7, 2: 8, 3: 8}, agent=[1, 2, 3], lead=[7], manager=[8])

    chart = chart_of(people, sheet())

    assert below(chart, "manager") == ["agent"]
    assert chart.nodes["agent"].lines[0].cite is None
    assert [node.key for node in chart.alone] == ["lead"]


def test_lines_that_lead_back_are_cut_so_that_every_post_is_shown():
    chart = chart_of(house(a=[1], b=[2], c=[3]), sheet(a=["b"], b=["c"], c=["a"]))

    assert [node.key for node in chart.roots] == ["c"]
    assert below(chart, "c") == ["b"]
    assert below(chart, "b") == ["a"]


def test_a_second_superior_is_named_beside_the_first():
    chart = chart_of(house(a=[1], b=[2], c=[3]), sheet(a=["b", "c"]))

    assert [line.key for line in chart.nodes["a"].lines] == ["b", "c"]
    assert below(chart, "c") == []


def test_posts_nobody_holds_come_first_and_those_a_clause_wants_filled_before_the_others():
    chart = chart_of(house(a=[], b=[], c=[1]), sheet({"b": {"at_least": 1}}))

    assert [node.key for node in chart.vacant] == ["b", "a"]
    assert [node.key for node in chart.alone] == ["c"]


def test_too_few_and_too_many_are_counted_at_their_edges():
    demands = {"a": {"at_least": 2}, "b": {"at_least": 2}, "c": {"at_most": 1}, "d": {"exactly": 1}}

    chart = chart_of(house(a=[1], b=[1, 2], c=[1, 2], d=[1]), sheet(demands))

    assert [node.key for node in chart.off] == ["a", "c"]
    assert chart.nodes["a"].heads[0].short == 1
    assert chart.nodes["c"].heads[0].over == 1


def test_somebody_who_holds_a_post_in_two_teams_counts_once():
    chart = chart_of(house(a=[1, 1]), sheet({"a": {"at_least": 2}}))

    assert chart.nodes["a"].is_short


def test_a_headcount_left_blank_is_neither_met_nor_missed():
    chart = chart_of(house(a=[]), sheet({"a": {"at_least": None}}))

    assert chart.nodes["a"].heads[0].is_blank
    assert not chart.off
