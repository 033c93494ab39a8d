"""What is asked of whoever keeps a webhook."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from shouwen.enforcement.words import of_language
from shouwen.policy.vocabulary import Vocabulary
from shouwen.webhooks.actions import Wish
from shouwen.webhooks.choices import CONSEQUENCES, Manner
from shouwen.webhooks.models import Subscription

MOST_MATTERS = 50
BEGINNING = re.compile(r"[a-z][a-z_]*:[\w.:-]{0,100}")


class SubscriptionForm(forms.Form):
    """Where to, what, and about which matters."""

    name = forms.CharField(label=pgettext_lazy("webhook", "Name"), max_length=80)
    address = forms.CharField(
        label=pgettext_lazy("webhook", "Address"), max_length=500,
        widget=forms.URLInput(attrs={"placeholder": "https://", "autocomplete": "off"}),
        help_text=gettext_lazy("The program there is called; internal addresses are refused."),
    )  # fmt: skip
    manner = forms.ChoiceField(
        label=gettext_lazy("Who is told"), choices=Manner.choices, initial=Manner.PROGRAM,
        help_text=gettext_lazy("A group gets a line of text with the matter's number and a link, "
                               "and no details; paste the address of its robot above."),
    )  # fmt: skip
    secret = forms.CharField(
        label=gettext_lazy("The robot's secret"), required=False, max_length=120,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("Of DingTalk and Feishu, where the robot asks for signatures. "
                               "Empty: none, or the one entered before."),
    )  # fmt: skip
    events = forms.MultipleChoiceField(
        label=gettext_lazy("What is told"), required=False,
        widget=forms.SelectMultiple(attrs={"size": 12}),
        help_text=gettext_lazy("Nothing chosen: every fact. What follows from facts is told "
                               "only where it is chosen."),
    )  # fmt: skip
    matters = forms.CharField(
        label=gettext_lazy("Only about these matters"), required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("One per line, as their keys begin: case:, customer:, member:. "
                               "Empty: all."),
    )  # fmt: skip
    token = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, words: Vocabulary, **options: Any) -> None:
        """Offer the consequences and every kind of fact that is known today."""
        super().__init__(*args, **options)
        facts = sorted((kind.kind, of_language((kind.label, kind.label_en))) for kind in words)
        field = self.fields["events"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = [
                (_("What follows"), list(CONSEQUENCES.items())),
                (_("Facts"), [(key, f"{label} · {key}") for key, label in facts]),
            ]

    def clean_matters(self) -> list[str]:
        """Return the beginnings, one for each line."""
        lines = [line.strip() for line in self.cleaned_data["matters"].splitlines()]
        found = list(dict.fromkeys(line for line in lines if line))
        for line in found:
            if not BEGINNING.fullmatch(line):
                raise forms.ValidationError(
                    _("“%(line)s” is not how a matter's key begins; write for example case:.")
                    % {"line": line[:60]}
                )
        if len(found) > MOST_MATTERS:
            raise forms.ValidationError(_("At most %(most)s lines.") % {"most": MOST_MATTERS})
        return found

    def wish(self, house: str) -> Wish:
        """Return what was asked for; ``house`` is how this house's addresses begin."""
        data = self.cleaned_data
        return Wish(
            name=data["name"], address=data["address"], events=data["events"],
            matters=data["matters"], manner=data["manner"], secret=data["secret"], house=house,
        )  # fmt: skip

    @staticmethod
    def initial_of(subscription: Subscription) -> dict[str, Any]:
        """Return a subscription as the form shows it."""
        return {
            "name": subscription.name, "address": subscription.address,
            "manner": subscription.manner, "events": subscription.events,
            "matters": "\n".join(subscription.matters),
        }  # fmt: skip


class SpanForm(forms.Form):
    """Which deliveries are sent again."""

    first = forms.IntegerField(label=gettext_lazy("From number"), min_value=1)
    last = forms.IntegerField(
        label=gettext_lazy("To number"), min_value=1,
        help_text=gettext_lazy("Both are sent, too; the receiver knows them by their delivery id."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Refuse a span that ends before it begins."""
        data = super().clean() or {}
        first, last = data.get("first"), data.get("last")
        if first is not None and last is not None and last < first:
            self.add_error("last", _("The last number is before the first."))
        return data
