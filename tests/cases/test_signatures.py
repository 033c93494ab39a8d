from __future__ import annotations

import pytest

from shouwen.approvals import queries as approvals
from shouwen.cases import actions
from shouwen.enforcement.actions import decide_request
from shouwen.journal import queries as journal
from shouwen.people.refusals import RefusedError
from shouwen.regulations import actions as regulations

from .conftest import RULES, TEN

NEEDS_SIGNATURE = """
### 3 关闭

投诉关闭须经坐席班长签字。

```rule
id: close-needs-signature
kind: approval
catalogue: 0.1-03
title: 关闭投诉
title_en: Close a complaint
before: {fact: case_closed, case_type: complaint}
tiers: [{post: team_leader}]
```
"""


@pytest.fixture
def strict(cast):
    text = RULES.replace("  agent: 客服专员\n", "  agent: 客服专员\n  team_leader: 坐席班长\n")
    version = regulations.adopt(
        text=text + NEEDS_SIGNATURE, file_name="x.md", by=cast.he, at=TEN.replace(year=2024)
    )
    assert not isinstance(version, tuple), [str(fault) for fault in version]


@pytest.fixture
def waiting(strict, case, cast):
    actions.resolve(case=case, resolution="装修已停", actor=cast.wang, at=TEN)
    return actions.close(case=case, actor=cast.wang, at=TEN)


def asked(waiting):
    request = approvals.find(waiting.outcome.held.pk)
    assert request is not None
    return request


def test_a_step_that_waits_for_signatures_leaves_the_case_as_it_was(waiting):
    assert waiting.waits
    assert waiting.case.state == "resolved"
    assert [row.kind for row in journal.timeline(waiting.case.about)][-1] == "approval_requested"


def test_the_last_signature_takes_the_step(waiting, cast):
    request = asked(waiting)

    decide_request(request=request, member=cast.li, verdict="granted", at=TEN)

    waiting.case.refresh_from_db()
    assert (waiting.case.state, waiting.case.closed_at) == ("closed", TEN)


def test_signing_a_step_the_case_has_moved_past_is_refused(waiting, cast):
    actions.reopen(case=waiting.case, reason="夜里又响", actor=cast.wang, at=TEN)
    request = asked(waiting)

    with pytest.raises(RefusedError, match=waiting.case.number):
        decide_request(request=request, member=cast.li, verdict="granted", at=TEN)

    assert asked(waiting).state == "waiting"
