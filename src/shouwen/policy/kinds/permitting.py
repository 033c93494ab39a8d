"""What roster and access share: something is asked for, and is granted, refused or held."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from shouwen.policy.kinds.common import Names
from shouwen.policy.kinds.figuring import AsDetails
from shouwen.policy.kinds.matter import UNANSWERED, Matter
from shouwen.policy.kinds.questions import PostsOf
from shouwen.policy.kinds.references import Loc, Reference
from shouwen.policy.kinds.signing import Steps, TierSpec, hold, names_of, unsigned, who_signs
from shouwen.policy.kinds.verdicts import Verdict, no, unknown, yes
from shouwen.policy.kinds.whose import Demands
from shouwen.policy.rulings import Permission, Ruling
from shouwen.policy.steps import Step

Verdicts = Iterator[Verdict]


def weighed(verdicts: Iterable[Verdict]) -> Verdict:
    """Put demands together: the first that fails decides; what is unknown keeps the rest open.

    Unlike conditions, the steps of all that was looked at are kept: they are the explanation.
    """
    steps: Steps = ()
    missing: tuple[str, ...] = ()
    for verdict in verdicts:
        steps += verdict.steps
        if verdict.holds is False:
            return Verdict(holds=False, steps=steps)
        missing += verdict.missing
    return Verdict(None if missing else True, tuple(dict.fromkeys(missing)), steps)


def moment_of(matter: Matter, detail: str) -> datetime | None:
    """Return the moment a detail names, in the zone of the house; None while it names none."""
    try:
        found = datetime.fromisoformat(str(matter.fact.detail(detail)))
    except ValueError:
        return None
    return found.astimezone(matter.zone) if found.tzinfo else found.replace(tzinfo=matter.zone)


class Permitting(AsDetails):
    """A rule that says whether what is asked for may happen.

    ``only_if`` are tests each of which must hold. ``posts`` are those of which the person must
    hold one. ``signed_by`` holds the fact until each tier in turn has signed; whoever proposes
    never signs, nor does a member named in ``separate``.
    """

    only_if: Demands = Demands()
    posts: Names = ()
    signed_by: tuple[TierSpec, ...] = ()
    separate: Names = ()

    def is_about_a_person(self) -> bool:
        """Tell whether the rule has to know the person concerned."""
        return bool(self.posts) or super().is_about_a_person()

    def references(self) -> Iterator[Reference]:
        """List every name the rule uses."""
        yield from super().references()
        kinds = self.fact_kinds()
        yield from self.only_if.references(("only_if",), kinds)
        yield from (Reference(("posts",), "post", post) for post in self.posts)
        yield from names_of(self.signed_by, ("signed_by",), self.separate, kinds)

    def faults(self) -> Iterator[tuple[Loc, str, str]]:
        """List what could never be judged."""
        yield from super().faults()
        if not self.when:
            yield (), "The rule does not say what is asked for.", "Add `when: {fact: …}`."

    def demands(self, matter: Matter) -> Verdicts:
        """Yield what each demand says; a kind adds its own."""
        for verdict in self.only_if.each(matter, self.words):
            yield self._demanded(verdict)
        if self.posts:
            yield self._has_post(matter)

    def decide(self, matter: Matter, steps: Steps) -> tuple[Ruling, ...]:
        """Grant, refuse or hold what is asked for."""
        found = weighed(self.demands(matter))
        steps += found.steps
        if found.holds is None:
            return (self.unknown(found.missing, steps),)
        if not found.holds:
            return (self.permission("refused", steps),)
        return (self.signed(self.signed_by, matter, steps),)

    def signed(self, tiers: tuple[TierSpec, ...], matter: Matter, steps: Steps) -> Ruling:
        """Hold for these tiers, or grant once they have signed or where there are none."""
        if not tiers:
            return self.permission("granted", (*steps, Step("permitted")))
        if self.key in matter.granted:
            return self.permission("granted", (*steps, Step("approval_granted")))
        parties, missing = who_signs(self, tiers, self.separate, matter)
        if missing:
            return unsigned(self, missing, matter, steps)
        if not parties:
            return self.permission("granted", (*steps, Step("no_tier_applies")))
        return hold(self, parties, self.separate, matter, steps)

    def permission(self, state: str, steps: Steps) -> Permission:
        """Return the ruling; a refusal names the step that decided it."""
        reason = steps[-1].code if state == "refused" else ""
        return Permission(rule=self.id, cites=self.clause, steps=steps, state=state, reason=reason)

    def missing(self, matter: Matter, detail: str) -> Verdict:
        """Say that a detail has to be recorded first."""
        return unknown(detail, self._detail_step("detail_missing", matter.fact, detail))

    def blank(self, path: str) -> Verdict:
        """Say that a figure of the rule was left blank."""
        return unknown(f"figure:{path}", Step("needs_figure", {"figure": path}))

    def is_yes(self, matter: Matter, detail: str) -> Verdict:
        """Demand that a detail was recorded as yes."""
        value = matter.fact.detail(detail)
        if value is None:
            return self.missing(matter, detail)
        if value is True:
            return yes(self._detail_step("is_so", matter.fact, detail))
        return no(self._detail_step("is_not_so", matter.fact, detail))

    def _demanded(self, verdict: Verdict) -> Verdict:
        """Say a failed test as a refusal, and place a blank figure where it stands."""
        if verdict.holds is False and verdict.steps[-1].code == "condition_fails":
            return no(Step("demand_fails", verdict.steps[-1].values))
        if verdict.holds is None and verdict.missing[0].startswith("figure:"):
            return self.blank(f"only_if.{verdict.missing[0].partition('when.')[2]}")
        return verdict

    def _has_post(self, matter: Matter) -> Verdict:
        found = self.find_person(matter)
        if found.verdict.holds is not True:
            return found.verdict
        held = matter.ask(PostsOf(found.key))
        if held is UNANSWERED:
            step = Step("posts_unknown", {"person": found.key})
            return unknown(str(PostsOf(found.key)), step)
        mine = [post for post in self.posts if post in held]  # type: ignore[operator]
        named = "、".join(self.words.posts.get(post, post) for post in mine or self.posts)
        values = {"person": found.key, "posts": named}
        return yes(Step("post_may", values)) if mine else no(Step("post_may_not", values))
