"""The forms in which skills are given to members and asked for by cases."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shouwen.cases.choices import CaseType
from shouwen.cases.forms import CategoryChoice
from shouwen.cases.step_forms import member_choices
from shouwen.people.models import Member

_LEVELS = [
    ("1", _("1 knows it")), ("2", _("2 does it alone")), ("3", _("3 teaches it")),
]  # fmt: skip


class _SkillForm(forms.Form):
    skill = forms.CharField(label=pgettext_lazy("skill", "Skill"), max_length=40)
    level = forms.TypedChoiceField(
        label=pgettext_lazy("skill", "Level"), choices=_LEVELS, coerce=int
    )


class GiveSkillForm(_SkillForm):
    """How well a member can do it."""

    field_order = ("member", "skill", "level")
    member = forms.ModelChoiceField(
        label=pgettext_lazy("skill", "Member"), queryset=Member.objects.none()
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["member"]
        field.queryset = member_choices()


class AskSkillForm(_SkillForm):
    """Which cases ask for it."""

    field_order = ("case_type", "category", "skill", "level")
    case_type = forms.ChoiceField(label=_("Type"), choices=CaseType.choices)
    category = CategoryChoice(label=_("Category"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["category"]
        field.widget.choices = [("", _("All")), *field.grouped()[1:]]
