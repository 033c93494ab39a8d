"""Every sort of handover in the bundled regulations is signed by both on its pages' questions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time
from pathlib import Path

import pytest

from shouwen.enforcement.sent import Sent
from shouwen.handover import actions, closing
from shouwen.people import actions as people
from shouwen.people.models import Post
from shouwen.policy.facts import Detail
from shouwen.policy.vocabulary import DetailType, Term
from shouwen.regulations import actions as regulations
from shouwen.regulations import queries
from shouwen.regulations.models import Version
from tests.cast import SINCE, Cast
from tests.handover.conftest import CHINA, NOW, checked

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "src/shouwen/packs").glob("*.md"))
# Where nobody hands over, there is nothing to try.
NAMED = (closing.SHIFT, *(f"{name}:" for name in closing.TAKERS))
TEXTS = {
    file.stem: text
    for file in FILES
    if any(name in (text := file.read_text(encoding="utf-8")) for name in NAMED)
}
VALUES: dict[DetailType, Detail] = {
    DetailType.YES_NO: True,
    DetailType.NUMBER: "0",
    DetailType.MONEY: "0",
    DetailType.MEMBER: "wang",
    DetailType.MOMENT: NOW.isoformat(),
    DetailType.TEXT: "无",
}


def filled(terms: tuple[Term, ...]) -> dict[str, Detail]:
    return {t.name: VALUES.get(t.type, next(iter(t.choices), "无")) for t in terms}


def handovers(cast: Cast, version: Version, at: datetime) -> Iterator[closing.Closing]:
    """Give both sides every post of the regulation; go through its sorts of handover."""
    for key, name in (version.front.get("posts") or {}).items():
        post = Post.objects.filter(key=key).first() or people.add_post(key=key, name=name)
        for member in (cast.wang, cast.zhang):
            people.appoint(member=member, post=post, team=None, since=SINCE)
    yield from closing.closings(queries.in_force_on(at.date()), at.date())


@pytest.mark.parametrize("name", TEXTS)
def test_each_sort_of_handover_is_signed_by_both(cast, name):
    version = regulations.adopt(text=TEXTS[name], file_name=f"{name}.md", by=cast.he, at=NOW)
    assert isinstance(version, Version)
    at = max(NOW, datetime.combine(version.in_force, time(10), tzinfo=CHINA))

    for each in handovers(cast, version, at):
        made = actions.begin(outgoing=cast.wang, incoming=cast.zhang, kind=each.key, at=at)
        details = filled(each.asked_of_giver())
        made = actions.prepare(handover=made, lines=[], details=details)
        made = actions.give(handover=made, sent=Sent.at_once(cast.wang, at))
        now = checked(cast, made, **filled(each.asked_of_taker(made.details)))
        done = actions.take(handover=now, sent=Sent.at_once(cast.zhang, at), digest=made.digest)

        assert done.state == "taken", each.key
        assert done.ended_fact is not None
        assert done.ended_fact.kind == each.key
