"""Recording one fact of the story, and what people then do: sign it, or do what it asks of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from shouwen.approvals.actions import Request
from shouwen.approvals.queries import may_decide
from shouwen.enforcement.actions import decide_request, record_fact
from shouwen.enforcement.clocks import rule_of
from shouwen.enforcement.outcome import Outcome
from shouwen.enforcement.parties import members_of
from shouwen.obligations.queries import ObligationRow, find, open_about
from shouwen.people.models import Member
from shouwen.policy.facts import Detail, Fact
from shouwen.policy.kinds.clock import Clocked
from shouwen.policy.kinds.conditions import Condition, Same
from shouwen.policy.kinds.duty import DUTY_DONE
from shouwen.policy.rulings import Party
from shouwen.site.demo.details import details_at
from shouwen.site.demo.house import Scene
from shouwen.site.demo.story import Stage

FORGET = 0.02
SIGNED = 0.94
STILL_WAITING = timedelta(days=3)
# Where the text sets no limit people take some hours.
USUAL = timedelta(hours=30)
# What was forgotten comes out after some days, and is done then.
FORGOTTEN = timedelta(days=4)


def record(
    stage: Stage,
    kind: str,
    about: str,
    details: Mapping[str, Detail],
    by: Member | None,
    at: datetime,
    *,
    meant: bool = False,
) -> Outcome:
    """Record a fact; let superiors sign it and those who now owe something do it."""
    fact = Fact(
        kind=kind,
        about=about,
        happened_at=at,
        details=details,
        actor=by.username if by else "",
    )
    outcome = record_fact(fact, actor=by, recorded_at=at, asking=True)
    stage.heed(kind, outcome, meant=meant)
    if outcome.held is not None:
        wait_for_signature(stage, outcome.held, at)
    if outcome.fact is not None:
        see_to(stage, about, at)
    return outcome


def wait_for_signature(stage: Stage, held: Request, at: datetime) -> None:
    """Let a request be signed within a day and a half; the latest ones still wait."""
    if stage.now - at > STILL_WAITING:
        later = at + timedelta(hours=stage.chance.uniform(2, 30))
        stage.plan(later, lambda when: _sign(stage, held, when))


def _sign(stage: Stage, held: Request, at: datetime) -> None:
    member = signer_of(held, at)
    if member is None:
        return
    verdict = "granted" if stage.chance.random() < SIGNED else "refused"
    comment = "" if verdict == "granted" else stage.chance.choice(stage.house.words["refusals"])
    outcome = decide_request(request=held, member=member, verdict=verdict, at=at, comment=comment)
    if outcome.held is not None:
        wait_for_signature(stage, outcome.held, at)
    elif verdict == "granted":
        see_to(stage, held.about, at)


def signer_of(held: Request, at: datetime) -> Member | None:
    """Return somebody whose signature a request waits for, None where nobody may sign."""
    parties = [party.partition(":") for party in held.tiers[held.tier]]
    asked = [m for kind, _, key in parties for m in members_of(Party(kind, key), at.date())]
    return next((m for m in asked if m in may_decide(held, m, at.date())), None)


def see_to(stage: Stage, about: str, at: datetime) -> None:
    """Let what is owed about a matter be done; what customers bring is seen to elsewhere."""
    if not about.startswith("case:"):
        plan_doing(stage, open_about(about), at)


def plan_doing(stage: Stage, owed: Iterable[ObligationRow], at: datetime) -> None:
    """Let each of these be done once: mostly in time, some late, a few days after they were due."""
    for obligation in owed:
        if obligation.pk not in stage.planned:
            stage.planned.add(obligation.pk)
            _plan(stage, obligation, at)


def _plan(stage: Stage, obligation: ObligationRow, at: datetime) -> None:
    due = obligation.due_at or at + USUAL
    begun = max(at, due - timedelta(days=3))
    when = max(begun + (due - begun) * stage.chance.uniform(0.3, 0.95), at + timedelta(seconds=1))
    chance = stage.chance.random()
    if chance < FORGET:
        when = max(due, when) + FORGOTTEN * stage.chance.uniform(0.5, 1.5)
    elif chance > stage.house.in_time:
        when = max(due, when) + timedelta(hours=stage.chance.uniform(1, 30))
    stage.plan(when, lambda moment: _do(stage, obligation, moment))


def _do(stage: Stage, obligation: ObligationRow, at: datetime) -> None:
    rule = rule_of(obligation)
    doer = _doer(stage, obligation, at)
    if not isinstance(rule, Clocked) or doer is None or not rule.met_conditions():
        return
    condition = rule.met_conditions()[0]
    if condition.fact in stage.house.followed or was_ended(obligation.pk):
        return
    details = _told(stage, condition, doer, at)
    if condition.fact == DUTY_DONE:
        details["obligation"] = str(obligation.pk)
    details.update(_wanted(condition))
    details.update(rule.counted_evidence())
    record(stage, condition.fact, obligation.about, details, doer, at)


def was_ended(pk: int) -> bool:
    """Tell whether what somebody owed was done or called off meanwhile."""
    found = find(pk)
    return found is None or found.ended_at is not None


def _doer(stage: Stage, obligation: ObligationRow, at: datetime) -> Member | None:
    kind, _colon, key = obligation.owed_by.partition(":")
    doers = [obligation.owner] if obligation.owner else members_of(Party(kind, key), at.date())
    return stage.chance.choice(doers) if doers else None


def scene_of(stage: Stage, kind: str) -> Scene | None:
    """Return how a kind of fact is recorded in this house, None where the data do not say."""
    return next((scene for scene in stage.house.scenes if scene.fact == kind), None)


def _told(stage: Stage, condition: Condition, doer: Member, at: datetime) -> dict[str, Detail]:
    scene = scene_of(stage, condition.fact)
    if scene is None:
        return {}
    details = details_at(stage, scene.details, at, doer.username)
    if "person" in details:
        details["person"] = doer.username
    return details


def _wanted(condition: Condition) -> dict[str, Detail]:
    return {
        detail: test.values[0] for detail, test in condition.tests.items() if isinstance(test, Same)
    }
