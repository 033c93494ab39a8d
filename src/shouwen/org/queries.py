"""Posts with their people on a day, and what the rules in force say about them.

What the rules say is kept in this process under the rulebook it was gathered from; a rulebook is
itself kept under its set of versions and never changes.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from shouwen.org.chart import Holder, House
from shouwen.org.sheet import Sheet, sheet_of
from shouwen.people.models import Holding, Post, Reporting
from shouwen.people.queries import holding_on
from shouwen.policy.rulebook import Rulebook
from shouwen.regulations.models import RuleRow
from shouwen.regulations.queries import InForce, in_force_on

# A day has one sheet; the day before and the one after may still be asked for.
SHEETS_KEPT = 4


def sheet_on(day: date) -> tuple[InForce, Sheet]:
    """Return what is in force on a day and what it says of posts; one query when kept."""
    found = in_force_on(day)
    return found, _sheet(found.rulebook, frozenset(found.versions.values()), day)


@lru_cache(maxsize=SHEETS_KEPT)
def _sheet(book: Rulebook, versions: frozenset[int], day: date) -> Sheet:
    rows = RuleRow.objects.filter(version__in=versions).order_by("version_id", "order")
    definitions = {
        (slug, rule_id): definition
        for slug, rule_id, definition in rows.values_list(
            "version__regulation__slug", "rule_id", "definition"
        )
    }
    return sheet_of(book.rules, definitions, day)


def house_on(day: date, in_force: InForce) -> House:
    """Return every post of the house and of the rules with its people, in three queries."""
    posts = list(Post.objects.all())
    entered = {post.key: post.name for post in posts}
    rows = Holding.objects.filter(holding_on(day), member__is_active=True, member__is_system=False)
    holders: dict[str, list[Holder]] = {}
    for key, pk, name, team in rows.order_by("member_id", "pk").values_list(
        "post__key", "member_id", "member__name", "team__name"
    ):
        holders.setdefault(key, []).append(Holder(pk=pk, name=name, team=team or ""))
    lines = Reporting.objects.filter(holding_on(day)).order_by("since", "pk")
    return House(
        names={**in_force.posts, **entered},
        entered=frozenset(entered),
        holders={key: tuple(people) for key, people in holders.items()},
        superiors=dict(lines.values_list("member_id", "superior_id")),
        quiet={post.key: post.quiet for post in posts if post.quiet is not None},
    )
