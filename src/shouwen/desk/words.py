"""How the desk greets and how it says what sort of day it is."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from shouwen.policy.calendar import Calendar
from shouwen.policy.calendar.days import Day
from shouwen.ui import words as ui

# From this hour on one greets like this.
MORNING, NOON, AFTERNOON, EVENING = 5, 11, 13, 18


def greeting(now: datetime, name: str) -> str:
    """Greet by the hour on the house's clock: 下午好，王晓琳."""
    hour = ui.local(now).hour
    if MORNING <= hour < NOON:
        return _("Good morning, %(name)s") % {"name": name}
    if NOON <= hour < AFTERNOON:
        return _("Good day, %(name)s") % {"name": name}
    if AFTERNOON <= hour < EVENING:
        return _("Good afternoon, %(name)s") % {"name": name}
    return _("Good evening, %(name)s") % {"name": name}


def today_words(now: datetime, calendar: Calendar) -> str:
    """Write the date with its weekday and what is unusual: 11月21日 周六（调休上班）."""
    found = calendar.day(ui.local(now).date())
    remark = _remark(found)
    written = ui.day(now, now)
    return _("%(day)s (%(remark)s)") % {"day": written, "remark": remark} if remark else written


def _remark(day: Day) -> str:
    if day.note == "make_up":
        return _("make-up working day")
    if day.note == "holiday":
        return _("public holiday")
    if day.note == "closed":
        return _("closed by the house")
    if day.note == "opened":
        return _("working day by the house's word")
    if day.note == "hours":
        return _("special hours")
    return "" if day.spans else _("day off")
