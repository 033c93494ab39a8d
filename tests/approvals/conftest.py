"""What every test of the approvals begins with."""

from __future__ import annotations

import pytest

from shouwen.approvals import actions
from shouwen.policy.rulings import Party
from tests.floors import MONDAY, a_fact, a_version, held, recorded

LEADER, MANAGER = Party("post", "team_leader"), Party("post", "manager")


@pytest.fixture
def version(cast):
    return a_version(cast.he)


@pytest.fixture
def ask(cast, version):
    """Return a function that asks for what 小王 proposes, held by the given tiers."""

    def asking(*parties, proposer=cast.wang, fact=None, signers_may_repeat=False, **ruling):
        return actions.open_from(
            ruling=held(*(parties or ([LEADER], [MANAGER])), **ruling),
            proposed=a_fact("refund_paid", amount="200.00"),
            proposer=proposer,
            fact_row=fact or recorded("approval_requested"),
            version_id=version.pk,
            at=MONDAY,
            signers_may_repeat=signers_may_repeat,
        )

    return asking
