"""What customers and colleagues type in a conversation, and what the department sets."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shouwen.cases.choices import CaseType
from shouwen.chat.models import ChatDoor, Topic
from shouwen.chat.saying import LONGEST, LONGEST_KEY
from shouwen.customers.phones import normal
from shouwen.people.models import Member
from shouwen.portal.forms import PlainField

_FEWEST, _MOST = 7, 15


class OpenForm(forms.Form):
    """Who wants to talk, about what, and the first message."""

    name = PlainField(label=pgettext_lazy("to a customer", "Your name"), max_length=60)
    phone = PlainField(
        label=pgettext_lazy("to a customer", "Telephone, in case we lose you"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    topic = forms.ModelChoiceField(
        Topic.objects.filter(is_shown=True).order_by("pk"), required=False,
        label=pgettext_lazy("to a customer", "What is it about?"),
    )  # fmt: skip
    text = PlainField(
        label=pgettext_lazy("to a customer", "Your message"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    agreed = forms.BooleanField(
        label=pgettext_lazy("to a customer", "I have read the privacy notice and agree to it.")
    )
    key = forms.CharField(widget=forms.HiddenInput, max_length=LONGEST_KEY, required=False)

    def clean_phone(self) -> str:
        """Return the number as digits; nothing else leads anywhere."""
        typed = self.cleaned_data["phone"]
        digits = normal(typed)
        if typed and not _FEWEST <= len(digits.lstrip("+")) <= _MOST:
            raise ValidationError(_("Type a telephone number, or leave it empty."))
        return digits


class SayForm(forms.Form):
    """One message, by its sender's key; ``seen`` is the last message that was on the screen."""

    text = PlainField(max_length=LONGEST, required=False)
    key = forms.CharField(max_length=LONGEST_KEY)
    seen = forms.IntegerField(required=False, min_value=0)
    mode = forms.ChoiceField(choices=[("reply", "reply"), ("note", "note")], required=False)


class SeenForm(forms.Form):
    """Up to which message somebody has read, and whether they are typing."""

    number = forms.IntegerField(min_value=0)
    typing = forms.BooleanField(required=False)


class RateForm(forms.Form):
    """How the customer rates a conversation."""

    stars = forms.IntegerField(min_value=1, max_value=5)
    comment = PlainField(max_length=500, required=False)


class HandForm(forms.Form):
    """To whom a conversation is handed, and why."""

    to = forms.ModelChoiceField(
        Member.objects.none(), to_field_name="username",
        label=pgettext_lazy("chat", "Hand over to"),
    )  # fmt: skip
    reason = PlainField(max_length=200, required=False, label=_("Reason"))

    def __init__(self, *args: Any, members: Any, **kwargs: Any) -> None:
        """Offer these members."""
        super().__init__(*args, **kwargs)
        field = self.fields["to"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 for the type alone
        field.queryset = members


class CaseForm(forms.Form):
    """A new matter, or the number of one there is."""

    case_type = forms.ChoiceField(
        label=_("Type"), choices=CaseType.choices, initial=CaseType.CONSULTATION
    )
    title = PlainField(label=_("Title"), max_length=120, required=False)
    number = PlainField(
        label=pgettext_lazy("chat", "Or the number of a matter there is"), max_length=40,
        required=False,
    )  # fmt: skip


class DoorForm(forms.ModelForm):  # type: ignore[type-arg] # generic in the stubs only
    """How customers reach the chat."""

    class Meta:
        model = ChatDoor
        fields = ("is_on", "welcome", "welcome_en", "sites")
        widgets = {"sites": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "sites": _("One to a line, such as https://www.example.cn; empty: your own pages only.")
        }

    def clean_sites(self) -> str:
        """Return origins only: a scheme, a host, perhaps a port."""
        found = [_origin(line) for line in self.cleaned_data["sites"].split()]
        return "\n".join(dict.fromkeys(found))


def _origin(text: str) -> str:
    parts = urlsplit(text if "//" in text else f"https://{text}")
    host = parts.netloc
    plain = all(sign.isalnum() or sign in "-.:" for sign in host)
    if parts.scheme not in ("http", "https") or not host or not plain or not host.isascii():
        raise ValidationError(
            _("“%(text)s” is no site; write it like https://www.example.cn."),
            params={"text": text},
        )
    return f"{parts.scheme}://{host}"


class TopicForm(forms.ModelForm):  # type: ignore[type-arg] # generic in the stubs only
    """What customers may choose to talk about."""

    class Meta:
        model = Topic
        fields = ("name", "name_en", "skill", "is_shown")
