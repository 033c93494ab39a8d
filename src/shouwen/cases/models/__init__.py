"""Cases: who a matter is, and where it stands. Due times, money and signatures live elsewhere."""

from shouwen.cases.models.attention import Following, Mention, Presence
from shouwen.cases.models.bulk import BulkItem, BulkRun
from shouwen.cases.models.checklists import Checklist, Tick
from shouwen.cases.models.fields import CaseField
from shouwen.cases.models.grading import GradingRule
from shouwen.cases.models.imports import ImportFault, ImportMapping, ImportRun
from shouwen.cases.models.lists import Tally, View
from shouwen.cases.models.macros import Macro
from shouwen.cases.models.mailed import MailedReport
from shouwen.cases.models.matters import Case, Category, NumberSeries
from shouwen.cases.models.queues import Queue, QueueMember
from shouwen.cases.models.recurring import Recurrence, RecurrenceChange
from shouwen.cases.models.skills import MemberSkill, Skill, SkillAsked
from shouwen.cases.models.ties import Relation, Share
from shouwen.cases.models.writing import Draft, HeldReply, Phrase

__all__ = [
    "BulkItem",
    "BulkRun",
    "Case",
    "CaseField",
    "Category",
    "Checklist",
    "Draft",
    "Following",
    "GradingRule",
    "HeldReply",
    "ImportFault",
    "ImportMapping",
    "ImportRun",
    "Macro",
    "MailedReport",
    "MemberSkill",
    "Mention",
    "NumberSeries",
    "Phrase",
    "Presence",
    "Queue",
    "QueueMember",
    "Recurrence",
    "RecurrenceChange",
    "Relation",
    "Share",
    "Skill",
    "SkillAsked",
    "Tally",
    "Tick",
    "View",
]
