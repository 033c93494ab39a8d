"""Yes, no, or unknown: how conditions combine while some details are not recorded."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from shouwen.policy.steps import Step


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether something holds: True, False, or None while ``missing`` is not recorded."""

    holds: bool | None
    missing: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()


YES = Verdict(holds=True)


def yes(*steps: Step) -> Verdict:
    """Return a clear yes with the steps that show it."""
    return Verdict(holds=True, steps=steps)


def no(*steps: Step) -> Verdict:
    """Return a clear no with the steps that show it."""
    return Verdict(holds=False, steps=steps)


def unknown(missing: str, step: Step) -> Verdict:
    """Return “not known yet” with the name of what is missing."""
    return Verdict(None, (missing,), (step,))


def all_of(verdicts: Iterable[Verdict]) -> Verdict:
    """Every one must hold. One clear no decides; otherwise what is unknown keeps it open."""
    asked = tuple(verdicts)
    for verdict in asked:
        if verdict.holds is False:
            return verdict
    steps = tuple(step for verdict in asked for step in verdict.steps)
    missing = _missing(asked)
    return Verdict(None, missing, steps) if missing else yes(*steps)


def any_of(verdicts: Iterable[Verdict]) -> Verdict:
    """One must hold. One clear yes decides; otherwise what is unknown keeps it open."""
    asked = tuple(verdicts)
    for verdict in asked:
        if verdict.holds:
            return verdict
    missing = _missing(asked)
    open_steps = tuple(step for v in asked if v.holds is None for step in v.steps)
    if missing:
        return Verdict(None, missing, open_steps)
    return no(*(step for verdict in asked for step in verdict.steps))


def _missing(verdicts: tuple[Verdict, ...]) -> tuple[str, ...]:
    names = (name for verdict in verdicts if verdict.holds is None for name in verdict.missing)
    return tuple(dict.fromkeys(names))
