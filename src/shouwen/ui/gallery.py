"""Invented rows and a form for the gallery of components."""

from __future__ import annotations

from datetime import datetime, timedelta

from django import forms
from django.utils.translation import pgettext, pgettext_lazy

from shouwen.policy.amounts import Quantity
from shouwen.ui.badges import Due

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


class SampleForm(forms.Form):
    """One field of each kind that rooms use."""

    customer = forms.CharField(label=pgettext_lazy("gallery", "Customer"), max_length=40)
    phone = forms.RegexField(
        r"^[0-9 +-]{7,}$",
        label=pgettext_lazy("gallery", "Phone"),
        help_text=pgettext_lazy("gallery", "At least seven digits."),
        error_messages={
            "invalid": pgettext_lazy("gallery", "Write the number with at least seven digits."),
        },
    )
    severity = forms.ChoiceField(
        label=pgettext_lazy("gallery", "Severity"),
        choices=[
            ("minor", pgettext_lazy("gallery", "Minor")),
            ("general", pgettext_lazy("gallery", "General")),
            ("major", pgettext_lazy("gallery", "Major")),
        ],
        widget=forms.RadioSelect,
    )
    channel = forms.ChoiceField(
        label=pgettext_lazy("gallery", "Channel"),
        choices=[
            ("phone", pgettext_lazy("gallery", "Telephone")),
            ("counter", pgettext_lazy("gallery", "Counter")),
        ],
    )
    text = forms.CharField(
        label=pgettext_lazy("gallery", "What happened"), widget=forms.Textarea(attrs={"rows": 3})
    )
    urgent = forms.BooleanField(label=pgettext_lazy("gallery", "Call back today"), required=False)


def sample_rows(now: datetime) -> dict[str, object]:
    """Return rows for the gallery: due times of every sort, tabs, steps and amounts."""
    return {
        "dues": sample_dues(now),
        "tabs": sample_tabs(),
        "steps": sample_steps(),
        "gain": Quantity.of(300, "yuan"),
        "fine": Quantity.of(-100, "yuan"),
        "points": Quantity.of("-2.5", "service_points"),
        "length": timedelta(hours=3, minutes=20),
        "shares": [
            (74, "fine", pgettext("gallery", "confirmed")),
            (9, "soon", pgettext("gallery", "figure missing")),
            (6, "calm", pgettext("gallery", "no machine can run it")),
            (11, "none", pgettext("gallery", "not covered")),
        ],
    }


def sample_dues(now: datetime) -> list[tuple[str, Due]]:
    """Return one due time of every sort, each with a word for it."""
    return [
        (pgettext("gallery", "overdue"), Due(due_at=now - timedelta(minutes=40))),
        (pgettext("gallery", "soon"), Due(due_at=now + 3 * HOUR, remaining=timedelta(minutes=55))),
        (
            pgettext("gallery", "today"),
            Due(due_at=now + 5 * HOUR, remaining=timedelta(hours=3, minutes=20)),
        ),
        (pgettext("gallery", "in some days"), Due(due_at=now + 3 * DAY, remaining=21 * HOUR)),
        (pgettext("gallery", "next year"), Due(due_at=now + 200 * DAY, provisional=True)),
        (pgettext("gallery", "no limit"), Due(due_at=None, opened_at=now - 2 * DAY)),
        (
            pgettext("gallery", "clock stopped"),
            Due(due_at=now + DAY, remaining=6 * HOUR, state="paused"),
        ),
        (pgettext("gallery", "kept"), Due(due_at=now - HOUR, state="met")),
        (pgettext("gallery", "kept late"), Due(due_at=now - HOUR, state="met", late=True)),
        (pgettext("gallery", "excused"), Due(due_at=now - HOUR, state="excused")),
    ]


def sample_tabs() -> list[dict[str, object]]:
    """Return three tabs, the first being the current one."""
    names = (
        (pgettext("gallery", "Mine"), 7),
        (pgettext("gallery", "My team"), 23),
        (pgettext("gallery", "All"), None),
    )
    return [
        {"label": name, "url": f"?tab={n}", "is_current": n == 0, "count": count}
        for n, (name, count) in enumerate(names)
    ]


def sample_steps() -> list[tuple[str, str]]:
    """Return the steps of one working with their results."""
    return [
        (pgettext("gallery", "Complaint recorded, found to be major"), "16:50"),
        (pgettext("gallery", "Limit of one working day"), pgettext("gallery", "8 hours")),
        (pgettext("gallery", "Friday's remaining opening time"), "→ 18:00"),
        (pgettext("gallery", "Saturday is a make-up working day"), pgettext("gallery", "counts")),
    ]


def sample_why() -> dict[str, object]:
    """Return what the explanation page of the gallery shows."""
    return {
        "steps": sample_steps(),
        "quote": "重大投诉，一个工作日内整改完毕；完成后一周内回访，由客户签字。",
    }
