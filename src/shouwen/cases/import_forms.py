"""The forms of an import: the file that is sent, and its mapping as it is edited in the page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from shouwen.cases.importing import shaping
from shouwen.cases.importing.shaping import Part
from shouwen.cases.models import ImportMapping

KEPT, UNDECIDED, OTHERWISE = "=", "?", "*"
_LIKE = datetime(2026, 3, 14, 15, 30)  # noqa: DTZ001 an example of how a moment is written


class ImportForm(forms.Form):
    """A case book, and a mapping where there is one: kept under a name, or as a file."""

    file = forms.FileField(label=_("Case book (XLSX, CSV or CSV.gz)"))
    kept = forms.ModelChoiceField(
        label=_("Kept mapping"), queryset=ImportMapping.objects.none(), required=False
    )
    mapping = forms.FileField(label=_("Mapping as a file (YAML)"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["kept"]
        field.queryset = ImportMapping.objects.order_by("name")
        field.empty_label = _("None yet")

    def clean_mapping(self) -> str:
        """Return the mapping's text; refuse what is no text."""
        sent = self.cleaned_data["mapping"]
        try:
            return str(sent.read(), "utf-8-sig") if sent else ""
        except UnicodeDecodeError:
            raise ValidationError(
                _("%(file)s is no UTF-8 text; save it as UTF-8."), params={"file": sent.name}
            ) from None

    @property
    def text(self) -> str:
        """The mapping that was sent or chosen, as text; empty for none."""
        kept = self.cleaned_data["kept"]
        return self.cleaned_data["mapping"] or (kept.text if kept else "")


