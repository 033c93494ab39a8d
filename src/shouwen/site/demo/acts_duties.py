"""The recurring duties of the demonstration: most are done in time, a few late."""

from __future__ import annotations

from datetime import datetime, timedelta

from shouwen.enforcement.duties import open_duties
from shouwen.obligations.queries import open_about
from shouwen.site.demo.recording import plan_doing
from shouwen.site.demo.story import Stage


def plan_duties(stage: Stage) -> None:
    """Let the duties of each day open just after midnight, and somebody do them."""
    for day in stage.days():
        stage.plan(day + timedelta(minutes=1), lambda at: _open(stage, at))


def _open(stage: Stage, at: datetime) -> None:
    for about in open_duties(now=at):
        plan_doing(stage, open_about(about), at)
