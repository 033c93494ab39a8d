"""What the form of a rule's fact begins with, told by what its details are called.

Regulations name the details of their minutes and reports themselves, so a detail is recognised by
its Chinese or English name; whoever files the paper reads it over before it is recorded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from django.utils import timezone
from django.utils.translation import gettext as _

from shouwen.office.models import Meeting
from shouwen.office.queries.meetings import MeetingPage
from shouwen.office.queries.sheets import Section
from shouwen.people.models import Member
from shouwen.policy.vocabulary import DetailType, Term

Known = Mapping[str, object]
_TEXTS = (
    ("date", r"日期|时间|\b[Dd]ate\b"),
    ("place", r"地点|会议室|\b[Pp]lace\b"),
    ("attendance", r"到会|出席|与会|参加|签到|\b[Aa]ttend"),
    ("decisions", r"决定|决议|\b[Dd]ecision|\b[Rr]esol"),
    ("agenda", r"议题|议程|主题|\b[Aa]genda|\b[Tt]opic"),
    ("next", r"下周|下月|下期|下一步|计划|\b[Nn]ext|\b[Pp]lan"),
    ("problems", r"问题|原因|\b[Pp]roblem"),
    (
        "done",
        (r"上周|上月|本周|本月|完成|总结|内容|纪要|情况|工作"
        r"|\b[Ww]ork|\b[Mm]inutes|\b[Cc]ontent"),
    ),
    ("title", r"标题|名称|\b[Tt]itle"),
    ("period", r"期间|月份|周次|\b[Pp]eriod|\b[Mm]onth\b"),
    ("number", r"归档号|编号|文号|\b[Nn]umber"),
)  # fmt: skip
_MEMBERS = (
    ("chair", r"主持|召集|\b[Cc]hair|\b[Cc]onven"),
    ("recorder", r"记录|整理|归档|\b[Rr]ecord"),
    ("author", r"." ),
)  # fmt: skip
_NUMBERS = (("present", r"实到|到会|出席|与会|参加|\b[Pp]resent|\b[Aa]ttend"),
            ("called", r"应到|\b[Cc]alled"))  # fmt: skip


def prefilled(terms: Iterable[Term], known: Known) -> dict[str, object]:
    """Return what a form begins with, by the names of its fields."""
    found = {f"detail-{term.name}": _value(term, known) for term in terms}
    return {name: value for name, value in found.items() if value not in (None, "")}


def _value(term: Term, known: Known) -> object:
    said = f"{term.label} {term.label_en}"
    if term.type is DetailType.MEMBER:
        return _first(_MEMBERS, said, known)
    if term.type is DetailType.NUMBER:
        return _first(_NUMBERS, said, known)
    if term.type is DetailType.MOMENT:
        return known.get("moment")
    return _first(_TEXTS, said, known) if term.type is DetailType.TEXT else None


def _first(words: Iterable[tuple[str, str]], said: str, known: Known) -> object:
    return next((known[key] for key, one in words if key in known and re.search(one, said)), None)


def of_meeting(page: MeetingPage, by: Member) -> Known:
    """Return what is known of a meeting; a confidential one gives nothing of what was said."""
    meeting, counted = page.meeting, page.counted
    begins = timezone.localtime(meeting.begins_at)
    text = page.minutes.text if page.minutes else ""
    known: dict[str, object] = {
        "date": f"{begins:%Y-%m-%d}",
        "moment": begins.replace(tzinfo=None),
        "place": meeting.place,
        "chair": meeting.chair.username,
        "recorder": meeting.recorder.username,
        "author": by.username,
        "present": counted["present"] + counted["late"],
        "called": len(page.attendees),
        "attendance": attendance_of(page),
        "number": number_of(meeting),
    }
    if meeting.confidential:
        hidden = _("confidential, see %(number)s") % {"number": number_of(meeting)}
        return {
            **known,
            **dict.fromkeys(("decisions", "agenda", "next", "problems", "done"), hidden),
        }
    known["decisions"] = "\n".join(f"{r.number}. {r.text}" for r in page.resolutions)
    known["agenda"] = _(", ").join(page.agenda)
    known["title"] = meeting.title
    return {**known, **parts_of(text)}


def number_of(meeting: Meeting) -> str:
    """Return the number under which a meeting's papers are kept."""
    return f"{timezone.localtime(meeting.begins_at):%Y%m%d}-{meeting.pk}"


def attendance_of(page: MeetingPage) -> str:
    """Return who was called and came, in one sentence."""
    counted = page.counted
    said = {
        "called": len(page.attendees),
        "present": counted["present"] + counted["late"],
        "late": counted["late"],
        "excused": counted["excused"],
        "absent": counted["absent"],
    }
    return (
        _(
            "%(called)s called, %(present)s present (%(late)s late), %(excused)s excused, "
            "%(absent)s absent"
        )
        % said
    )


def parts_of(text: str) -> dict[str, str]:
    """Take minutes apart at lines that name what follows; without such lines all of it is work."""
    parts: dict[str, list[str]] = {"done": []}
    current = "done"
    for line in text.splitlines():
        head = re.match(r"^[一二三四五六七八九十\d、.．#\s]*(.{2,14}?)[：:]?$", line.strip())
        key = _heading(head[1]) if head else ""
        if key:
            current = key
            parts.setdefault(key, [])
        else:
            parts[current].append(line)
    return {key: "\n".join(lines).strip()[:1000] for key, lines in parts.items() if lines}


def _heading(text: str) -> str:
    found = next((key for key, one in _TEXTS if re.search(one, text)), "")
    return found if found in ("done", "problems", "next") else ""


def of_sheet(sections: Iterable[Section], title: str, period: str, author: Member) -> Known:
    """Return what is known of a plan or report."""
    texts = {one.key: one.text[:1000] for one in sections}
    return {
        "title": title,
        "period": period,
        "date": period,
        "author": author.username,
        "chair": author.username,
        "recorder": author.username,
        "done": texts.get("done") or texts.get("tasks") or "",
        "problems": texts.get("problems") or texts.get("support") or "",
        "next": texts.get("next") or texts.get("goals") or "",
    }
