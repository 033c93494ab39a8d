"""Who judges an appeal, and by when: the rule in force says; without one, the superiors do.

Nobody judges what they decided: in such a tier's place stands the superior of whom it named.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from shouwen.appeals.lines import Line
from shouwen.enforcement.foreseen import holding, rulings_on
from shouwen.enforcement.parties import members_of
from shouwen.people import queries as people
from shouwen.people.models import Member
from shouwen.people.refusals import RefusedError
from shouwen.policy.facts import Fact
from shouwen.policy.rulings import Party, Permission, Tier
from shouwen.policy.steps import Step
from shouwen.regulations import queries as regulations


@dataclass(frozen=True, slots=True, kw_only=True)
class Court:
    """The judges of one appeal, tier by tier; ``by_rule`` says that a rule in force named them."""

    ruling: Permission
    version_id: int
    by_rule: bool


def court_for(
    line: Line, proposed: Fact, *, level: int, apart: Collection[str], ruled: bool, at: datetime
) -> Court:
    """Return who judges a proposed ``appeal_upheld``; ``apart`` are members who may not.

    ``ruled`` says that a rule named the judges of the level before. Raises RefusedError where
    there is nobody left to judge.
    """
    found = holding(rulings_on(proposed, now=at))
    if found:
        in_force = regulations.in_force_on(timezone.localdate(at), at)
        version = in_force.versions[found[0].cites.regulation]
        named, by_rule = found[0], True
    elif ruled:
        raise RefusedError(_("The regulation names no further judge; this decision is final."))
    else:
        named, by_rule = _superiors(line, proposed, level, apart, at), False
        version = line.version_id
    own = _apart_from(named, apart, timezone.localdate(at))
    return Court(ruling=own, version_id=version, by_rule=by_rule)


def _superiors(
    line: Line, proposed: Fact, level: int, apart: Collection[str], at: datetime
) -> Permission:
    """Name the superior so many levels up who had no part in it, citing what is questioned."""
    today = timezone.localdate(at)
    above = [m for m in _above(proposed.actor, today) if m.username not in apart]
    if len(above) < level:
        raise RefusedError(
            _("Nobody further up had no part in this, and no regulation in force names a judge.")
        )
    clause = regulations.clause_of(line.version_id, line.address)
    if clause is None:
        raise LookupError(f"Version {line.version_id} has no clause at {line.address}.")
    return Permission(
        rule=line.rule_id,
        cites=clause,
        steps=(Step("appeal_to_superior"), Step("approval_held", {"tiers": 1})),
        state="held",
        tiers=(Tier(any_of=(Party("member", above[level - 1].username),)),),
    )


def _above(key: str, today: date) -> list[Member]:
    """Return the superiors of a member, the nearest first; a circle ends where it began."""
    found: dict[str, Member] = {}
    superior = people.superior_of(key, today)
    while superior is not None and superior.username not in found:
        found[superior.username] = superior
        superior = people.superior_of(superior.username, today)
    return list(found.values())


def _apart_from(named: Permission, apart: Collection[str], today: date) -> Permission:
    """Bar those who decided, and put a superior where a tier would have only them."""
    tiers, steps = [], list(named.steps)
    for number, tier in enumerate(named.tiers, 1):
        fit = _with_judge(tier, apart, today)
        if fit is not tier:
            steps.insert(-1, Step("judge_kept_apart", {"tier": number}))
        tiers.append(fit)
    barred = tuple(dict.fromkeys((*named.barred, *apart)))
    return replace(named, tiers=tuple(tiers), barred=barred, steps=tuple(steps))


def _with_judge(tier: Tier, apart: Collection[str], today: date) -> Tier:
    parties = {party: members_of(party, today) for party in tier.any_of}
    left = tuple(p for p, who in parties.items() if any(m.username not in apart for m in who))
    if (tier.joint and len(left) == len(parties)) or (not tier.joint and left):
        return tier
    asked = [member.username for who in parties.values() for member in who]
    above = [m for key in asked for m in _above(key, today) if m.username not in apart]
    if not above:
        raise RefusedError(
            _("Everybody whom the regulation names as judge had a part in this; ask the manager.")
        )
    return Tier(any_of=(*left, Party("member", above[0].username)), joint=tier.joint and bool(left))
