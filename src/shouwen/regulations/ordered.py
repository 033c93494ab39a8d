"""JSON that keeps the order of its keys, whatever the database makes of JSON.

PostgreSQL sorts the keys of a ``jsonb`` column by their length. In a rule the order is part of the
meaning: a figure is worked out from those above it, and forms ask in the order of the text. The
value is therefore kept as a text inside the column.
"""

from __future__ import annotations

import json
from typing import Any

from django.db import models


class OrderedJSONField(models.JSONField):
    """A JSON column whose objects come back with their keys as they were written."""

    def deconstruct(self) -> Any:
        """Say that the column is an ordinary one: only what stands in it differs."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.JSONField", args, kwargs

    def get_prep_value(self, value: Any) -> Any:
        """Write the value as one text."""
        prepared = super().get_prep_value(value)
        return json.dumps(prepared, ensure_ascii=False) if _is_plain(prepared) else prepared

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        """Read the text; what was written before it was one is returned as it stands."""
        found = super().from_db_value(value, expression, connection)
        return json.loads(found) if isinstance(found, str) else found


def _is_plain(value: Any) -> bool:
    return isinstance(value, dict | list)
