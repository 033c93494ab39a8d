"""Run in a process of its own: print as JSON what is in the house after everything was killed."""

from __future__ import annotations

import json
import sys

import django

django.setup()

from django.db.models import Sum  # noqa: E402 - only once Django stands
from django.utils import timezone  # noqa: E402

from shouwen.access import looks  # noqa: E402
from shouwen.cases import tallies  # noqa: E402
from shouwen.cases.models import Case, ImportRun  # noqa: E402
from shouwen.enforcement import anew, rebuild  # noqa: E402
from shouwen.journal.queries import facts_of_kind, verify  # noqa: E402
from shouwen.ledger.queries import balance  # noqa: E402
from shouwen.obligations.queries import due_for_check  # noqa: E402

KINDS = ("case_opened", "case_noted", "obligation_lapsed", "obligation_escalated")


def faults() -> list[str]:
    """Return what does not fit: the chains, due times, counters of lists, numbers and stocks."""
    found = [*verify(), *looks.verify(), *rebuild.check()]
    return [*map(str, found), *map(str, tallies.differences()), *anew.differences()]


def main() -> None:
    """Print cases, facts by kind, imports, what the fines come to, and what does not fit."""
    imports = ImportRun.objects.filter(state="done").order_by("source")
    found = {
        "cases": sorted(Case.objects.values_list("title", "number")),
        "facts": {kind: sorted(row.about for row in facts_of_kind(kind)) for kind in KINDS},
        "notes": sorted(str(row.details["text"]) for row in facts_of_kind("case_noted")),
        "imports": dict(imports.values_list("source").annotate(Sum("opened"))),
        "fines": str(balance("member", "wang", "yuan")),
        "faults": faults(),
        "due": len(due_for_check(timezone.now())),
    }
    json.dump(found, sys.stdout, ensure_ascii=False)


main()
