"""The words of the frame around the reference, which comes from elsewhere and speaks English."""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import pgettext_lazy

from shouwen.api.wording import ENGLISH

_WORDS = (
    pgettext_lazy("reference", "Authorize"),
    pgettext_lazy("reference", "Available authorizations"),
    pgettext_lazy("reference", "Authorized"),
    pgettext_lazy("reference", "Logout"),
    pgettext_lazy("reference", "Close"),
    pgettext_lazy("reference", "Value:"),
    pgettext_lazy("reference", "Filter by tag"),
    pgettext_lazy("reference", "Parameters"),
    pgettext_lazy("reference", "No parameters"),
    pgettext_lazy("reference", "Name"),
    pgettext_lazy("reference", "Description"),
    pgettext_lazy("reference", "required"),
    pgettext_lazy("reference", "Request body"),
    pgettext_lazy("reference", "Try it out"),
    pgettext_lazy("reference", "Cancel"),
    pgettext_lazy("reference", "Reset"),
    pgettext_lazy("reference", "Execute"),
    pgettext_lazy("reference", "Clear"),
    pgettext_lazy("reference", "Responses"),
    pgettext_lazy("reference", "Server response"),
    pgettext_lazy("reference", "Response body"),
    pgettext_lazy("reference", "Response headers"),
    pgettext_lazy("reference", "Request URL"),
    pgettext_lazy("reference", "Request duration"),
    pgettext_lazy("reference", "Download"),
    pgettext_lazy("reference", "Code"),
    pgettext_lazy("reference", "Details"),
    pgettext_lazy("reference", "Links"),
    pgettext_lazy("reference", "No links"),
    pgettext_lazy("reference", "Media type"),
    pgettext_lazy("reference", "Controls"),
    pgettext_lazy("reference", "header."),
    pgettext_lazy("reference", "Example Value"),
    pgettext_lazy("reference", "Schema"),
    pgettext_lazy("reference", "Schemas"),
    pgettext_lazy("reference", "Expand all"),
    pgettext_lazy("reference", "Collapse all"),
    pgettext_lazy("reference", "Send empty value"),
    pgettext_lazy("reference", "Default value"),
    pgettext_lazy("reference", "Available values"),
    pgettext_lazy("reference", "Copy to clipboard"),
    pgettext_lazy("reference", "Undocumented"),
    pgettext_lazy("reference", "Loading…"),
    pgettext_lazy("reference", "Failed to load API definition."),
)


def frame_words() -> dict[str, str]:
    """Return what to say in the reader's language for each word of the frame."""
    with translation.override(ENGLISH):
        english = [str(word) for word in _WORDS]
    return {word: str(said) for word, said in zip(english, _WORDS, strict=True)}
