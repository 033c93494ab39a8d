"""How many seats a demand needs, and the service that so many seats give."""

from shouwen.planning.staffing.seats import Aim, Interval, Seats, plan, seats_for
from shouwen.planning.staffing.through_the_day import service_through
from shouwen.planning.staffing.waiting import Load, Service, service

__all__ = [
    "Aim", "Interval", "Load", "Seats", "Service", "plan", "seats_for", "service",
    "service_through",
]  # fmt: skip
