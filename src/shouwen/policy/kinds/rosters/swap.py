"""Swap (换班): two members exchange shifts."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import field_validator

from shouwen.policy.kinds.common import Names
from shouwen.policy.kinds.figures import Span, wrong
from shouwen.policy.kinds.matter import UNANSWERED, Matter
from shouwen.policy.kinds.permitting import Permitting, Verdicts
from shouwen.policy.kinds.questions import PostsOf
from shouwen.policy.kinds.references import PEOPLE, YES_NO, Loc, Reference
from shouwen.policy.kinds.rosters.base import (
    Fault,
    Quota,
    RosterShape,
    is_plain,
    moment_named,
    notice,
    rest,
    same_value,
)
from shouwen.policy.kinds.verdicts import Verdict, no, unknown, yes
from shouwen.policy.steps import Step

AGREED = ("person_agrees", "partner_agrees")
ROLES = ("person", "partner")
_TAKEN = (("partner_previous_ends", "shift_begins"), ("shift_ends", "partner_next_begins"))
_PAID_BACK = (("person_previous_ends", "payback_begins"), ("payback_ends", "person_next_begins"))


class Swap(RosterShape):
    """Both must agree. ``rest`` is the time free around the shift that is taken over.

    With ``payback`` it is kept around the shift given in return as well.
    """

    quota: Quota | None = None
    notice: Span = None
    rest: Span = None
    payback: bool = False
    share_post: bool = False
    same: tuple[Names, ...] = ()

    @field_validator("same")
    @classmethod
    def _two_each(cls, value: tuple[Names, ...]) -> tuple[Names, ...]:
        if any(len(pair) != len(ROLES) for pair in value):
            raise wrong("What must be the same is two details.", "Write [[skill, partner_skill]].")
        return value

    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Return the moments between which there has to be rest."""
        if "rest" not in self.model_fields_set:
            return ()
        return (*_TAKEN, *_PAID_BACK) if self.payback else _TAKEN

    def names(self, loc: Loc, kinds: tuple[str, ...]) -> Iterator[Reference]:
        """List the details the shape reads."""
        yield from (Reference(loc, "detail", name, kinds, YES_NO) for name in AGREED)
        if self.quota:
            yield from self.quota.names((*loc, "quota"), kinds)
        if self.quota or self.share_post:
            yield from (Reference(loc, "detail", name, kinds, PEOPLE) for name in ROLES)
        if "notice" in self.model_fields_set:
            yield moment_named((*loc, "notice"), "shift_begins", kinds)
        read = [name for pair in self.pairs() for name in pair]
        yield from (moment_named((*loc, "rest"), name, kinds) for name in read)
        pairs = [name for pair in self.same for name in pair]
        yield from (Reference((*loc, "same"), "detail", name, kinds) for name in pairs)

    def wrongs(self, loc: Loc) -> Iterator[Fault]:
        """List a rest that could not be measured."""
        if not is_plain(self.rest):
            yield (*loc, "rest"), "The rest is a plain time.", "Write hours: `8 hours`."

    def demands(self, rule: Permitting, matter: Matter) -> Verdicts:
        """Yield what each demand on the swap says."""
        yield from (rule.is_yes(matter, name) for name in AGREED)
        if self.share_post:
            yield _share_post(rule, matter)
        yield from (same_value(rule, matter, (pair[0], pair[1])) for pair in self.same)
        if "notice" in self.model_fields_set:
            yield notice(rule, matter, "shift_begins", self.notice, "swap.notice")
        yield from (rest(rule, matter, pair, self.rest, "swap.rest") for pair in self.pairs())
        if self.quota:
            yield from self.quota.demands(rule, matter, ROLES, "swap.quota")


def _share_post(rule: Permitting, matter: Matter) -> Verdict:
    """Demand that both hold one and the same post."""
    absent = [name for name in ROLES if matter.fact.detail(name) is None]
    if absent:
        return rule.missing(matter, absent[0])
    one, other = (str(matter.fact.detail(name)) for name in ROLES)
    mine, theirs = matter.ask(PostsOf(one)), matter.ask(PostsOf(other))
    for member, posts in ((one, mine), (other, theirs)):
        if posts is UNANSWERED:
            return unknown(str(PostsOf(member)), Step("posts_unknown", {"person": member}))
    shared = sorted(set(mine) & set(theirs))  # type: ignore[call-overload]
    values = {"person": one, "other": other}
    if not shared:
        return no(Step("no_shared_post", values))
    named = "、".join(rule.words.posts.get(post, post) for post in shared)
    return yes(Step("shared_post", {**values, "posts": named}))
