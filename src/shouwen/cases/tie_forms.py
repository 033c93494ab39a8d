"""The forms that tie cases together, share them, tick in them and put them aside."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shouwen.cases.categories import speaks_chinese
from shouwen.cases.choices import CaseType, LinkedAs
from shouwen.cases.step_forms import StepForm, member_choices
from shouwen.journal import queries as journal
from shouwen.people.models import Member
from shouwen.policy.vocabulary import BASE

_SHORT = {"rows": 2}
_ENTRIES = 60


class OtherForm(StepForm):
    """Asks for another case by its number."""

    other = forms.CharField(
        label=_("Number of the other matter"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )


class LinkForm(OtherForm):
    """Another case and what it is to this one."""

    relation = forms.ChoiceField(label=_("It is"), choices=LinkedAs.choices)


class MergeForm(OtherForm):
    """The case that this one is merged into."""

    reason = forms.CharField(label=_("Reason"), required=False, widget=forms.Textarea(attrs=_SHORT))


class SplitForm(StepForm):
    """Which entries become a case of their own, and what that is called."""

    entries = forms.TypedMultipleChoiceField(
        label=_("Entries for the new matter"), coerce=int, widget=forms.CheckboxSelectMultiple
    )
    title = forms.CharField(label=_("Title"), max_length=200)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["entries"]
        field.choices = _entries(self.case.about) if self.case else []


def _entries(about: str) -> list[tuple[int, str]]:
    rows = journal.timeline(about, None, _ENTRIES, newest_first=True)
    return [(row.number, _told(row)) for row in rows if row.details.get("text")]


def _told(row: journal.JournalRow) -> str:
    # Told by when and who: the words may hold what this reader may not see.
    kind = BASE.kind_labels(row.kind)[0 if speaks_chinese() else 1]
    return f"{timezone.localtime(row.happened_at):%Y-%m-%d %H:%M} {kind} {row.actor_name}"


class ShareForm(StepForm):
    """A co-handler and their share; nothing ends it."""

    member = forms.ModelChoiceField(
        label=pgettext_lazy("share", "Co-handler"), queryset=Member.objects.none()
    )
    percent = forms.IntegerField(label=_("Share (%)"), min_value=0, max_value=100)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: Any = self.fields
        fields["member"].queryset = member_choices().exclude(
            pk=self.case.handler_id if self.case else None
        )


class SnoozeForm(StepForm):
    """Until when a case is put aside, and why."""

    until = forms.DateTimeField(
        label=_("Until"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs=_SHORT))


class TickForm(StepForm):
    """One line of a checklist."""

    checklist = forms.CharField(max_length=80)
    item = forms.CharField(max_length=200)


class ChecklistForm(forms.Form):
    """A checklist for one type of case, one item to a line."""

    case_type = forms.ChoiceField(label=_("Type"), choices=CaseType.choices)
    name = forms.CharField(label=pgettext_lazy("category", "Name"), max_length=80)
    items = forms.CharField(
        label=_("Items, one to a line"), widget=forms.Textarea(attrs={"rows": 6})
    )

    def clean_items(self) -> list[str]:
        """Return the lines without blanks, each once, none too long for its fact."""
        lines = (line.strip()[:200] for line in self.cleaned_data["items"].splitlines())
        return list(dict.fromkeys(line for line in lines if line))
