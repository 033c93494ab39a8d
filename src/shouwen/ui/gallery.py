"""Invented rows and a form for the gallery of components."""

from __future__ import annotations

from datetime import datetime, timedelta

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shouwen.policy.amounts import Quantity
from shouwen.ui.badges import Due

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


class SampleForm(forms.Form):
    """One field of each kind that rooms use."""

    customer = forms.CharField(label=gettext_lazy("Customer"), max_length=40)
    phone = forms.RegexField(
        r"^[0-9 +-]{7,}$",
        label=gettext_lazy("Phone"),
        help_text=gettext_lazy("At least seven digits."),
        error_messages={
            "invalid": gettext_lazy("Write the number with at least seven digits."),
        },
    )
    severity = forms.ChoiceField(
        label=gettext_lazy("Severity"),
        choices=[
            ("minor", gettext_lazy("Minor")),
            ("general", gettext_lazy("General")),
            ("major", gettext_lazy("Major")),
        ],
        widget=forms.RadioSelect,
    )
    channel = forms.ChoiceField(
        label=gettext_lazy("Channel"),
        choices=[("phone", gettext_lazy("Telephone")), ("counter", gettext_lazy("Counter"))],
    )
    text = forms.CharField(
        label=gettext_lazy("What happened"), widget=forms.Textarea(attrs={"rows": 3})
    )
    urgent = forms.BooleanField(label=gettext_lazy("Call back today"), required=False)


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
            (74, "fine", _("confirmed")),
            (9, "soon", _("figure missing")),
            (6, "calm", _("no machine can run it")),
            (11, "none", _("not covered")),
        ],
    }


def sample_dues(now: datetime) -> list[tuple[str, Due]]:
    """Return one due time of every sort, each with a word for it."""
    return [
        (_("overdue"), Due(due_at=now - timedelta(minutes=40))),
        (_("soon"), Due(due_at=now + 3 * HOUR, remaining=timedelta(minutes=55))),
        (_("today"), Due(due_at=now + 5 * HOUR, remaining=timedelta(hours=3, minutes=20))),
        (_("in some days"), Due(due_at=now + 3 * DAY, remaining=21 * HOUR)),
        (_("next year"), Due(due_at=now + 200 * DAY, provisional=True)),
        (_("no limit"), Due(due_at=None, opened_at=now - 2 * DAY)),
        (_("clock stopped"), Due(due_at=now + DAY, remaining=6 * HOUR, state="paused")),
        (_("kept"), Due(due_at=now - HOUR, state="met")),
        (_("kept late"), Due(due_at=now - HOUR, state="met", late=True)),
        (_("excused"), Due(due_at=now - HOUR, state="excused")),
    ]


def sample_tabs() -> list[dict[str, object]]:
    """Return three tabs, the first being the current one."""
    names = ((_("Mine"), 7), (_("My team"), 23), (_("All"), None))
    return [
        {"label": name, "url": f"?tab={n}", "is_current": n == 0, "count": count}
        for n, (name, count) in enumerate(names)
    ]


def sample_steps() -> list[tuple[str, str]]:
    """Return the steps of one working with their results."""
    return [
        (_("Complaint recorded, found to be major"), "16:50"),
        (_("Limit of one working day"), _("8 hours")),
        (_("Friday's remaining opening time"), "→ 18:00"),
        (_("Saturday is a make-up working day"), _("counts")),
    ]


def sample_why() -> dict[str, object]:
    """Return what the explanation page of the gallery shows."""
    return {
        "steps": sample_steps(),
        "quote": "重大投诉,一个工作日内整改完毕;完成后一周内回访,由客户签字。",
    }
