"""Keeping the tree of categories."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from shouwen.cases.actions.common import required
from shouwen.cases.models import Category
from shouwen.people.refusals import RefusedError


def add_category(
    *, case_type: str, name: str, name_en: str = "", parent: Category | None = None
) -> Category:
    """Add a category at the top of a type or below another one of that type."""
    if parent is not None and parent.case_type != case_type:
        raise RefusedError(
            _("“%(parent)s” belongs to another type; choose one of this type.")
            % {"parent": parent.name},
            field="parent",
        )
    category = Category(
        case_type=case_type, parent=parent, name=_named(name), name_en=name_en.strip()
    )
    return _saved(category)


def rename_category(*, category: Category, name: str, name_en: str) -> Category:
    """Give a category another name; facts recorded before keep the name it had."""
    category.name, category.name_en = _named(name), name_en.strip()
    return _saved(category)


def _named(name: str) -> str:
    return required(name, _("A category needs a name."), "name")


def _saved(category: Category) -> Category:
    try:
        with transaction.atomic():
            category.save()
    except IntegrityError:
        raise RefusedError(
            _("There is a “%(name)s” at this place already; choose another name.")
            % {"name": category.name},
            field="name",
        ) from None
    return category
