"""The mapping file: which column of a case book is which part of a case.

docs/guides/importing.md shows every key with examples.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils.translation import gettext as _
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, field_validator
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError


class MappingError(ValueError):
    """The mapping file cannot be used; the message lists everything that is wrong with it."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Source(_Strict):
    """Where one value comes from: a column, several columns joined, or the same for every row.

    ``values`` translates what the column holds; a value that is not in it becomes ``otherwise``,
    or the row is refused when there is no ``otherwise``.
    """

    column: str = ""
    columns: tuple[str, ...] = ()
    join: str = " "
    fixed: str | int | bool | None = None
    values: dict[str, str | int | bool | None] = Field(default_factory=dict)
    otherwise: str | int | bool | None = None
    read: Literal["text", "number", "yes_no", "moment"] = "text"

    @property
    def names(self) -> tuple[str, ...]:
        """The columns this value needs."""
        return (self.column,) if self.column else self.columns

    @property
    def has_otherwise(self) -> bool:
        """Whether ``otherwise`` is written in the file, be it empty."""
        return "otherwise" in self.model_fields_set


def _as_source(value: Any) -> Any:
    if isinstance(value, str):
        return {"column": value}
    return {"columns": value} if isinstance(value, list) else value


Value = Annotated[Source, BeforeValidator(_as_source)]


class CustomerColumns(_Strict):
    """The columns a customer is known by: by telephone number, else by name."""

    name: Value
    phone: Value | None = None
    email: Value | None = None
    unit: Value | None = None


class CaseColumns(_Strict):
    """The parts of a case and where each comes from."""

    type: Value
    title: Value
    opened_at: Value
    text: Value | None = None
    reference: Value | None = None
    severity: Value | None = None
    channel: Value | None = None
    category: Value | None = None
    handler: Value | None = None
    department: Value | None = None
    customer: CustomerColumns | None = None
    replied_at: Value | None = None
    reply: Value | None = None
    resolved_at: Value | None = None
    resolution: Value | None = None
    closed_at: Value | None = None


class CaseMapping(_Strict):
    """A whole mapping file.

    ``source`` names the case book and ``row`` the column that tells its rows apart: together they
    make sure that a row opens one case, however often the file is read. ``details`` adds details to
    the facts, by kind of fact; ``own`` fills in the house's own fields, by their keys.
    """

    source: str = Field(min_length=1, max_length=60, pattern=r"^[\w.-]+$")
    row: str
    encoding: Literal["auto", "utf-8", "gb18030"] = "auto"
    delimiter: str = Field(default="auto", pattern=r"^(auto|.|\t)$")
    sheet: str = ""
    header: int = Field(default=1, ge=1, le=100)
    time_zone: str = "Asia/Shanghai"
    formats: tuple[str, ...] = ()
    case: CaseColumns
    own: dict[str, Value] = Field(default_factory=dict)
    details: dict[str, dict[str, Value]] = Field(default_factory=dict)

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError):
            raise ValueError(
                _("“%(zone)s” is no time zone; write one like Asia/Shanghai.") % {"zone": name}
            ) from None
        return name

    def columns(self) -> set[str]:
        """Return every column the file must have."""
        return {self.row, *_columns_in((self.case, self.own, self.details))}


def _columns_in(part: object) -> set[str]:
    if isinstance(part, Source):
        return set(part.names)
    if isinstance(part, tuple):
        return set().union(*(_columns_in(each) for each in part))
    if isinstance(part, BaseModel):
        part = {name: getattr(part, name) for name in type(part).model_fields}
    if isinstance(part, dict):
        return set().union(*(_columns_in(value) for value in part.values()))
    return set()


def read_mapping(text: str, name: str = "mapping") -> CaseMapping:
    """Read a mapping file; raise MappingError with every fault, one a line."""
    try:
        data = YAML(typ="safe").load(text)
    except YAMLError as fault:
        raise MappingError(_unreadable(name, fault)) from None
    if not isinstance(data, dict):
        raise MappingError(
            _("%(file)s holds no mapping; it starts with `source:`, `row:` and `case:`.")
            % {"file": name}
        )
    try:
        return CaseMapping.model_validate(data)
    except ValidationError as faults:
        raise MappingError("\n".join(_fault(name, e) for e in faults.errors())) from None


def _unreadable(name: str, fault: YAMLError) -> str:
    mark = getattr(fault, "problem_mark", None)
    if mark is None:
        return _("%(file)s is no YAML; see the guide for what a mapping looks like.") % {
            "file": name
        }
    return _("%(file)s is no YAML at line %(line)s, column %(column)s; mend it there.") % {
        "file": name,
        "line": mark.line + 1,
        "column": mark.column + 1,
    }


def _fault(name: str, error: Any) -> str:
    """Say what is wrong at one place of the file; common faults in the reader's language."""
    sentences = {
        "missing": _("%(file)s: “%(key)s” is missing; add it."),
        "extra_forbidden": _("%(file)s: “%(key)s” is no key of a mapping; remove or rename it."),
        "literal_error": _("%(file)s: “%(key)s” has to be one of: %(fault)s."),
        "value_error": _("%(file)s: “%(key)s”: %(fault)s"),
    }
    otherwise = _("%(file)s: “%(key)s” holds a value of the wrong kind; the guide says which.")
    more = error.get("ctx", {})
    return sentences.get(error["type"], otherwise) % {
        "file": name,
        "key": ".".join(str(part) for part in error["loc"]),
        "fault": more.get("error", more.get("expected", "")),
    }
