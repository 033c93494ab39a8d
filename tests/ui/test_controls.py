"""The controls that are written at once say what Django's templates say."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from shouwen.ui.forms import HouseRenderer, control_class, drawn_control

pytestmark = pytest.mark.once
# Django's templates leave a blank line after each option.
BETWEEN = re.compile(r"\s*\n\s*")
TRICKY = "<b>\"&'</b>"
CHOICES = [
    ("", "—"),
    ("a", TRICKY),
    (3, _("All")),
    ("组", [("x", mark_safe("<i>x</i>")), ("y", "Y")]),
]


class Everything(forms.Form):
    text = forms.CharField(max_length=5, required=False)
    long = forms.CharField(widget=forms.Textarea)
    number = forms.IntegerField(min_value=1)
    day = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}))
    mail = forms.EmailField()
    secret = forms.CharField(widget=forms.PasswordInput)
    hidden = forms.CharField(widget=forms.HiddenInput)
    tick = forms.BooleanField(required=False)
    one = forms.ChoiceField(choices=CHOICES)
    many = forms.MultipleChoiceField(choices=CHOICES)
    boxes = forms.MultipleChoiceField(choices=CHOICES, widget=forms.CheckboxSelectMultiple)
    circles = forms.ChoiceField(choices=CHOICES, widget=forms.RadioSelect)
    yes = forms.NullBooleanField()


@pytest.mark.parametrize(
    "given",
    [
        None,
        {"text": TRICKY, "long": f"\n{TRICKY}", "number": "7", "day": "2026-11-22", "mail": TRICKY,
         "hidden": TRICKY, "tick": "on", "one": "3", "many": ["a", "y"], "boxes": ["a"],
         "circles": "a",
         "yes": "true"},
    ],
)  # fmt: skip
@pytest.mark.parametrize("name", list(Everything.base_fields))
def test_a_control_is_drawn_as_django_draws_it(name, given):
    ours, theirs = (Everything(given, renderer=made()) for made in (HouseRenderer, DjangoTemplates))
    attributes: Any = {"class": "form-control", "data-x": TRICKY, "disabled": True, "hidden": False}

    drawn, expected = (str(form[name].as_widget(attrs=attributes)) for form in (ours, theirs))

    assert BETWEEN.sub("\n", drawn) == BETWEEN.sub("\n", expected)


@pytest.mark.parametrize("given", [None, {"one": "3"}, {"one": "x", "yes": "true"}])
@pytest.mark.parametrize("name", ["one", "many", "yes", "text"])
def test_a_field_s_control_is_drawn_as_django_draws_it(name, given):
    ours, theirs = (Everything(given, renderer=made()) for made in (HouseRenderer, DjangoTemplates))
    wanted: Any = {"data-x": TRICKY}

    drawn = drawn_control(ours[name], **wanted)
    expected = str(theirs[name].as_widget(attrs={**wanted, "class": control_class(theirs[name])}))

    assert BETWEEN.sub("\n", drawn) == BETWEEN.sub("\n", expected)
