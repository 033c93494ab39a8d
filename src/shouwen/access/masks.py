"""How the house itself covers fields while no regulation in force says anything.

Least privilege, in three steps; docs/decisions/0007-covered-fields.md gives the reasons.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from shouwen.access.choices import Level
from shouwen.policy.rulings import Mask

HIDDEN = "****"
COVERED = Mask(field="")
PHONE = Mask(field="phone", first=3, last=4)
EMAIL = Mask(field="email", first=2)
NAME = Mask(field="name", first=1)
Masks = Mapping[str, Mask]


def over(mask: Mask, value: str) -> str:
    """Return a value as a mask shows it; one that is covered whole does not tell its length."""
    if not value:
        return ""
    shown = mask.over(value)
    return HIDDEN if set(shown) == {"*"} else shown


def narrower(one: Mask, other: Mask) -> Mask:
    """Return the mask that shows less."""
    return min(one, other, key=lambda mask: (bool(mask.tail), mask.first + mask.last))


def with_email(found: Masks) -> Masks:
    """Cover an e-mail address where the rules cover the telephone number and name no address.

    Either leads to the person; a regulation that says “telephone” means how they are reached.
    """
    phone = found.get("phone")
    if phone is None or "email" in found:
        return found
    return {**found, "email": Mask(field="email", first=min(phone.first, EMAIL.first))}


class Everything(defaultdict[str, Mask]):
    """Masks that cover every field, also one nobody thought of."""

    def __init__(self, **shown: Mask) -> None:
        """Cover everything but what these show of their fields."""
        super().__init__(lambda: COVERED, shown)

    def get(self, key: str, default: Any = None) -> Any:  # noqa: ARG002 there is always a mask
        """Return the field's own mask, else one that shows nothing."""
        return self[key]


def of_house(level: str, *, works: bool) -> Masks:
    """Return what is covered at a level for those who work on matters, or for everybody else."""
    if level == Level.TOP:
        return Everything()
    if level == Level.SECRET:
        return Everything(name=NAME, phone=PHONE)
    return {} if works else {"phone": PHONE, "email": EMAIL}


ALL_COVERED: Masks = Everything()
