"""Who can do what, as the room above that keeps skills tells it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

HeldBy = Callable[[Collection[int]], Mapping[int, frozenset[str]]]
Names = Callable[[], Sequence[str]]
_TOLD: list[tuple[HeldBy, Names]] = []


def register_skills(held_by: HeldBy, names: Names) -> None:
    """Let a room say which skills there are, and which of them members have."""
    _TOLD.append((held_by, names))


def held_by(members: Collection[int]) -> dict[int, frozenset[str]]:
    """Return the skills of members; who has none is not in it."""
    found: dict[int, frozenset[str]] = {}
    for told, _names in _TOLD:
        for member, skills in told(members).items():
            found[member] = found.get(member, frozenset()) | skills
    return found


def names() -> list[str]:
    """List the skills of the house."""
    return sorted({name for _held, told in _TOLD for name in told()})


def lacks(member: int, skill: str) -> bool:
    """Tell whether a shift asks for a skill of the house that a member does not have."""
    return skill in names() and skill not in held_by([member]).get(member, ())
