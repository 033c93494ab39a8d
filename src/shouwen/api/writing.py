"""How answers are written: JSON with moments that carry the offset of the house's zone."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone
from pydantic import BaseModel


class _Encoder(DjangoJSONEncoder):
    def default(self, o: Any) -> Any:
        if isinstance(o, datetime):
            return (timezone.localtime(o) if timezone.is_aware(o) else o).isoformat()
        if isinstance(o, BaseModel):
            return o.model_dump()
        if isinstance(o, set | frozenset):
            return sorted(o)
        return super().default(o)


def text_of(data: Any) -> str:
    """Return data as JSON."""
    return json.dumps(data, cls=_Encoder, ensure_ascii=False, separators=(",", ":"))
