"""Points that say where somebody stands by then, and take nothing off themselves."""

from __future__ import annotations

import re

from shouwen.policy.reading.extract.sentences import Sentence
from shouwen.policy.reading.quantities import Quantity

_STANDS = re.compile(
    "(?:[月季年]度?|半年|累计|期|当月|全年)(?:内|的)?(?:考核|绩效|累计|总)?扣分(?:总?数|总计)?(?:在|为|达到?|超过|满)?$"
)
_STEP = re.compile("每(?:下降|降低|下滑|减少|低|降)$")
_THEN = re.compile(r"(?:\([^()]{1,8}\))?(?:以[上下内]|之间)?(?:的|者|时)")


def stands(sentence: Sentence, quantity: Quantity, left: str) -> bool:
    """Say whether points are where somebody stands: 月度扣分20至30分的, 每下降1个点."""
    if _STEP.search(left):
        return True
    ended = _THEN.match(sentence.rest(quantity))
    return bool(_STANDS.search(left)) and not (quantity.exact and ended is None)
