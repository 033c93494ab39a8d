"""Skills: what members can do, what cases ask for, and who has it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from shouwen.cases.categories import path_of, speaks_chinese
from shouwen.cases.choices import CaseType
from shouwen.cases.grading import tree
from shouwen.cases.models import Case, Category, MemberSkill, Skill, SkillAsked
from shouwen.people.models import Member

# What a member can do, by skill; and of many members, by member.
Levels = Mapping[int, int]


def name_of(skill: Skill) -> str:
    """Return a skill's name in the reader's language."""
    return skill.name if speaks_chinese() else skill.name_en or skill.name


def asked_by(case: Case) -> list[SkillAsked]:
    """List what a case asks for, by its type and by its category with those above it.

    Where several ask for one skill, the highest level counts.
    """
    found = SkillAsked.objects.filter(case_type=case.case_type).select_related("skill")
    asked = list(found.order_by("skill__name", "-level"))
    if any(each.category_id for each in asked):
        above, here, parents = set[int](), case.category_id, tree()
        while here:
            above.add(here)
            here = parents.get(here)
        asked = [each for each in asked if each.category_id is None or each.category_id in above]
    highest: dict[int, SkillAsked] = {}
    for each in asked:
        highest.setdefault(each.skill_id, each)
    return list(highest.values())


def levels_of(members: Collection[int], asked: Collection[SkillAsked]) -> dict[int, Levels]:
    """Return the levels of members in the skills that are asked for, in one query."""
    if not asked:
        return {}
    found = MemberSkill.objects.filter(
        member__in=members, skill__in=[each.skill_id for each in asked]
    )
    levels: dict[int, dict[int, int]] = {}
    for member, skill, level in found.values_list("member", "skill", "level"):
        levels.setdefault(member, {})[skill] = level
    return dict(levels)


def held_by(members: Collection[int]) -> dict[int, frozenset[str]]:
    """Return the names of what members can do, at whatever level."""
    found = MemberSkill.objects.filter(member__in=members).values_list("member", "skill__name")
    held: dict[int, set[str]] = {}
    for member, name in found:
        held.setdefault(member, set()).add(name)
    return {member: frozenset(names) for member, names in held.items()}


def names() -> list[str]:
    """List the skills by name, as the house writes them."""
    return list(Skill.objects.order_by("name").values_list("name", flat=True))


def suffice(levels: Levels, asked: Collection[SkillAsked]) -> bool:
    """Return whether these levels are all that is asked for."""
    return all(levels.get(each.skill_id, 0) >= each.level for each in asked)


def in_words(asked: Collection[SkillAsked]) -> str:
    """Say what is asked for, with its levels."""
    sentence = _("%(skill)s (level %(level)s)")
    return _(", ").join(
        sentence % {"skill": name_of(each.skill), "level": each.level} for each in asked
    )


# ── keeping ──────────────────────────────────────────────────────────────────────────────────


def skill_named(name: str, name_en: str = "") -> Skill:
    """Return the skill of this name, made if there is none yet."""
    found, _made = Skill.objects.get_or_create(
        name=name.strip(), defaults={"name_en": name_en.strip()}
    )
    return found


def give(*, member: Member, skill: Skill, level: int, by: Member, at: datetime) -> MemberSkill:
    """Write down how well a member can do it; the level there was is replaced."""
    row, _made = MemberSkill.objects.update_or_create(
        member=member, skill=skill, defaults={"level": level, "given_by": by, "given_at": at}
    )
    return row


def ask_for(*, skill: Skill, level: int, case_type: str, category: Category | None) -> SkillAsked:
    """Let cases of a type, or of a category and what is below it, ask for a skill."""
    row, _made = SkillAsked.objects.update_or_create(
        case_type=category.case_type if category else case_type,
        category=category,
        skill=skill,
        defaults={"level": level},
    )
    return row


# ── the page ─────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillRow:
    """One skill with who has it and what asks for it, as (number of the row, words)."""

    name: str
    holders: tuple[tuple[int, str], ...]
    askers: tuple[tuple[int, str], ...]


def rows() -> list[SkillRow]:
    """List the skills by name, in three queries."""
    held: dict[int, list[tuple[int, str]]] = {}
    working = MemberSkill.objects.filter(member__is_active=True).select_related("member")
    for row in working.order_by("-level", "member__name"):
        held.setdefault(row.skill_id, []).append((row.pk, f"{row.member} {row.level}"))
    asked: dict[int, list[tuple[int, str]]] = {}
    for each in SkillAsked.objects.select_related("category__parent").order_by("case_type", "pk"):
        where = path_of(each.category) or pgettext("skill", "all")
        words = f"{CaseType(each.case_type).label} · {where} ≥ {each.level}"
        asked.setdefault(each.skill_id, []).append((each.pk, words))
    return [
        SkillRow(
            name=name_of(skill), holders=tuple(held.get(skill.pk, ())),
            askers=tuple(asked.get(skill.pk, ())),
        )
        for skill in Skill.objects.order_by("name")
    ]  # fmt: skip
