"""How forms are drawn in this house: label, help, field and what is wrong, side by side."""

from __future__ import annotations

from typing import Any

from django.db.models.fields import BLANK_CHOICE_DASH
from django.forms import CheckboxInput, RadioSelect, Select
from django.forms.boundfield import BoundField
from django.forms.models import ModelChoiceField
from django.forms.renderers import DjangoTemplates
from django.forms.widgets import CheckboxSelectMultiple
from django.http import HttpRequest

from shouwen.ui import controls

NOTHING_CHOSEN = "—"


class HouseRenderer(DjangoTemplates):
    """Draws ``{{ form }}`` and ``{{ field.as_field_group }}`` with the house's parts.

    Set ``FORM_RENDERER = "shouwen.ui.forms.HouseRenderer"``.
    """

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"

    def render(
        self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None
    ) -> str:
        """Draw a part of a form; the commonest controls are written without a template."""
        widget = context.get("widget")
        drawn = controls.drawn(template_name, widget) if widget else None
        return super().render(template_name, context, request) if drawn is None else drawn


def is_choice_group(field: BoundField) -> bool:
    """Say whether the field shows one control per choice, so that it needs a fieldset."""
    return isinstance(field.field.widget, (RadioSelect, CheckboxSelectMultiple))


def is_single_check(field: BoundField) -> bool:
    """Say whether the field is one box to tick, with its label after it."""
    widget = field.field.widget
    return isinstance(widget, CheckboxInput) and not is_choice_group(field)


def control_class(field: BoundField) -> str:
    """Return the classes for the field's control, marking it when it is refused."""
    refused = " is-invalid" if field.errors else ""
    widget = field.field.widget
    if is_choice_group(field):
        return "choices"  # its list and each of its boxes get the same classes
    if is_single_check(field):
        return f"form-check-input{refused}"
    if isinstance(widget, Select):
        return f"form-select{refused}"
    return f"form-control{refused}"


def drawn_control(field: BoundField, **attributes: str) -> str:
    """Draw the control alone, with the house's classes beside the widget's own."""
    if isinstance(field.field, ModelChoiceField) and _has_dashes(field.field):
        field.field.empty_label = NOTHING_CHOSEN
    own = str(field.field.widget.attrs.get("class", ""))
    classes = f"{own} {control_class(field)}".strip()
    wanted: dict[str, Any] = {**attributes, "class": classes}
    return controls.select(field, wanted) or str(field.as_widget(attrs=wanted))


def _has_dashes(choice: ModelChoiceField[Any]) -> bool:
    """Say whether nothing else was written for the empty choice than Django's row of dashes."""
    return str(choice.empty_label) == str(BLANK_CHOICE_DASH[0][1])
