"""The commonest form controls, written at once.

A select of fifty names is some hundred templates one in another for Django; a page of filters spent
a quarter of its time in them. The text is the same, which a test compares. What is not listed here
is drawn by Django's templates.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

Widget = Mapping[str, Any]
_OPTION = "django/forms/widgets/select_option.html"


def drawn(template_name: str, widget: Widget) -> SafeString | None:
    """Return a widget's text, or None where its template has to draw it."""
    draw = _DRAWN.get(template_name)
    text = draw(widget) if draw else None
    return None if text is None else mark_safe(text)  # noqa: S308 - every value was escaped


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
    "django/forms/widgets/select.html": _select,
    "django/forms/widgets/checkbox_select.html": _boxes,
    "django/forms/widgets/radio.html": _boxes,
}
