"""Bring the keys of what was adopted back into the order of its text, and keep them so.

PostgreSQL sorts the keys of JSON. From now on what is adopted is kept as a text inside the column,
whose keys nobody sorts; what was adopted before is ordered by the blocks of its own source.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

import yaml
from django.db import migrations

RULE = re.compile(r"^```rule[^\n]*\n(.*?)^```", re.DOTALL | re.MULTILINE)
FRONT = re.compile(r"\A---\n(.*?)^---", re.DOTALL | re.MULTILINE)


def like(value: Any, model: Any) -> Any:
    """Return a value with its keys in the order of a model; what the model lacks comes last."""
    if isinstance(value, Mapping) and isinstance(model, Mapping):
        names = [str(name) for name in model if str(name) in value]
        names += [name for name in value if name not in names]
        written = {str(name): inner for name, inner in model.items()}
        return {name: like(value[name], written.get(name)) for name in names}
    if isinstance(value, list) and isinstance(model, list):
        return [like(one, model[place] if place < len(model) else None)
                for place, one in enumerate(value)]  # fmt: skip
    return value


def read(text: str) -> Any:
    """Return a block of YAML, or nothing where it cannot be read by itself."""
    try:
        return yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 plain texts only
    except yaml.YAMLError:
        return None


def bring_back(apps: Any, _editor: Any) -> None:
    """Write rules and front matter anew, their keys in the order of their text."""
    version_of, row_of = (apps.get_model("regulations", name) for name in ("Version", "RuleRow"))
    for version in version_of.objects.order_by("pk"):
        blocks = [read(text) for text in RULE.findall(version.source)]
        models = {block.get("id"): block for block in blocks if isinstance(block, Mapping)}
        front = FRONT.match(version.source)
        _write(version_of, version.pk, "front", version.front, read(front[1]) if front else None)
        for row in row_of.objects.filter(version=version.pk):
            _write(row_of, row.pk, "definition", row.definition, models.get(row.rule_id))


def _write(table: Any, pk: int, column: str, value: Any, model: Any) -> None:
    if isinstance(value, Mapping):
        text = json.dumps(like(value, model), ensure_ascii=False)
        table.objects.filter(pk=pk).update(**{column: text})


class Migration(migrations.Migration):
    """The columns stay as they are; what stands in them is a text from now on."""

    dependencies = (("regulations", "0001_adopted_texts"),)

    operations = (migrations.RunPython(bring_back, migrations.RunPython.noop),)
