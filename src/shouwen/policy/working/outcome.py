"""What the rules said to a case, in the words in which cases expect it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeGuard
from zoneinfo import ZoneInfo

from shouwen.policy.amounts import YUAN, AmountError, Quantity
from shouwen.policy.kinds.figures import read_number
from shouwen.policy.rulings import (
    Classed,
    Mask,
    Measure,
    Nothing,
    Obligation,
    Party,
    Permission,
    Ruling,
    Tier,
    Transfer,
    Unknown,
)
from shouwen.policy.working.setting import moment, moment_text

Outcome = dict[str, Any]
_TRANSFER_KEYS = ("pay", "points")


def outcome_of(rulings: Sequence[Ruling], zone: ZoneInfo) -> Outcome:
    """Return everything a case may expect of these rulings, in one canonical form."""
    found: Outcome = {}
    for ruling in rulings:
        match ruling:
            case Unknown():
                found["unknown"] = sorted(set(ruling.missing))
            case Obligation():
                found |= _of_obligation(ruling, zone)
                owners = [o.owed_by for o in rulings if _is_same_duty(o, ruling)]
                if len(owners) > 1:
                    found["owed_by"] = [str(owner) for owner in owners]
            case Permission():
                found |= _of_permission(ruling)
            case Classed():
                found |= {"classed": ruling.name, "minutes": ruling.minutes}
            case Measure():
                found |= {"measure": ruling.value, "met": _met(ruling)}
                found |= {"findings": list(ruling.findings)} if ruling.findings else {}
    return found | _of_transfers([r for r in rulings if isinstance(r, Transfer)])


def _is_same_duty(other: Ruling, ruling: Obligation) -> TypeGuard[Obligation]:
    return isinstance(other, Obligation) and other.rule == ruling.rule


def _met(ruling: Measure) -> object:
    return "unknown" if ruling.met is None else ruling.met


def _of_obligation(ruling: Obligation, zone: ZoneInfo) -> Outcome:
    return {
        "due": moment_text(ruling.due_at, zone) if ruling.due_at else "none",
        "owed_by": str(ruling.owed_by),
        "duty": ruling.duty,
        "warned": moment_text(ruling.warn_at, zone) if ruling.warn_at else "none",
        "escalated": [f"{moment_text(e.at, zone)} {e.to}" for e in ruling.escalations],
        "pausable": ruling.pausable,
        "evidence": list(ruling.evidence),
        "reviewer": str(ruling.reviewer) if ruling.reviewer else "none",
    }


def _of_permission(ruling: Permission) -> Outcome:
    masks = {mask.field: _shown(mask) for mask in ruling.masks}
    reckoned: Outcome = {"masks": masks} if masks else {}
    if ruling.figures:
        reckoned["figures"] = dict(ruling.figures)
    if ruling.absent:
        reckoned["missing"] = list(ruling.absent)
    if ruling.reason:
        reckoned["reason"] = ruling.reason
    if ruling.state != "held":
        reckoned[ruling.state] = True
    if not ruling.tiers and ruling.state != "held":
        return reckoned
    return {
        **reckoned,
        "held": [_tier(tier) for tier in ruling.tiers],
        **({"consent": True} if ruling.consent else {}),
        "barred": sorted(ruling.barred),
    }


def _shown(mask: Mask) -> dict[str, object]:
    if mask.tail:
        return {"first": mask.first, "last": 0, "from": mask.tail}
    return {"first": mask.first, "last": mask.last}


def _tier(tier: Tier) -> object:
    parties = [_short(party) for party in tier.any_of]
    if not (tier.joint or tier.in_person):
        return parties
    way = "all_of" if tier.joint else "any_of"
    return {way: parties, "in_person": True} if tier.in_person else {way: parties}


def _short(party: Party) -> str:
    return party.key if party.kind == "post" else str(party)


def _account(party: Party) -> str:
    return party.key if party.kind in ("member", "fund") else str(party)


def _of_transfers(transfers: Sequence[Transfer]) -> Outcome:
    if not transfers:
        return {}
    name = "pay" if transfers[0].quantity.unit == YUAN else "points"
    listed = [
        {"from": _account(t.payer), "to": _account(t.payee), "amount": str(t.quantity)}
        for t in transfers
    ]
    single = str(_signed(transfers[0])) if len(transfers) == 1 else None
    months = sorted({t.period for t in transfers if t.period})
    paid_in = {"paid_in": months[0]} if len(months) == 1 else {}
    settled = sorted({t.settled for t in transfers if t.settled})
    settled_in = {"settled_in": settled[0]} if len(settled) == 1 else {}
    return {name: listed, f"{name} signed": single, **paid_in, **settled_in}


def _signed(transfer: Transfer) -> Quantity:
    gains = transfer.payee.kind == "member"
    return transfer.quantity if gains else -transfer.quantity


def totals_of(transfers: Iterable[Transfer]) -> dict[str, dict[str, int]]:
    """Add transfers up: account → unit → parts."""
    totals: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for one in transfers:
        totals[_account(one.payer)][one.quantity.unit] -= one.quantity.parts
        totals[_account(one.payee)][one.quantity.unit] += one.quantity.parts
    return totals


def matches(name: str, expected: Any, found: Mapping[str, Any], zone: ZoneInfo) -> bool:
    """Tell whether one expectation holds for what was found."""
    if name in _TRANSFER_KEYS:
        return _transfers_match(name, expected, found)
    if name not in found:
        return False
    if name == "lists":
        return _lists_match(expected, found[name])
    if name in ("due", "warned"):
        return _moments_match(str(expected), found[name], zone)
    return bool(_canonical(name, expected) == _canonical(name, found[name]))


def _canonical(name: str, value: Any) -> Any:
    """Return a value so that what means the same is the same: order and blanks do not count."""
    if name == "figures" and isinstance(value, Mapping):
        return {field: read_number(figure) for field, figure in value.items()}
    if name == "evidence" and isinstance(value, Mapping):
        return [kind for kind, count in value.items() for _ in range(int(count))]
    if name in ("unknown", "barred") and isinstance(value, list):
        return sorted(map(str, value))
    if name == "masks":
        return {field: {"first": 0, "last": 0, **shown} for field, shown in dict(value).items()}
    return "".join(str(value).split()) if name in ("measure", "minutes") else value


def _lists_match(expected: Any, found: Any) -> bool:
    """Compare what is listed: of each table the keys that are named, of a list all or how many."""
    if isinstance(expected, Mapping) and isinstance(found, Mapping):
        return all(_lists_match(value, found.get(str(key))) for key, value in expected.items())
    if type(expected) is int and isinstance(found, list | Mapping):
        return len(found) == expected
    return bool(expected == found) if isinstance(found, list) else str(expected) == str(found)


def _moments_match(expected: str, found: str, zone: ZoneInfo) -> bool:
    if "none" in (expected, found):
        return expected == found
    return moment(expected, zone) == moment(found, zone)


def _transfers_match(name: str, expected: Any, found: Mapping[str, Any]) -> bool:
    if isinstance(expected, list):
        listed = found.get(name) or []
        pairs = zip(expected, listed, strict=False)
        return len(expected) == len(listed) and all(_part_matches(e, f) for e, f in pairs)
    wanted = _quantity(expected)
    if wanted is not None and not wanted.parts:
        return name not in found
    signed = found.get(f"{name} signed")
    return wanted is not None and signed is not None and _quantity(signed) == wanted


def _part_matches(expected: Any, found: Mapping[str, str]) -> bool:
    if not isinstance(expected, dict):
        return False
    same = all(expected[key] == found[key] for key in ("from", "to") if key in expected)
    return same and _quantity(expected.get("amount")) == _quantity(found["amount"])


def _quantity(text: Any) -> Quantity | None:
    try:
        return Quantity.parse(str(text))
    except AmountError:
        return None


def in_words(rulings: Sequence[Ruling], zone: ZoneInfo) -> str:
    """Write what was found on one line, for the author of a case that differs."""
    found = outcome_of(rulings, zone)
    hidden = ("signed", "evidence", "reviewer", "pausable")
    shown = {k: v for k, v in found.items() if not k.endswith(hidden) and v not in ([], "none")}
    if not shown and all(isinstance(ruling, Nothing) for ruling in rulings):
        return "nothing"
    return ", ".join(f"{name}: {_plain(value)}" for name, value in (shown or found).items())


def _plain(value: Any) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(_plain(item) for item in value) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{k}: {_plain(v)}" for k, v in value.items()) + "}"
    return (
        {True: "true", False: "false", None: "none"}.get(value, str(value))
        if isinstance(value, bool | None)
        else str(value)
    )
