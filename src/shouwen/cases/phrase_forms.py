"""The forms of what is kept for use again: replies and macros, and whose they are."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from shouwen.cases.gates import Standing
from shouwen.people.models import Post, Team

OWN, ALL = "own", "all"
VARIABLES = "{{customer}} {{number}} {{title}} {{handler}} {{me}} {{date}}"


class WhoseForm(forms.Form):
    """Whose something kept is: one's own, one's team's, one's post's, or everybody's."""

    whose = forms.ChoiceField(label=_("For whom"))

    def __init__(self, *args: Any, where: Standing, **options: Any) -> None:
        super().__init__(*args, **options)
        self.teams = {f"team:{t.pk}": t for t in Team.objects.filter(pk__in=where.teams)}
        self.posts = {f"post:{p.pk}": p for p in Post.objects.filter(key__in=where.posts)}
        field: Any = self.fields["whose"]
        shared: list[tuple[str, Any]] = [(key, str(each)) for key, each in self.teams.items()]
        shared += [(key, str(each)) for key, each in self.posts.items()]
        # What everybody is offered is for those who keep the room's lists.
        everybody = [(ALL, pgettext_lazy("phrase", "Everybody"))] if where.sees_all else []
        field.choices = [(OWN, _("Myself")), *shared, *everybody]

    def wanted(self) -> dict[str, Any]:
        """Return what to keep, in the action's words."""
        whose = self.cleaned_data["whose"]
        return {
            **{name: value for name, value in self.cleaned_data.items() if name != "whose"},
            "own": whose == OWN,
            "team": self.teams.get(whose),
            "post": self.posts.get(whose),
        }


class PhraseForm(WhoseForm):
    """A kept reply and whose it is."""

    field_order = ("name", "text", "whose")
    name = forms.CharField(label=_("Short name"), max_length=40)
    text = forms.CharField(
        label=pgettext_lazy("phrase", "Text"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def __init__(self, *args: Any, where: Standing, **options: Any) -> None:
        super().__init__(*args, where=where, **options)
        self.fields["text"].help_text = _put_in()


class MacroForm(WhoseForm):
    """A macro's name and whose it is."""

    field_order = ("name", "whose")
    name = forms.CharField(label=pgettext_lazy("category", "Name"), max_length=80)


def _put_in() -> str:
    return format_html(
        gettext("These are put in: {names}"), names=format_html("<code>{}</code>", VARIABLES)
    )
