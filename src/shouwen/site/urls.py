"""Every address of the house."""

from __future__ import annotations

urlpatterns: list[object] = []
