"""How common a search is on PostgreSQL: whether to go down the newest entries or ask the index.

The planner has to guess here: what it knows of tokens ends with the commonest, and it takes any
other for rather common, so that it would look at every entry for a word that three of them hold. We
read the same statistics and take what is not among them for rare.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from functools import lru_cache

from django.db import connection

from shouwen.search.words import Token

# Of entries that hold one in a hundred the newest page is found within a few thousand.
COMMON = 0.01
KEPT_SECONDS = 600
_ASKED = (
    "SELECT unnest(most_common_elems::text::text[]), unnest(most_common_elem_freqs)"
    " FROM pg_stats WHERE schemaname = current_schema() AND tablename = 'search_entry'"
    " AND attname = 'tokens'"
)


def is_common(expression: Sequence[Sequence[tuple[Token, ...]]]) -> bool:
    """Return whether more than one entry in a hundred is likely to hold what is looked for."""
    shares = _shares(connection.alias, int(time.monotonic()) // KEPT_SECONDS)
    share = 1.0
    for group in expression:
        share *= min(1.0, sum(_share(alternative, shares) for alternative in group))
    return share > COMMON


def _share(alternative: tuple[Token, ...], shares: Mapping[str, float]) -> float:
    share = 1.0
    for token in alternative:
        share *= _of_token(token, shares)
    return share


def _of_token(token: Token, shares: Mapping[str, float]) -> float:
    if not token.begins:
        return shares.get(token.text, 0.0)
    found = (share for text, share in shares.items() if text.startswith(token.text))
    return min(1.0, sum(found))


@lru_cache(maxsize=4)
def _shares(_alias: str, _while: int) -> Mapping[str, float]:
    """Return which share of the entries holds each of the commonest tokens, as last looked at."""
    with connection.cursor() as cursor:
        cursor.execute(_ASKED)
        # Three numbers of another kind follow the shares; the shorter list ends with nothing.
        return {text: share for text, share in cursor.fetchall() if text is not None}
