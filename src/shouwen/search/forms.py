"""What a search can be narrowed by; anything not understood narrows nothing."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shouwen.search.queries import BEST, NEWEST, Wanted
from shouwen.search.sources import source_of, sources


class SearchForm(forms.Form):
    """The text, and the filters beside it; a kind's own facets appear once it is chosen."""

    q = forms.CharField(
        label=_("Search"), required=False, max_length=120, strip=True,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )  # fmt: skip
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    since = forms.DateField(
        label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(
        label=pgettext_lazy("date", "To"), required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )  # fmt: skip
    order = forms.ChoiceField(
        label=_("Sort by"), required=False,
        choices=[("", _("Best match")), (NEWEST, _("Latest change"))],
    )  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: Any = self.fields
        fields["kind"].choices = [("", _("All")), *((s.kind, s.label) for s in sources())]
        chosen = source_of(str(self.data.get("kind", "")))
        self.facets = [choice.name for choice in chosen.choices] if chosen else []
        for choice in chosen.choices if chosen else ():
            values = [("", _("All")), *choice.values()]
            field = forms.ChoiceField(required=False, choices=values)
            field.label = choice.label  # type: ignore[assignment] # lazy or not, both are labels
            fields[f"f_{choice.name}"] = field

    def wanted(self) -> Wanted:
        """Return what is looked for; a value that is not understood is left out."""
        self.is_valid()
        given = self.cleaned_data
        facets = {name: given.get(f"f_{name}") for name in self.facets}
        until = given.get("until")
        return Wanted(
            text=given.get("q", ""),
            kinds=(given["kind"],) if given.get("kind") else (),
            facets={name: value for name, value in facets.items() if value},
            since=_midnight(given.get("since")),
            until=_midnight(until + timedelta(days=1)) if until else None,
            order=given.get("order") or BEST,
        )

    @property
    def facet_fields(self) -> list[forms.BoundField]:
        """The fields of the chosen kind's facets."""
        return [self[f"f_{name}"] for name in self.facets]

    @property
    def is_narrowed(self) -> bool:
        """Whether anything beside the text narrows what is found."""
        return any(value for name, value in self.cleaned_data.items() if name not in ("q", "order"))


def _midnight(day: date | None) -> datetime | None:
    return timezone.make_aware(datetime.combine(day, time.min)) if day else None
