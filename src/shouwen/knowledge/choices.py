"""Situations that the product itself knows; every other one comes from a regulation."""

from __future__ import annotations

# What is said in writing to a customer, unless whoever writes chose another situation. A rule
# about replies names it: `situation: written_reply`.
WRITTEN_REPLY = "written_reply"
# Words that were listened to where the checklist names no situation.
QUALITY_CHECK = "quality_check"
