"""The report of calls by interval, mailed at its times as XLSX and PDF: figures only, no caller."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.core.mail import EmailMessage
from django.http import Http404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from shouwen.calls import gates, reports
from shouwen.calls.report_lines import lines_of, total_of
from shouwen.cases.choices import Every, Unsent
from shouwen.cases.mailed import Letter
from shouwen.cases.models import MailedReport
from shouwen.ui import tables
from shouwen.ui.pdf import NoPdfError, pdf_of

# The channel whose messages name a report; its files are made when it is sent.
CHANNEL = "calls_report"
# A day is read by half hours, what is longer by days.
_STEPS = {Every.DAY: "30", Every.WEEK: "day", Every.MONTH: "day"}
STYLES = "calls/sheet.css"


def write(row: MailedReport, now: datetime) -> Letter | Unsent:
    """Write the mail of the last whole day, week or month, for whoever still leads somebody."""
    today = timezone.localdate(now)
    try:
        gates.floor_open_to(row.member, today)
    except Http404:
        return Unsent.UNSEEN
    since, until = period_before(today, row.unit)
    step = _STEPS[Every(row.unit)]
    asked = {"since": since.isoformat(), "until": until.isoformat(), "step": step}
    address = f"{row.house}{reverse('calls:report')}?{urlencode(asked)}"
    text = _("Calls from %(since)s until %(until)s, as tables.") % asked
    said = {**asked, "text": f"{text}\n\n{address}", "language": get_language()}
    subject = _("Calls by interval, %(since)s – %(until)s") % asked
    return Letter(subject=subject, body=json.dumps(said), channel=CHANNEL)


def period_before(today: date, unit: str) -> tuple[date, date]:
    """Return the first and last day of the last whole day, week (from Monday) or month."""
    if unit == Every.WEEK:
        last = today - timedelta(days=today.weekday() + 1)
        return last - timedelta(days=6), last
    if unit == Every.MONTH:
        last = today.replace(day=1) - timedelta(days=1)
        return last.replace(day=1), last
    return today - timedelta(days=1), today - timedelta(days=1)


def send(*, recipient: str, subject: str, body: str) -> None:
    """Make both files and send them; a fault is raised, and the outbox tries again later."""
    said: Mapping[str, str] = json.loads(body)
    with override(said["language"]):
        letter = EmailMessage(subject, said["text"], None, [recipient])
        for name, content, kind in _files(said):
            letter.attach(name, content, kind)
    letter.send()


def _files(said: Mapping[str, str]) -> list[tuple[str, bytes, str]]:
    wanted = reports.Wanted(
        since=date.fromisoformat(said["since"]), until=date.fromisoformat(said["until"]),
        step=said["step"],
    )  # fmt: skip
    found = reports.intervals_of(wanted)
    name = f"{_('Calls by interval')} {wanted.since}"
    made = [(f"{name}.xlsx", b"".join(tables.book(lines_of(found))), tables.XLSX)]
    try:
        made.append((f"{name}.pdf", pdf_of(_sheet(wanted, found), STYLES), "application/pdf"))
    except NoPdfError:
        return made  # the table says the same; Pango is not installed here
    return made


def _sheet(wanted: reports.Wanted, found: reports.Found) -> str:
    context: dict[str, Any] = {
        "wanted": wanted, "rows": found.rows, "within": found.within,
        "total": total_of(found.rows), "language": get_language(),
    }  # fmt: skip
    return render_to_string("calls/report_sheet.html", context)
