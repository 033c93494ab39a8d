"""The commonest form controls, written at once.

A select of fifty names is some hundred templates one in another for Django; a page of filters spent
a quarter of its time in them. The text is the same, which a test compares. What is not listed here
is drawn by Django's templates.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from django.forms import Select
from django.forms.boundfield import BoundField
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

Widget = Mapping[str, Any]
_SELECT = "django/forms/widgets/select.html"
_OPTION = "django/forms/widgets/select_option.html"


def drawn(template_name: str, widget: Widget) -> SafeString | None:
    """Return a widget's text, or None where its template has to draw it."""
    draw = _DRAWN.get(template_name)
    text = draw(widget) if draw else None
    return None if text is None else mark_safe(text)  # noqa: S308 - every value was escaped


def select(field: BoundField, attributes: Mapping[str, Any]) -> str | None:
    """Return the text of a plain select, or None for any other control.

    Django makes a dictionary of a dozen entries for each option before anything is drawn, and a
    case's page offers its colleagues half a dozen times.
    """
    widget = field.field.widget
    if type(widget) is not Select or widget.template_name != _SELECT:
        return None
    own = field.build_widget_attrs({**attributes}, widget)
    if field.auto_id and "id" not in widget.attrs:
        own.setdefault("id", field.auto_id)
    chosen = set(widget.format_value(field.value()))
    inside = "".join(_choices(widget.choices, chosen))
    told = _attributes(widget.build_attrs(widget.attrs, own))
    return f'<select name="{conditional_escape(field.html_name)}"{told}>{inside}\n</select>'


def _choices(choices: Iterable[Any], chosen: set[str]) -> Iterator[str]:
    for value, label in choices:
        if isinstance(label, (list, tuple)):
            inside = "".join(_choices(label, chosen))
            yield f'\n  <optgroup label="{conditional_escape(value)}">{inside}\n  </optgroup>'
            continue
        told = "" if value is None else str(value)
        mark = " selected" if told in chosen else ""
        # Of equal values the first is the chosen one.
        chosen.discard(told)
        text = conditional_escape(label)
        yield f'\n  <option value="{conditional_escape(told)}"{mark}>{text}</option>'


def _attributes(attributes: Mapping[str, Any]) -> str:
    return "".join(_attribute(name, value) for name, value in attributes.items())


def _attribute(name: str, value: Any) -> str:
    if value is False:
        return ""
    own = "" if value is True else f'="{conditional_escape(value)}"'
    return f" {conditional_escape(name)}{own}"


def _input(widget: Widget) -> str:
    value = widget["value"]
    told = "" if value is None else f' value="{conditional_escape(value)}"'
    name, kind = conditional_escape(widget["name"]), widget["type"]
    return f'<input type="{kind}" name="{name}"{told}{_attributes(widget["attrs"])}>'


def _textarea(widget: Widget) -> str:
    name, value = conditional_escape(widget["name"]), widget["value"]
    told = conditional_escape(value) if value else ""
    return f'<textarea name="{name}"{_attributes(widget["attrs"])}>\n{told}</textarea>'


def _select(widget: Widget) -> str | None:
    groups = widget["optgroups"]
    if any(option["template_name"] != _OPTION for _, options, _ in groups for option in options):
        return None
    inside = "".join(_group(name, options) for name, options, _ in groups)
    name = conditional_escape(widget["name"])
    return f'<select name="{name}"{_attributes(widget["attrs"])}>{inside}\n</select>'


def _group(name: Any, options: list[Widget]) -> str:
    inside = "".join(f"\n  {_option(option)}" for option in options)
    if not name:
        return inside
    return f'\n  <optgroup label="{conditional_escape(name)}">{inside}\n  </optgroup>'


def _option(option: Widget) -> str:
    value, label = conditional_escape(option["value"]), conditional_escape(option["label"])
    return f'<option value="{value}"{_attributes(option["attrs"])}>{label}</option>'


def _boxes(widget: Widget) -> str:
    box, own = widget["attrs"].get("id"), widget["attrs"].get("class")
    named = f' id="{conditional_escape(box)}"' if box else ""
    styled = f' class="{conditional_escape(own)}"' if own else ""
    inside = "".join(_box_group(name, options) for name, options, _ in widget["optgroups"])
    return f"<div{named}{styled}>{inside}\n</div>"


def _box_group(name: Any, options: list[Widget]) -> str:
    inside = "".join(f"<div>\n    {_box(option)}\n</div>" for option in options)
    if not name:
        return inside
    return f"\n  <div><label>{conditional_escape(name)}</label>{inside}\n  </div>"


def _box(option: Widget) -> str:
    if not option.get("wrap_label"):
        return _input(option)
    place = option["attrs"].get("id")
    target = f' for="{conditional_escape(place)}"' if place else ""
    return f"<label{target}>{_input(option)}\n {conditional_escape(option['label'])}</label>\n"


_INPUTS = (
    "checkbox", "date", "datetime", "email", "hidden", "number", "password", "text", "time", "url",
)  # fmt: skip
_DRAWN: dict[str, Callable[[Widget], str | None]] = {
    **{f"django/forms/widgets/{name}.html": _input for name in _INPUTS},
    "django/forms/widgets/textarea.html": _textarea,
    _SELECT: _select,
    "django/forms/widgets/checkbox_select.html": _boxes,
    "django/forms/widgets/radio.html": _boxes,
}
