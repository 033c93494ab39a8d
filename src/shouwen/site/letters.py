"""Who writes what members have mailed to themselves, by what it is."""

from __future__ import annotations

from collections.abc import Mapping

from shouwen.calls import mailed_report
from shouwen.cases import mailed_list
from shouwen.cases.choices import Mailed
from shouwen.cases.mailed import Write
from shouwen.insight import mailed_targets

LETTERS: Mapping[str, Write] = {
    Mailed.LIST: mailed_list.write,
    Mailed.TARGETS: mailed_targets.write,
    Mailed.CALLS: mailed_report.write,
}
