"""How moments, lengths of time and amounts are written for people, in the language of the page."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache

from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext, pgettext_lazy
from django.utils.translation import gettext as _

from shouwen.policy.amounts import YUAN, Quantity, plain

MINUTE = timedelta(minutes=1)
MINUS = "\N{MINUS SIGN}"


# Lazy: of all these names one is looked up for each day that is written.
_WEEKDAYS = (
    pgettext_lazy("weekday", "Mon"),
    pgettext_lazy("weekday", "Tue"),
    pgettext_lazy("weekday", "Wed"),
    pgettext_lazy("weekday", "Thu"),
    pgettext_lazy("weekday", "Fri"),
    pgettext_lazy("weekday", "Sat"),
    pgettext_lazy("weekday", "Sun"),
)
_MONTHS = (
    pgettext_lazy("month", "Jan"),
    pgettext_lazy("month", "Feb"),
    pgettext_lazy("month", "Mar"),
    pgettext_lazy("month", "Apr"),
    pgettext_lazy("month", "May"),
    pgettext_lazy("month", "Jun"),
    pgettext_lazy("month", "Jul"),
    pgettext_lazy("month", "Aug"),
    pgettext_lazy("month", "Sep"),
    pgettext_lazy("month", "Oct"),
    pgettext_lazy("month", "Nov"),
    pgettext_lazy("month", "Dec"),
)
_NEAR = {-1: gettext_lazy("yesterday"), 0: gettext_lazy("today"), 1: gettext_lazy("tomorrow")}


def weekday_name(day: date) -> str:
    """Return the short name of the weekday: 周六, Sat."""
    return str(_WEEKDAYS[day.weekday()])


def month_name(day: date) -> str:
    """Return the short name of the month: 11月, Nov."""
    return str(_MONTHS[day.month - 1])


def local(moment: datetime) -> datetime:
    """Return the moment on the house's clock; naive moments are taken as already local."""
    return timezone.localtime(moment) if timezone.is_aware(moment) else moment


def day(moment: datetime, now: datetime | None = None) -> str:
    """Write the day: ``11月21日 周六``, ``Sat 21 Nov``; with the year unless ``now`` shares it."""
    here = local(moment).date()
    return _day(here, with_year=now is not None and local(now).year != here.year)


def _day(here: date, *, with_year: bool) -> str:
    parts = {"weekday": weekday_name(here), "day": here.day, "month": month_name(here)}
    if not with_year:
        return _("%(weekday)s %(day)s %(month)s") % parts
    return _("%(weekday)s %(day)s %(month)s %(year)s") % {**parts, "year": here.year}


def day_time(moment: datetime, now: datetime | None = None) -> str:
    """Write day and time: ``11月21日 周六 18:00``; with the year when ``now`` is in another."""
    return f"{day(moment, now)} {local(moment):%H:%M}"


def near_day(moment: datetime, now: datetime) -> str:
    """Write the day as people say it: 今天, 明天, 昨天, otherwise the date."""
    return _said_day(local(moment).date(), local(now).date(), get_language())


@lru_cache(2_000)
def _said_day(that: date, today: date, _language: str | None) -> str:
    # A page says a hundred days, the next page the same ones.
    away = (that - today).days
    return str(_NEAR[away]) if away in _NEAR else _day(that, with_year=that.year != today.year)


def near_time(moment: datetime, now: datetime) -> str:
    """Write day and time as people say it: ``今天 15:55``."""
    here = local(moment)
    return f"{_said_day(here.date(), local(now).date(), get_language())} {here:%H:%M}"


def due_time(moment: datetime, now: datetime | None = None) -> str:
    """Write a due time; midnight belongs to the day that ends: ``11月21日 周六 24:00``."""
    here = local(moment)
    if here.hour or here.minute:
        return near_time(moment, now) if now else day_time(moment)
    eve = here - MINUTE
    return f"{near_day(eve, now) if now else day(eve)} 24:00"


def working_length(length: timedelta) -> str:
    """Write a length in hours and minutes, never in days: ``3 小时 20 分``, ``3 h 20 min``."""
    minutes = int(abs(length) / MINUTE)
    hours, minutes = divmod(minutes, 60)
    return _joined((_hours(hours), _minutes(minutes)))


def calendar_length(length: timedelta) -> str:
    """Write a length in days of 24 hours, with its two largest parts: ``1 天 3 小时``."""
    minutes = int(abs(length) / MINUTE)
    days, rest = divmod(minutes, 24 * 60)
    if not days:
        return working_length(length)
    return _joined((_days(days), _hours(rest // 60)))


def day_count(days: int) -> str:
    """Write a number of days: ``3 天``, ``3 days``."""
    return _days(days)


def _joined(parts: tuple[str, ...]) -> str:
    written = [part for part in parts if part]
    return " ".join(written) or _("under a minute")


def _days(days: int) -> str:
    return ngettext("%(days)s day", "%(days)s days", days) % {"days": days} if days else ""


def _hours(hours: int) -> str:
    return _("%(hours)s h") % {"hours": hours} if hours else ""


def _minutes(minutes: int) -> str:
    return _("%(minutes)s min") % {"minutes": minutes} if minutes else ""


def figure(value: Quantity | Decimal | int, *, signed: bool = False) -> str:
    """Write the number of an amount without its unit: ``+1,500.00``, ``−2``."""
    number = value.value if isinstance(value, Quantity) else Decimal(value)
    is_money = not isinstance(value, Quantity) or value.unit == YUAN
    written = f"{abs(number):,.2f}" if is_money else _thousands(abs(number))
    return f"{_sign(number, signed=signed)}{written}"


def _thousands(number: Decimal) -> str:
    whole, dot, rest = plain(number).partition(".")
    return f"{int(whole):,}{dot}{rest}"


def _sign(number: Decimal, *, signed: bool) -> str:
    if number < 0:
        return MINUS
    return "+" if signed and number > 0 else ""


def unit_name(value: Quantity | Decimal | int) -> str:
    """Return the usual word for the unit: 元 for money, 分 for any kind of points."""
    if isinstance(value, Quantity) and value.unit != YUAN:
        return pgettext("unit", "points")
    return pgettext("unit", "yuan")
