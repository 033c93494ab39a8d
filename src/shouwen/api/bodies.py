"""Bodies that are checked by the very forms of the pages, so that both accept the same.

``takes(SomeForm)`` gives an operation's parameter ``body`` a schema made from the form's fields;
``given`` fills the form with what was sent and returns what it understood. Members, posts, teams
and departments are named by their keys, anything else by its number.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Annotated, Any, Literal, TypeVar

from django import forms
from django.db.models import Model
from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, create_model

from shouwen.api.problems import Problem
from shouwen.api.wording import of_form
from shouwen.people.models import Department, Member, Post, Team

View = TypeVar("View", bound=Callable[..., Any])
KEYS: Mapping[type[Model], str] = {Member: "username", Post: "key", Team: "key", Department: "key"}
_PLAIN: tuple[tuple[type[forms.Field], Any], ...] = (
    (forms.BooleanField, bool),
    (forms.NullBooleanField, bool | None),
    (forms.IntegerField, int),
    (forms.DecimalField, Decimal),
    (forms.DateTimeField, AwareDatetime),
    (forms.DateField, date),
    (forms.TimeField, time),
)


class Body(BaseModel):
    """What was sent; names that the schema does not know are refused."""

    model_config = ConfigDict(extra="forbid")


class Nothing(Body):
    """A body without anything in it."""


def takes(
    form: type[forms.BaseForm],
    *,
    without: Collection[str] = (),
    partial: bool = False,
    **extra: Any,
) -> Callable[[View], View]:
    """Give the parameter ``body`` of an operation the fields of a form, and ``extra`` ones.

    A ``partial`` body may leave out any of them: what is left out stays as it is.
    """
    model = schema_of(form, without=without, partial=partial, **extra)

    def with_body(view: View) -> View:
        view.__annotations__["body"] = model
        return view

    return with_body


def schema_of(
    form: type[forms.BaseForm],
    *,
    without: Collection[str] = (),
    partial: bool = False,
    **extra: Any,
) -> type[Body]:
    """Return the model of a form's fields; ``extra`` are fields as pydantic writes them."""
    left_out = {"token", "idempotency_key", "next", *without}
    fields = {
        name: (_field(field)[0] | None, None) if partial else _field(field)
        for name, field in form.base_fields.items()  # type: ignore[attr-defined]
        if name not in left_out and not isinstance(field, forms.FileField)
    }
    room = form.__module__.split(".")[1].title()
    name = f"{room}{form.__name__.removesuffix('Form')}{'Change' if partial else ''}"
    return create_model(name, __base__=Body, __doc__=form.__doc__, **{**fields, **extra})


def _field(field: forms.Field) -> tuple[Any, Any]:
    type_ = _type(field)
    described = Field(description=of_form(field.label, field.help_text))
    if field.required and not isinstance(field, forms.BooleanField):
        return Annotated[type_, described], ...
    if isinstance(field, forms.BooleanField) and not isinstance(field, forms.NullBooleanField):
        return Annotated[bool, described], False
    return Annotated[type_ | None, described], None


def _type(field: forms.Field) -> Any:
    if isinstance(field, forms.ModelMultipleChoiceField):
        return list[_key_type(field)]  # type: ignore[misc]
    if isinstance(field, forms.ModelChoiceField):
        return _key_type(field)
    if isinstance(field, forms.MultipleChoiceField):
        return list[_one_of(field)]  # type: ignore[misc]
    if isinstance(field, forms.ChoiceField):
        return _one_of(field)
    for kind, type_ in _PLAIN:
        if isinstance(field, kind):
            return _bounded(type_, field) if type_ is int else type_
    return _text(field)


def _bounded(type_: Any, field: forms.Field) -> Any:
    least, most = getattr(field, "min_value", None), getattr(field, "max_value", None)
    return Annotated[type_, Field(ge=least, le=most)]


def _key_type(field: Any) -> Any:
    return str if field.queryset.model in KEYS else int


def _one_of(field: Any) -> Any:
    choices = () if callable(field.choices) else _flat(field.choices)
    values = tuple(str(value) for value, _label in choices if value != "")
    return Literal[values] if values else str


def _flat(choices: Any) -> Any:
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from label
        else:
            yield value, label


def _text(field: forms.Field) -> Any:
    longest = getattr(field, "max_length", None)
    return Annotated[str, Field(max_length=longest, min_length=1 if field.required else None)]


def sent(body: BaseModel, *, prefix: str = "") -> dict[str, Any]:
    """Return a body the way a page's form would have sent it; what is null was left empty."""
    before = f"{prefix}-" if prefix else ""
    values = body.model_dump()
    return {before + name: _told(value) for name, value in values.items() if value is not None}


def _told(value: Any) -> Any:
    # Clock times are the house's own: the form refuses one with a zone in its own words.
    return value.isoformat() if isinstance(value, time) and value.tzinfo else value


def changed(body: BaseModel) -> dict[str, Any]:
    """Return what a partial body names; what is null is emptied."""
    values = body.model_dump(exclude_unset=True)
    return {name: "" if value is None else _told(value) for name, value in values.items()}


def given(form: forms.BaseForm) -> dict[str, Any]:
    """Return what a filled form understood; raise a problem that names each field at fault."""
    for field in form.fields.values():
        _by_key(field)
    if form.is_valid():
        return form.cleaned_data
    refuse(form)
    return {}


def _by_key(field: forms.Field) -> None:
    if isinstance(field, forms.ModelChoiceField) and field.queryset is not None:
        field.to_field_name = KEYS.get(field.queryset.model, field.to_field_name)


def refuse(form: forms.BaseForm) -> None:
    """Raise the problem that a form's faults are."""
    fields = {
        "" if name == "__all__" else name: [str(said) for said in faults]
        for name, faults in form.errors.items()
    }
    whole = " ".join(fields.get("", []))
    raise Problem(
        type="invalid",
        detail=whole or _("Look at the fields that are named and send it again."),
        fields=fields,
    )


def as_form_data(values: Mapping[str, Any]) -> MultiValueDict[str, Any]:
    """Return values the way a request's POST holds them, for helpers that read lists from it."""
    found: MultiValueDict[str, Any] = MultiValueDict()
    for name, value in values.items():
        if value is None:
            continue
        several = value if isinstance(value, list | tuple) else [value]
        found.setlist(name, [_plain(each) for each in several])
    return found


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.isoformat() if isinstance(value, date | datetime | time) else str(value)


def idempotency_key(request: HttpRequest, member: Member) -> str | None:
    """Return the key under which the journal remembers this request, or None for none."""
    key = request.headers.get("Idempotency-Key")
    return f"api:{member.pk}:{key}" if key else None
