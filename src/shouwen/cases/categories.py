"""The tree of categories: names in the reader's language, branches, choices."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.utils import translation

from shouwen.cases.models import Category


def speaks_chinese() -> bool:
    """Return whether the reader reads Chinese."""
    return (translation.get_language() or "").startswith("zh")


def category_name(category: Category) -> str:
    """Return a category's name in the reader's language."""
    return category.name if speaks_chinese() else category.name_en or category.name


def path_of(category: Category | None) -> str:
    """Return a category with what it stands under: ``Surroundings › Noise``."""
    if category is None:
        return ""
    above = f"{category_name(category.parent)} › " if category.parent else ""
    return above + category_name(category)


def children_of_each() -> dict[int, list[int]]:
    """Return the categories right below each that has any, in one query."""
    below: dict[int, list[int]] = {}
    pairs = Category.objects.filter(parent__isnull=False).values_list("parent", "pk")
    for parent, child in pairs:
        below.setdefault(parent or 0, []).append(child)
    return below


def branch(category: int, tree: Mapping[int, Collection[int]] | None = None) -> set[int]:
    """Return a category and everything below it; ``tree`` is what is below each, if known."""
    below = children_of_each() if tree is None else tree
    found, waiting = {category}, [category]
    while waiting:
        children = [pk for pk in below.get(waiting.pop(), []) if pk not in found]
        found.update(children)
        waiting.extend(children)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryRow:
    """One place in the tree, in the order a form shows it; ``depth`` counts from 0."""

    pk: int
    case_type: str
    name: str
    path: str
    depth: int


def category_tree(case_type: str = "") -> tuple[CategoryRow, ...]:
    """List the categories as a tree, parents before their children, in one query."""
    found = Category.objects.all()
    return tree_of(found.filter(case_type=case_type) if case_type else found)


def tree_of(categories: Iterable[Category]) -> tuple[CategoryRow, ...]:
    """List these categories as a tree, parents before their children."""
    below: dict[int | None, list[Category]] = {}
    for category in sorted(categories, key=lambda each: (each.case_type, each.order, each.pk)):
        below.setdefault(category.parent_id, []).append(category)
    return tuple(_walk(below, None, "", 0))


def _walk(
    below: dict[int | None, list[Category]], parent: int | None, path: str, depth: int
) -> Iterable[CategoryRow]:
    for category in below.get(parent, []):
        name = category_name(category)
        here = f"{path} › {name}" if path else name
        yield CategoryRow(
            pk=category.pk, case_type=category.case_type, name=name, path=here, depth=depth
        )
        yield from _walk(below, category.pk, here, depth + 1)
