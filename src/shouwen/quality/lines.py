"""The lines of sent checks, kept one by one so that trends need not read whole checks."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from shouwen.quality import cards
from shouwen.quality.models import Item, LineMark


def keep(item: Item) -> None:
    """Keep what each line of a check earned; what was kept of it before goes."""
    LineMark.objects.filter(item=item).delete()
    LineMark.objects.bulk_create(_of(item))


def _of(item: Item) -> Iterator[LineMark]:
    for line in cards.lines_of(item.sample.version):
        earned = cards.EARNED.get(str(item.marks.get(line.key, {}).get("earned")))
        if earned is not None:
            yield LineMark(
                item=item, card_id=item.sample.version.card_id, key=line.key,
                person_id=item.person_id, happened_at=item.happened_at,
                earned=Decimal(earned.numerator) / earned.denominator,
            )  # fmt: skip
