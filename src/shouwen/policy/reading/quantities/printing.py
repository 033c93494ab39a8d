"""A quantity said again in Chinese, so that reading it gives the same quantity."""

from __future__ import annotations

from decimal import Decimal

from shouwen.policy.reading.quantities.model import Quantity

_SAID = {
    "yuan": "元", "point": "分", "second": "秒", "minute": "分钟", "hour": "小时", "day": "天",
    "working_day": "个工作日", "week": "周", "month": "个月", "quarter": "个季度", "year": "年",
    "percent": "%", "pp": "个百分点", "multiple": "倍", "time": "次", "ring": "声", "person": "人",
    "thing": "件", "dot": "个点", "ordinal": "级",
}  # fmt: skip


def printed(quantity: Quantity) -> str:
    """Return a quantity as it is said: 超过3天, 不少于5次, 200元至500元(不含)."""
    unit = _SAID.get(quantity.unit, quantity.said)
    if quantity.ranged:
        return _range(quantity, unit)
    figure = f"{_figure(quantity.value)}{unit}"
    if quantity.low is None:
        return f"不超过{figure}" if quantity.high_in else f"不足{figure}"
    if quantity.high is None:
        return f"不少于{figure}" if quantity.low_in else f"超过{figure}"
    return figure


def _range(quantity: Quantity, unit: str) -> str:
    low, high = _figure(quantity.low or Decimal(0)), _figure(quantity.high or Decimal(0))
    first = "" if quantity.low_in else "(不含)"
    last = "" if quantity.high_in else "(不含)"
    return f"{low}{unit}{first}至{high}{unit}{last}"


def _figure(figure: Decimal) -> str:
    return format(figure.normalize(), "f")
