"""What a text to be adopted repeats: a regulation in force, or one of the library."""

from __future__ import annotations

from datetime import date

from shouwen.policy.regulation_file import Regulation
from shouwen.policy.reviewing.copies import Copy, copies
from shouwen.regulations import library
from shouwen.regulations.reviewing import in_force


def copies_of(read: Regulation, on: date) -> tuple[Copy, ...]:
    """Return what a text repeats, the closest first: what is in force before the library."""
    adopted = in_force(on)
    known = {one.slug for one in adopted}
    return (*copies(read, adopted), *library.repeated_by(read, known))
