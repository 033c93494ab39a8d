"""Forms of a telephone menu: its head, its keys and its queues, each a row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shouwen.calls.menu import (
    DAYS,
    DOES,
    KEYS,
    LONGEST_WORDS,
    MENU_KEY,
    MOST_DIGITS,
    QUEUE_KEY,
    SHOWN,
    Menu,
    MenuKey,
    PhoneQueue,
)
from shouwen.people.forms import time_input
from shouwen.people.models import Team

DAY_NAMES = (
    ("mon", _("Monday")),
    ("tue", _("Tuesday")),
    ("wed", _("Wednesday")),
    ("thu", _("Thursday")),
    ("fri", _("Friday")),
    ("sat", _("Saturday")),
    ("sun", _("Sunday")),
)
BLANK_KEYS, BLANK_QUEUES = 3, 1
MOST_KEYS, MOST_QUEUES = 90, 30


def _words(label: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=LONGEST_WORDS, required=False)


def _seconds(label: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=5, max_value=3600, required=False)


def _like(pattern: str, why: Any) -> list[RegexValidator]:
    return [RegexValidator(f"^{pattern}$", why)]


class KeyForm(forms.Form):
    """The name by which the exchange knows a new menu."""

    key = forms.CharField(
        label=_("Key of the menu"), max_length=20, help_text=_("such as main"),
        validators=_like(MENU_KEY, _("Small letters, digits and hyphens, a letter first.")),
    )  # fmt: skip


class MenuForm(forms.Form):
    """What a menu says first and when somebody is there."""

    greeting = _words(_("What the caller hears first"))
    english = forms.BooleanField(label=_("Chinese and English to choose from"), required=False)
    greeting_en = _words(_("This in English"))
    days = forms.MultipleChoiceField(
        label=_("Days on which somebody answers"), choices=DAY_NAMES, initial=DAYS,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    opens = forms.TimeField(label=_("Opens"), widget=time_input(), required=False)
    closes = forms.TimeField(label=_("Closes"), widget=time_input(), required=False)
    closed = _words(_("What is said when nobody is there (1 asks to be called back)"))
    closed_en = _words(_("This in English"))
    person = forms.CharField(
        label=_("Queue that leads to a person"), max_length=30,
        help_text=_("Its key. Whoever presses 0, nothing or a wrong key comes here, everywhere."),
        validators=_like(QUEUE_KEY, _("Small letters, digits and hyphens, a letter first.")),
    )  # fmt: skip

    def said(self) -> dict[str, Any]:
        """Return the head as menus say it."""
        found = dict(self.cleaned_data)
        for name in ("opens", "closes"):
            found[name] = f"{found[name]:%H:%M}" if found[name] else ""
        return found


class EntryForm(forms.Form):
    """One key; a row without keys is left out."""

    keys = forms.CharField(
        label=pgettext_lazy("telephone menu", "Keys"), max_length=2, required=False,
        validators=_like(KEYS, _("One or two keys from 1 to 9; 0 is the person.")),
    )  # fmt: skip
    words = _words(_("Offered as"))
    words_en = _words(_("Offered in English"))
    does = forms.ChoiceField(
        label=pgettext_lazy("telephone menu", "What it does"), choices=DOES, required=False
    )
    queue = forms.CharField(label=_("Key of the queue"), max_length=30, required=False)
    says = _words(_("Then says or asks"))
    says_en = _words(_("Says or asks in English"))
    digits = forms.IntegerField(
        label=_("Digits at most"), min_value=1, max_value=MOST_DIGITS, required=False
    )
    shown = forms.ChoiceField(label=_("Reaches the house"), choices=SHOWN, required=False)
    advertising = forms.BooleanField(label=_("Advertising"), required=False)

    def entry(self) -> MenuKey | None:
        """Return the key as it was written; None for an empty row."""
        said = {name: value for name, value in self.cleaned_data.items() if value not in ("", None)}
        return MenuKey.model_validate(said) if "keys" in said else None


class QueueForm(forms.Form):
    """One queue; a row without a key is left out."""

    key = forms.CharField(
        label=pgettext_lazy("queue", "Key"), max_length=30, required=False,
        validators=_like(QUEUE_KEY, _("Small letters, digits and hyphens, a letter first.")),
    )  # fmt: skip
    name = forms.CharField(label=pgettext_lazy("queue", "Name"), max_length=60, required=False)
    team = forms.ChoiceField(label=pgettext_lazy("calls", "Team"), required=False)
    skill = forms.ChoiceField(label=_("Skill that is needed"), required=False)
    priority = forms.IntegerField(
        label=_("Priority, 9 goes first"), min_value=0, max_value=9, required=False
    )
    longest = _seconds(_("Waits at most, seconds"))
    overflow = forms.CharField(label=_("Then goes on to queue"), max_length=30, required=False)
    announce_after = _seconds(_("Hears it takes longer after, seconds"))
    announce = _words(_("What the waiting hear"))
    announce_en = _words(_("What the waiting hear in English"))
    last_agent = forms.BooleanField(label=_("First who spoke to the caller last"), required=False)
    call_back = forms.BooleanField(label=_("1 asks to be called back"), required=False)

    def __init__(
        self, *args: Any, teams: Sequence[Team] = (), skills: Sequence[str] = (), **more: Any
    ) -> None:
        """Offer the teams and skills of the house."""
        super().__init__(*args, **more)
        fields: dict[str, Any] = self.fields
        fields["team"].choices = [(team.key, team.name) for team in teams]
        fields["skill"].choices = [("", _("none")), *((name, name) for name in skills)]

    def queue(self) -> PhoneQueue | None:
        """Return the queue as it was written; None for an empty row."""
        said = {name: value for name, value in self.cleaned_data.items() if value not in ("", None)}
        if "key" not in said:
            return None
        return PhoneQueue.model_validate({"name": said["key"], **said})


EntrySet = forms.formset_factory(EntryForm, extra=BLANK_KEYS, max_num=MOST_KEYS)
QueueSet = forms.formset_factory(QueueForm, extra=BLANK_QUEUES, max_num=MOST_QUEUES)


def menu_from(head: MenuForm, entries: Any, queues: Any) -> Menu | None:
    """Return the menu that valid forms write down; None, and said, without a queue."""
    found = [queue for each in queues.forms if (queue := each.queue()) is not None]
    if not found:
        head.add_error(None, _("Write down a queue: somebody has to answer."))
        return None
    keys = [entry for each in entries.forms if (entry := each.entry()) is not None]
    return Menu.model_validate({
        **head.said(),
        "entries": [each.model_dump() for each in keys],
        "queues": [each.model_dump() for each in found],
    })  # fmt: skip
