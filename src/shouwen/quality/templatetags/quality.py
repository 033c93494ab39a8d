"""How figures of agreement are written."""

from __future__ import annotations

from django import template

from shouwen.enforcement.words import of_language
from shouwen.quality.models import CardVersion

register = template.Library()


@register.filter
def card_title(version: CardVersion) -> str:
    """Return what a card is called in the language of the page."""
    return of_language((version.title, version.title_en or version.title))


@register.filter
def agreed(value: float | None) -> str:
    """Write a coefficient with two decimals; a dash where it cannot be told."""
    return "–" if value is None else f"{value:.2f}"


@register.filter
def agreed_percent(value: float | None) -> str:
    """Write a share in whole percent; a dash where nothing was compared."""
    return "–" if value is None else f"{value:.0%}".replace("%", " %")


@register.filter
def in_percent(value: float | None) -> str:
    """Write a figure that is in percent with one decimal at most; a dash where there is none."""
    return "–" if value is None else f"{round(value, 1):g} %"
