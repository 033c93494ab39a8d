"""What the office asks when a paper is begun, and the details of the fact a rule waits for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shouwen.office.gates import EVERYBODY
from shouwen.office.models import Meeting, Sheet
from shouwen.office.sorts import Belongs
from shouwen.people import queries as people
from shouwen.people.models import Member

MOMENT = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def belongs_choices(found: Iterable[Belongs]) -> list[tuple[str, Any]]:
    """Return what a paper may belong to, by regulation, after belonging to none."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for one in found:
        groups.setdefault(f"《{one.book}》", []).append((one.key, one.title))
    return [("", _("no rule in force asks for it")), *groups.items()]


class MeetingForm(forms.Form):
    """Asks what a meeting is about, when and where, who leads and records it, and who comes."""

    title = forms.CharField(label=_("Title"), max_length=200)
    belongs = forms.ChoiceField(label=_("Belongs to"), required=False)
    begins_at = forms.DateTimeField(label=_("Begins"), widget=MOMENT)
    place = forms.CharField(label=_("Place"), max_length=200, required=False)
    chair = forms.ChoiceField(label=_("Chair"))
    recorder = forms.ChoiceField(label=_("Takes the minutes"))
    agenda = forms.CharField(
        label=_("Agenda"),
        required=False,
        max_length=9000,
        widget=forms.Textarea({"rows": 5}),
        help_text=_("One item on each line."),
    )
    called = forms.MultipleChoiceField(
        label=_("Called"), required=False, widget=forms.CheckboxSelectMultiple
    )
    confidential = forms.BooleanField(
        label=_("Confidential: only those called and their superiors read it"), required=False
    )

    def __init__(self, *args: Any, found: Iterable[Belongs], **kwargs: Any) -> None:
        """Offer the rules a meeting may belong to and the people who work here."""
        super().__init__(*args, **kwargs)
        self.belonging = {one.key: one for one in found}
        self.people = {one.username: one for one in people.active_members()}
        names = [(key, one.name) for key, one in self.people.items()]
        self.fields["belongs"].choices = belongs_choices(self.belonging.values())  # type: ignore[attr-defined]
        for name in ("chair", "recorder", "called"):
            self.fields[name].choices = names  # type: ignore[attr-defined]

    def member(self, name: str) -> Member:
        """Return the member chosen in a field."""
        return self.people[self.cleaned_data[name]]

    def everybody_called(self) -> list[Member]:
        """Return those who are called."""
        return [self.people[key] for key in self.cleaned_data["called"]]

    def belongs_to(self) -> Belongs | None:
        """Return the rule the meeting belongs to, or None."""
        return self.belonging.get(self.cleaned_data["belongs"])

    def points(self) -> list[str]:
        """Return the agenda's items."""
        lines = self.cleaned_data["agenda"].splitlines()
        return [line.strip()[:300] for line in lines if line.strip()]


def meeting_initial(
    meeting: Meeting, agenda: Iterable[str], called: Iterable[str]
) -> dict[str, Any]:
    """Return what the form of a meeting that exists begins with."""
    key = f"{meeting.regulation}|{meeting.rule_id}|{meeting.fact_kind}"
    return {
        "title": meeting.title,
        "belongs": key if meeting.rule_id else "",
        "begins_at": timezone.localtime(meeting.begins_at).replace(tzinfo=None),
        "place": meeting.place,
        "chair": meeting.chair.username,
        "recorder": meeting.recorder.username,
        "agenda": "\n".join(agenda),
        "called": list(called),
        "confidential": meeting.confidential,
    }


class ResolutionForm(forms.Form):
    """Asks what was resolved, who carries it out and by when."""

    text = forms.CharField(label=pgettext_lazy("of a meeting", "Resolution"), max_length=500)
    owner = forms.ChoiceField(label=_("Carried out by"))
    due_on = forms.DateField(label=_("To be done by"), required=False, widget=DAY)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the people who work here."""
        super().__init__(*args, **kwargs)
        self.people = {one.username: one for one in people.active_members()}
        names = [(key, one.name) for key, one in self.people.items()]
        self.fields["owner"].choices = [("", "—"), *names]  # type: ignore[attr-defined]


class NoticeForm(forms.Form):
    """Asks what a notice says, to whom, how long it holds and whether reading is confirmed."""

    title = forms.CharField(label=_("Title"), max_length=200)
    text = forms.CharField(
        label=_("Text of the notice"), max_length=20_000, widget=forms.Textarea({"rows": 8})
    )
    everybody = forms.BooleanField(
        label=pgettext_lazy("readers of a notice", "Everybody"), required=False
    )
    posts = forms.MultipleChoiceField(
        label=_("Posts"), required=False, widget=forms.CheckboxSelectMultiple
    )
    teams = forms.MultipleChoiceField(
        label=_("Teams"), required=False, widget=forms.CheckboxSelectMultiple
    )
    for_customers = forms.BooleanField(label=_("For customers: printed and posted"), required=False)
    mail_customers = forms.BooleanField(
        label=_("Sent by e-mail as well, to customers whose address is known"), required=False
    )
    valid_from = forms.DateField(label=_("Valid from"), widget=DAY)
    valid_until = forms.DateField(label=_("Valid until"), required=False, widget=DAY)
    must_confirm = forms.BooleanField(label=_("Reading has to be confirmed"), required=False)
    confirm_by = forms.DateTimeField(label=_("To be confirmed by"), required=False, widget=MOMENT)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the posts and teams of the house."""
        super().__init__(*args, **kwargs)
        named = sorted(people.post_names().items(), key=lambda one: one[1])
        posts = [(f"post:{key}", name) for key, name in named]
        teams = [(f"team:{team.pk}", team.name) for team in people.teams()]
        self.fields["posts"].choices = posts  # type: ignore[attr-defined]
        self.fields["teams"].choices = teams  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse a notice that ends before it begins, and one that nobody reads."""
        found = super().clean() or self.cleaned_data
        since, until = found.get("valid_from"), found.get("valid_until")
        if since and until and until < since:
            self.add_error("valid_until", _("It ends before it begins; choose a later day."))
        if not self.audience() and not found.get("for_customers"):
            self.add_error("everybody", _("Choose who is to read it."))
        return found

    def audience(self) -> list[str]:
        """Return whom the notice is for."""
        if self.cleaned_data.get("everybody"):
            return [EVERYBODY]
        return [*self.cleaned_data.get("posts", ()), *self.cleaned_data.get("teams", ())]


class SheetForm(forms.Form):
    """Asks for the sort, name and days of a plan or report."""

    sort = forms.ChoiceField(label=_("Sort"), choices=())
    title = forms.CharField(label=_("Title"), max_length=200)
    since = forms.DateField(label=_("From"), widget=DAY)
    until = forms.DateField(label=_("To"), widget=DAY)
    whole_team = forms.BooleanField(label=_("Count my people's work as well"), required=False)

    def __init__(self, *args: Any, leads: bool, **kwargs: Any) -> None:
        """Ask about the team only those who lead one."""
        super().__init__(*args, **kwargs)
        self.fields["sort"].choices = [  # type: ignore[attr-defined]
            (Sheet.Sort.REPORT, pgettext_lazy("a paper", "Report")), (Sheet.Sort.PLAN, _("Plan"))
        ]  # fmt: skip
        if not leads:
            del self.fields["whole_team"]

    def clean_until(self) -> date:
        """Refuse a period that ends before it begins."""
        until: date = self.cleaned_data["until"]
        since = self.cleaned_data.get("since")
        if since and until < since:
            raise forms.ValidationError(_("It ends before it begins; choose a later day."))
        return until
