"""What members are skilled in, and which cases ask for it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shouwen.cases.choices import CaseType
from shouwen.cases.models.matters import Category

LEVELS = (1, 2, 3)


class Skill(models.Model):
    """Something that not everybody can do, such as lifts or English."""

    name = models.CharField(pgettext_lazy("skill", "Name"), max_length=40, unique=True)
    name_en = models.CharField(_("English name"), max_length=40, blank=True)

    def __str__(self) -> str:
        """Return the name as the house writes it."""
        return self.name


class MemberSkill(models.Model):
    """How well a member can do it: 1 knows it, 2 does it alone, 3 teaches it."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    skill = models.ForeignKey(Skill, on_delete=models.CASCADE, related_name="+")
    level = models.PositiveSmallIntegerField()
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    given_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_level_a_member_and_skill", fields=["member", "skill"]
            ),
            models.CheckConstraint(name="a_known_level", condition=Q(level__in=LEVELS)),
        ]

    def __str__(self) -> str:
        """Return both keys with the level."""
        return f"{self.member_id} {self.skill_id} {self.level}"


class SkillAsked(models.Model):
    """Which skill cases of a type ask for, or those of a category and what is below it."""

    case_type = models.CharField(_("Type"), max_length=16, choices=CaseType)
    category = models.ForeignKey(Category, on_delete=models.CASCADE, null=True, related_name="+")
    skill = models.ForeignKey(Skill, on_delete=models.CASCADE, related_name="+")
    level = models.PositiveSmallIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="a_category_asks_once_for_a_skill",
                fields=["category", "skill"],
                condition=Q(category__isnull=False),
            ),
            models.UniqueConstraint(
                name="a_type_asks_once_for_a_skill",
                fields=["case_type", "skill"],
                condition=Q(category__isnull=True),
            ),
            models.CheckConstraint(name="a_known_level_asked", condition=Q(level__in=LEVELS)),
        ]

    def __str__(self) -> str:
        """Return both keys with the level."""
        return f"{self.case_type} {self.skill_id} {self.level}"
