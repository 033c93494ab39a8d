"""What the regulations would make of a case that has not been opened yet."""

from __future__ import annotations

from datetime import datetime

from shouwen.cases.said import SaidRow, foreseen
from shouwen.enforcement.book import bench_for
from shouwen.enforcement.disagreement import ClausesDifferError
from shouwen.people.models import Member
from shouwen.policy.facts import Fact
from shouwen.policy.judge import ClausesDisagreeError


def foreseen_for(
    *, case_type: str, severity: str, channel: str, member: Member, now: datetime
) -> list[SaidRow]:
    """Judge the opening of such a case by today's rules; nothing is recorded."""
    details = {
        "case_type": case_type,
        "severity": severity or None,
        "channel": channel or None,
        "handler": member.username,
    }
    fact = Fact(
        kind="case_opened",
        about="case:-",
        happened_at=now,
        details={name: value for name, value in details.items() if value},
        actor=member.username,
    )
    bench = bench_for(fact, known_at=now)
    try:
        rulings = bench.judge(fact)
    except ClausesDisagreeError as disagreement:
        return [
            SaidRow(
                text=str(ClausesDifferError(disagreement)),
                small="",
                tone="late",
                icon="exclamation-triangle",
                clause="",
                title="",
                href="",
            )
        ]
    duties = {
        ruling.rule: getattr(bench.rule(ruling.cites.regulation, ruling.rule), "duty_en", "")
        for ruling in rulings
    }
    return foreseen(rulings, duties, now)
