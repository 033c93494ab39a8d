"""Run in a process of its own: bring the cast, two regulations and some goods into a fresh house.

The argument is how many goods there are to be taken.
"""

from __future__ import annotations

import sys

import django

django.setup()

from django.core.management import call_command  # noqa: E402 - only once Django stands
from django.utils import timezone  # noqa: E402

from shouwen.enforcement.actions import record_fact  # noqa: E402
from shouwen.policy.facts import Fact  # noqa: E402
from tests.cast import come_to_work  # noqa: E402
from tests.enforcement.test_stocks import adopt  # noqa: E402
from tests.registers.conftest import adopted  # noqa: E402


def main() -> None:
    """Everybody comes to work, the regulations are adopted, and the goods are bought."""
    call_command("migrate", verbosity=0)
    cast, now = come_to_work(), timezone.now()
    adopted(cast)
    adopt(cast)
    bought = Fact(
        kind="goods_bought",
        about="stores:bought",
        happened_at=now,
        details={"goods": "酒精", "quantity": sys.argv[1], "place": "库房"},
        actor="li",
    )
    record_fact(bought, actor=cast.li, recorded_at=now)


main()
