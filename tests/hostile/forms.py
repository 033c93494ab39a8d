"""Reading every form off a page, and filling it in the way nobody should."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

TEXTS = ("text", "search", "url", "email", "tel", "password", "textarea", "")
# What a field takes without complaint, by its type, so that the others come to be tried.
PLAUSIBLE: Mapping[str, str] = {
    "number": "1", "date": "2026-11-20", "datetime-local": "2026-11-20T10:00", "time": "10:00",
    "month": "2026-11", "email": "a@example.cn", "url": "https://example.cn/", "checkbox": "on",
    "tel": "13900001111",
}  # fmt: skip


@dataclass(slots=True)
class Field:
    """One control: its kind, what stands in it, and the choices it offers."""

    name: str
    kind: str
    value: str = ""
    choices: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Form:
    """A form of a page: where it is sent, and its fields."""

    action: str
    method: str
    fields: list[Field] = field(default_factory=list)

    def filled(self, fill: Callable[[Field], str]) -> dict[str, str]:
        """Return what a browser would send, with each field filled as told."""
        return {each.name: fill(each) for each in self.fields if each.name}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._form: Form | None = None
        self._select: Field | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = Form(given.get("action", ""), given.get("method", "get").lower())
            self.forms.append(self._form)
        elif self._form is not None and tag in ("input", "textarea", "select"):
            kind = given.get("type", "") if tag == "input" else tag
            found = Field(given.get("name", ""), kind, given.get("value", ""))
            self._form.fields.append(found)
            self._select = found if tag == "select" else None
        elif tag == "option" and self._select is not None:
            self._select.choices.append(given.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = None


def forms_in(page: str) -> Iterator[Form]:
    """Yield every form of a page that is sent."""
    reader = _Reader()
    reader.feed(page)
    yield from (form for form in reader.forms if form.method == "post")


def hostile(value: str) -> Callable[[Field], str]:
    """Fill everything with one value, the choices and hidden fields too."""
    return lambda _field: value


def plausible_but(value: str) -> Callable[[Field], str]:
    """Fill what people type as text with a value, and everything else as they would."""

    def fill(each: Field) -> str:
        if each.kind == "hidden":
            return each.value
        if each.kind in TEXTS and each.kind not in PLAUSIBLE:
            return value
        if each.choices:
            return next((choice for choice in each.choices if choice), "")
        return each.value or PLAUSIBLE.get(each.kind, value)

    return fill