class LayoutForm(forms.Form):
    """Where the table stands in the file."""

    sheet = forms.ChoiceField(label=_("Sheet"), required=False)
    header = forms.IntegerField(
        label=_("Line of the header"), min_value=1, max_value=100, required=False
    )

    def __init__(self, *args: Any, sheets: Sequence[str] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        if sheets:
            field: Any = self.fields["sheet"]
            field.choices = [(name, name) for name in sheets]
        else:
            del self.fields["sheet"]


@dataclass(frozen=True, slots=True)
class PartRow:
    """One part of a case with its controls, for the page."""

    label: str
    column: forms.BoundField
    fixed: forms.BoundField
    values: forms.BoundField | None


class MappingForm(LayoutForm):
    """Which column is what. What the page cannot say, a mapping file said before, is kept."""

    source = forms.RegexField(
        r"^[\w.-]+$", label=_("Name of this case book"), max_length=60,
        help_text=_("With the column below it makes sure that a row opens one matter only."),
    )  # fmt: skip
    row = forms.ChoiceField(label=shaping.ROW)
    formats = forms.MultipleChoiceField(
        label=_("How moments are written"), required=False, widget=forms.CheckboxSelectMultiple
    )
    name = forms.CharField(
        label=pgettext_lazy("mapping", "Keep it as"), max_length=60, required=False
    )

    def __init__(
        self,
        *args: Any,
        parts: Sequence[Part],
        header: Sequence[str],
        samples: Sequence[Sequence[str]],
        before: Mapping[str, Any],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.parts, self.before = parts, before
        fields: Any = self.fields
        columns = [(name, name) for name in header if name]
        fields["row"].choices = columns
        said = [f for f in before.get("formats") or () if isinstance(f, str)]
        known = dict.fromkeys((*said, *shaping.FORMATS))
        fields["formats"].choices = [(form, _LIKE.strftime(form)) for form in known]
        for part in parts:
            source = shaping.source_at(before, part.path)
            found = shaping.values_of(header, samples, self._column(part, source))
            self._add(part, source, columns, found)
        self.initial.setdefault("source", before.get("source", ""))
        self.initial.setdefault("row", before.get("row", ""))
        self.initial.setdefault("formats", said)
        self.initial.setdefault("header", before.get("header", 1))
        self.initial.setdefault("sheet", before.get("sheet", ""))

    def _column(self, part: Part, source: Mapping[str, Any]) -> str:
        return str(self.data.get(f"col-{part.key}", source.get("column", "")))

    def _add(
        self, part: Part, source: Mapping[str, Any], columns: list[tuple[str, str]],
        found: Sequence[str],
    ) -> None:  # fmt: skip
        several = source.get("columns")
        kept = [(KEPT, " + ".join(map(str, several)))] if several else []
        is_needed = part.path in (("type",), ("title",), ("opened_at",))
        column = forms.ChoiceField(
            choices=[("", _("Not in the file")), *kept, *columns], required=False,
            label=str(part.label), initial=KEPT if several else source.get("column", ""),
        )  # fmt: skip
        column.widget.attrs["aria-label"] = str(part.label)
        self.fields[f"col-{part.key}"] = column
        self.fields[f"fix-{part.key}"] = _fixed(part, source)
        if part.choices:
            self.fields[f"val-{part.key}"] = _values(part, source, found)
        self.needed = [*getattr(self, "needed", []), *([part] if is_needed else [])]

    def rows(self) -> list[PartRow]:
        """Return the parts with their controls, for the page."""
        return [
            PartRow(
                label=str(part.label),
                column=self[f"col-{part.key}"],
                fixed=self[f"fix-{part.key}"],
                values=self[f"val-{part.key}"] if part.choices else None,
            )
            for part in self.parts
        ]

    def clean(self) -> dict[str, Any]:
        """Ask for what no case can do without, and for choices that there are."""
        given: dict[str, Any] = super().clean() or {}
        for part in self.needed:
            if not given.get(f"col-{part.key}") and not given.get(f"fix-{part.key}"):
                self.add_error(
                    f"col-{part.key}", _("Choose a column, or write what holds for every row.")
                )
        for part in self.parts:
            self._check_values(part, str(given.get(f"val-{part.key}") or ""))
        return given

    def _check_values(self, part: Part, text: str) -> None:
        for _value, meant in _pairs(text):
            if meant and meant != UNDECIDED and shaping.key_of(part, meant) is None:
                sentence = gettext("“%(value)s” is none of: %(allowed)s.")
                allowed = ", ".join(str(label) for _key, label in part.choices[:20])
                self.add_error(f"val-{part.key}", sentence % {"value": meant, "allowed": allowed})

    def mapping(self) -> dict[str, Any]:
        """Return the mapping as it was edited, over what it was before."""
        given = self.cleaned_data
        data = deepcopy(dict(self.before))
        data |= {name: given[name] for name in ("source", "row", "formats")}
        data["header"] = given.get("header") or 1
        if given.get("sheet"):
            data["sheet"] = given["sheet"]
        for part in self.parts:
            shaping.put(data, part.path, self._source(part))
        for name in ("own", "customer"):
            place = data if name == "own" else data["case"]
            if not place.get(name):
                place.pop(name, None)
        return data

    def _source(self, part: Part) -> dict[str, Any]:
        given, before = self.cleaned_data, shaping.source_at(self.before, part.path)
        column, fixed = given.get(f"col-{part.key}"), given.get(f"fix-{part.key}")
        if column == KEPT:
            source: dict[str, Any] = {
                name: before[name] for name in ("columns", "join") if name in before
            }
        elif column:
            source = {"column": column}
        else:
            return {"fixed": fixed} if fixed else {}
        return source | _meant(part, str(given.get(f"val-{part.key}") or ""))


def _fixed(part: Part, source: Mapping[str, Any]) -> forms.Field:
    fixed = source.get("fixed")
    initial = "" if fixed is None else str(fixed)
    label = gettext("%(part)s, the same for every row") % {"part": part.label}
    if part.choices:
        choices = [("", "—"), *((key, text) for key, text in part.choices if key)]
        field: forms.Field = forms.ChoiceField(choices=choices, required=False, initial=initial)
    else:
        field = forms.CharField(max_length=200, required=False, initial=initial)
    field.widget.attrs["aria-label"] = label
    return field


def _values(part: Part, source: Mapping[str, Any], found: Sequence[str]) -> forms.Field:
    """Write one line for each value: what it was translated by, else by its own name, else `?`."""
    said = source.get("values") or {}
    told = {str(value): shaping.label_for(part, key) for value, key in said.items()}
    for value in found:
        key = shaping.key_of(part, value)
        told.setdefault(value, UNDECIDED if key is None else shaping.label_for(part, key))
    lines = [f"{value}={meant}" for value, meant in told.items()]
    if "otherwise" in source:
        lines.append(f"{OTHERWISE}={shaping.label_for(part, source['otherwise'] or '')}")
    widget = forms.Textarea(attrs={"rows": min(max(len(lines), 1), 8), "aria-label": gettext(
        "%(part)s: what the values mean") % {"part": part.label}})  # fmt: skip
    return forms.CharField(required=False, max_length=8000, initial="\n".join(lines), widget=widget)


def _pairs(text: str) -> list[tuple[str, str]]:
    lines = (line.rpartition("=") for line in text.splitlines() if "=" in line)
    return [(value.strip(), meant.strip()) for value, _sign, meant in lines if value.strip()]


def _meant(part: Part, text: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for value, meant in _pairs(text):
        key = shaping.key_of(part, meant) or ""
        if value == OTHERWISE:
            found["otherwise"] = key
        elif meant != UNDECIDED:
            found.setdefault("values", {})[value] = key
    return found
