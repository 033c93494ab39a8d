"""In which month an amount is paid out: the next one, or the next of certain months."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from shouwen.policy.kinds.figures import wrong


class PayMonths(BaseModel):
    """Months of the year in which is paid: the first of them after the month that is settled."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    months: tuple[Annotated[int, Field(ge=1, le=12)], ...] = Field(min_length=1)

    def after(self, settled: str) -> str:
        """Return the month of payment, as ``2025-01``, for a settled month, as ``2024-11``."""
        year, month = (int(part) for part in settled.split("-"))
        later = [one for one in sorted(self.months) if one > month]
        return f"{year:04d}-{later[0]:02d}" if later else f"{year + 1:04d}-{min(self.months):02d}"


def _spelled_out(value: Any) -> Any:
    """Let ``next_month`` stand for every month of the year."""
    if value == "next_month":
        return {"months": list(range(1, 13))}
    if isinstance(value, str):
        raise wrong(
            f"“{value}” is not a month of payment.",
            "Write `next_month`, or {months: [1, 4, 7, 10]}.",
        )
    return value


PaidIn = Annotated[PayMonths, BeforeValidator(_spelled_out)]
