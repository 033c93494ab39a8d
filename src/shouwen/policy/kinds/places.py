"""Where a round goes: the places of a duty, in the order in which they are visited."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from pydantic import BaseModel, ConfigDict, Field

from shouwen.policy.kinds.references import Loc
from shouwen.policy.kinds.words import Both


class Stop(BaseModel):
    """One place of a round; ``place`` is its key, which stands in the code on its wall."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    place: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    text: str = Field(min_length=1)
    text_en: str = ""

    @property
    def names(self) -> Both:
        """What the place is called, in both languages."""
        return self.text, self.text_en or self.text


def faults_of(places: Sequence[Stop]) -> Iterator[tuple[Loc, str, str]]:
    """List places that stand in the round twice under one key."""
    for key, count in Counter(stop.place for stop in places).items():
        if count > 1:
            mend = "Give each visit a key of its own, such as `plaza_first`, `plaza_second`."
            yield ("places",), f"The place `{key}` stands there {count} times.", mend
