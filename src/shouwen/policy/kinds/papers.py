"""What an office keeps of a rule: minutes, a notice, a plan, a report, or none of them."""

from __future__ import annotations

from typing import Literal

# Left out, the words of the rule and of its facts are taken for what they say.
Paper = Literal["meeting", "notice", "plan", "report", "none"] | None
