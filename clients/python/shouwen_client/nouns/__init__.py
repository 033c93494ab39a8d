"""Every noun of the API; written by tools/generate_client.py."""

from __future__ import annotations

from shouwen_client.nouns.access import Access
from shouwen_client.nouns.appeals import Appeals
from shouwen_client.nouns.approvals import Approvals
from shouwen_client.nouns.calls import Calls
from shouwen_client.nouns.cases import Cases
from shouwen_client.nouns.chats import Chats
from shouwen_client.nouns.customers import Customers
from shouwen_client.nouns.facts import Facts
from shouwen_client.nouns.files import Files
from shouwen_client.nouns.handovers import Handovers
from shouwen_client.nouns.knowledge import Knowledge
from shouwen_client.nouns.ledger import Ledger
from shouwen_client.nouns.mail import Mail
from shouwen_client.nouns.members import Members
from shouwen_client.nouns.obligations import Obligations
from shouwen_client.nouns.office import Office
from shouwen_client.nouns.quality import Quality
from shouwen_client.nouns.registers import Registers
from shouwen_client.nouns.regulations import Regulations
from shouwen_client.nouns.rosters import Rosters
from shouwen_client.nouns.rounds import Rounds
from shouwen_client.nouns.targets import Targets
from shouwen_client.nouns.trials import Trials
from shouwen_client.nouns.visitors import Visitors
from shouwen_client.transport import Transport


class Nouns:
    """Every noun of the API."""

    def __init__(self, transport: Transport) -> None:
        """Give each noun the transport."""
        self.access = Access(transport)
        self.appeals = Appeals(transport)
        self.approvals = Approvals(transport)
        self.calls = Calls(transport)
        self.cases = Cases(transport)
        self.chats = Chats(transport)
        self.customers = Customers(transport)
        self.facts = Facts(transport)
        self.files = Files(transport)
        self.handovers = Handovers(transport)
        self.knowledge = Knowledge(transport)
        self.ledger = Ledger(transport)
        self.mail = Mail(transport)
        self.members = Members(transport)
        self.obligations = Obligations(transport)
        self.office = Office(transport)
        self.quality = Quality(transport)
        self.registers = Registers(transport)
        self.regulations = Regulations(transport)
        self.rosters = Rosters(transport)
        self.rounds = Rounds(transport)
        self.targets = Targets(transport)
        self.trials = Trials(transport)
        self.visitors = Visitors(transport)
