"""The form of a queue."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shouwen.cases.categories import category_tree
from shouwen.cases.choices import CaseType
from shouwen.cases.models import Category, Queue
from shouwen.cases.step_forms import member_choices
from shouwen.people.models import Member


class KeepQueueForm(forms.Form):
    """What a queue is called, who works on it, and which categories lie in it from the start."""

    name = forms.CharField(label=pgettext_lazy("queue", "Name"), max_length=40)
    name_en = forms.CharField(label=_("English name"), max_length=40, required=False)
    members = forms.ModelMultipleChoiceField(
        label=pgettext_lazy("queue", "Members"), queryset=Member.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    categories = forms.ModelMultipleChoiceField(
        label=_("New matters of these categories lie in it"), queryset=Category.objects.all(),
        required=False, widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def __init__(self, *args: Any, queue: Queue | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.queue = queue
        fields: Any = self.fields
        fields["members"].queryset = member_choices()
        fields["categories"].choices = [
            (row.pk, f"{CaseType(row.case_type).label} · {row.path}") for row in category_tree()
        ]

    def clean_name(self) -> str:
        """Refuse a name that another queue in use has."""
        name = str(self.cleaned_data["name"]).strip()
        same = Queue.objects.filter(name=name, ended_at=None)
        if (same.exclude(pk=self.queue.pk) if self.queue else same).exists():
            raise forms.ValidationError(_("There is a queue of this name already."))
        return name
