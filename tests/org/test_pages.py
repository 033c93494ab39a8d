"""The pages about posts, with bundled regulations in force."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from html import unescape
from urllib.parse import unquote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from shouwen.org import queries
from shouwen.org.sheet import SIGNS
from shouwen.people import actions as people
from shouwen.people.models import Post
from shouwen.policy.kinds.approval import Approval
from shouwen.policy.kinds.clock import Clocked
from shouwen.regulations import actions, library
from shouwen.regulations.models import ClauseRow, Version
from tests.cast import SINCE

AT = datetime(2024, 1, 1, 1, tzinfo=UTC)
TODAY = date(2024, 6, 3)
CHIP = re.compile(r'<a class="clause" href="/regulations/([^/]+)/#([^"]+)"')


def smallest_with(*words):
    """Return the shortest bundled regulation in which all of these words stand."""
    found = (name for name in library.names() if all(w in library.text_of(name) for w in words))
    return min(found, key=lambda name: len(library.text_of(name)))


LINES = smallest_with("kind: org", "reports_to:", "headcount:", "tiers:")
FUNCTIONS = smallest_with("kind: org", "functions:", "principles:", "scope:")


def adopt(cast, name):
    text = re.sub(r"(?m)^in_force: .*$", "in_force: 2024-01-01", library.text_of(name), count=1)
    version = actions.adopt(text=text, file_name=f"{name}.md", by=cast.he, at=AT)
    assert isinstance(version, Version), version
    return version


@pytest.fixture
def adopted(cast):
    return [adopt(cast, name) for name in (LINES, FUNCTIONS)]


@pytest.fixture
def reader(client, cast):
    client.force_login(cast.wang)
    return client


def page(client, view, *args, language="zh-hans"):
    client.cookies["django_language"] = language
    found = client.get(reverse(f"org:{view}", args=args))
    assert found.status_code == 200
    return unescape(found.content.decode())


def orgs(name):
    rules = library.regulation(name).rules.values()
    return [rule for rule in rules if rule.kind == "org"]


def posts_of(name):
    """Return everything the org rules of a bundled regulation say of posts."""
    return [(rule, post) for rule in orgs(name) for post in rule.posts]


def test_every_post_of_the_house_and_of_the_rules_is_on_the_chart(reader, adopted):
    shown = page(reader, "chart")

    names = queries.house_on(TODAY, queries.sheet_on(TODAY)[0]).names
    assert len(names) > 4
    assert all(name in shown for name in names.values())


def test_posts_nobody_holds_stand_before_the_reporting_lines(reader, adopted):
    shown = page(reader, "chart")

    assert shown.index('id="vacant"') < shown.index('id="lines"')


def test_too_few_people_are_shown_with_the_clause_that_demands_them(reader, adopted):
    rule, post = next((r, p) for r, p in posts_of(LINES) if p.headcount and p.headcount.least)

    shown = page(reader, "post", post.post)

    assert f"缺 {post.headcount.least} 人" in shown
    assert rule.clause.number in shown


def test_enough_people_are_enough_and_one_more_is_too_many(reader, adopted, cast):
    _rule, wanted = next((r, p) for r, p in posts_of(LINES) if p.headcount and p.headcount.most)
    post = Post.objects.get(key=wanted.post)
    newcomers = [
        people.add_member(key=f"new{n}", name=f"新人{n}", email=f"new{n}@example.com")
        for n in range(int(wanted.headcount.most) + 1)
    ]
    for member in newcomers[1:]:
        people.appoint(member=member, post=post, team=cast.desk, since=SINCE)

    assert "已满足" in page(reader, "post", wanted.post)
    people.appoint(member=newcomers[0], post=post, team=cast.desk, since=SINCE)
    assert "超 1 人" in page(reader, "post", wanted.post)


def test_a_reporting_line_of_a_rule_leads_to_the_superior_with_its_clause(reader, adopted):
    rule, post = next((r, p) for r, p in posts_of(LINES) if p.reports_to)

    shown = page(reader, "post", post.post)

    assert reverse("org:post", args=[post.reports_to]) in shown
    assert rule.clause.number in shown


def test_a_job_description_lists_every_sentence_of_the_org_rules(reader, adopted):
    said: dict[str, list[str]] = {}
    for name in (LINES, FUNCTIONS):
        for _rule, post in posts_of(name):
            lines = (*post.duties, *post.powers, *post.competences)
            said.setdefault(post.post, []).extend(line.text for line in lines)

    for key, texts in said.items():
        shown = page(reader, "post", key)
        assert all(text in shown for text in texts)


def test_what_a_post_owes_and_signs_is_what_the_rules_name_it_for(reader, adopted):
    rules = [
        rule for name in (LINES, FUNCTIONS) for rule in library.regulation(name).rules.values()
    ]
    owed = [(r, r.owed_by.post) for r in rules if isinstance(r, Clocked) and r.owed_by.post]
    signed = [(r, one.post) for r in rules if isinstance(r, Approval)
              for tier in r.tiers for one in tier.parties if one.post]  # fmt: skip
    assert owed
    assert signed

    for rule, key in owed:
        assert rule.title in part(page(reader, "post", key), "owes")
    for approval, key in signed:
        assert approval.title in part(page(reader, "post", key), SIGNS)


def part(shown, key):
    """Return one section of a job description."""
    return shown.partition(f'id="{key}"')[2].partition("</section>")[0]


def test_every_chip_leads_to_a_clause_that_stands_in_the_regulation(reader, adopted):
    shown = page(reader, "chart") + page(reader, "scope")
    shown += "".join(page(reader, "post", post.post) for _rule, post in posts_of(LINES))
    cited = {(slug, unquote(address)) for slug, address in CHIP.findall(shown)}

    standing = set(ClauseRow.objects.values_list("version__regulation__slug", "address"))
    assert cited
    assert cited <= standing


def test_scope_principles_and_functions_are_listed_once(reader, adopted):
    shown = page(reader, "scope")

    for name in (LINES, FUNCTIONS):
        for rule in orgs(name):
            for line in (*rule.principles, *rule.functions, *filter(None, [rule.scope])):
                assert shown.count(f"<span>{line.text}</span>") == 1


def test_an_english_reader_gets_the_english_sentences(reader, adopted):
    rule = next(rule for rule in orgs(FUNCTIONS) if rule.functions)

    shown = page(reader, "scope", language="en")

    assert all(line.texts[1] in shown for line in rule.functions)
    assert "适用范围" not in shown.replace(library.regulation(FUNCTIONS).title, "")


def test_a_new_version_is_seen_at_once(reader, cast):
    before = page(reader, "scope")

    version = adopt(cast, FUNCTIONS)

    assert version.title not in before
    assert version.title in page(reader, "scope")


@pytest.mark.parametrize(("view", "args"), [("chart", []), ("post", ["agent"]), ("scope", [])])
def test_eighty_posts_cost_as_many_queries_as_three(reader, adopted, cast, view, args):
    page(reader, view, *args)
    with CaptureQueriesContext(
        connection,
    ) as few:
        page(reader, view, *args)
    for n in range(80):
        post = people.add_post(key=f"post-{n}", name=f"岗位{n}")
        member = people.add_member(key=f"m{n}", name=f"成员{n}", email=f"m{n}@example.com")
        people.appoint(member=member, post=post, team=cast.desk, since=SINCE)
        people.set_superior(member=member, superior=cast.li, since=SINCE)

    with CaptureQueriesContext(connection) as many:
        shown = page(reader, view, *args)

    assert len(many) == len(few)
    assert len(many) <= 10
    assert view != "chart" or "岗位79" in shown


def test_an_empty_house_says_what_the_pages_are_for(client, db):
    alone = people.add_member(key="first", name="第一人", email="first@example.com")
    client.force_login(alone)

    assert "还没有岗位" in page(client, "chart")
    assert "现行制度未载明适用范围" in page(client, "scope")


def test_a_post_without_rules_says_what_would_stand_here(reader, cast):
    assert "现行制度未提到该岗位" in page(reader, "post", "agent")


def test_an_unknown_post_is_not_there_and_nobody_reads_without_signing_in(client, cast):
    assert client.get(reverse("org:chart")).status_code == 302
    client.force_login(cast.zhao)
    assert client.get(reverse("org:post", args=["nothing"])).status_code == 404


def test_whoever_manages_people_fills_a_post_in_one_click_and_comes_back(client, adopted, cast):
    key = next(post.post for _rule, post in posts_of(LINES))
    to = f"{reverse('people:appoint_to', args=[key])}?next={reverse('org:chart')}"
    client.force_login(cast.wang)
    assert to not in page(client, "chart")

    client.force_login(cast.he)
    assert to in page(client, "chart")
    filled = client.post(to, {"member": cast.wang.pk, "since": "2024-01-01"})

    assert filled.url == reverse("org:chart")
    assert "小王" in page(client, "post", key)
    assert to not in page(client, "chart")
