"""Every rule finds what it is there for, and the house keeps them all."""

from __future__ import annotations

import pytest

from tools import house_rules

pytestmark = pytest.mark.once

BREACHES = [
    (house_rules.no_receiver, "@receiver(post_save)\ndef listen(): ...", 2),
    (house_rules.no_receiver, "from django.db.models.signals import post_save", 1),
    (house_rules.no_own_save, "class Case(models.Model):\n    def save(self): ...", 2),
    (house_rules.no_bare_select_related, "rows = Case.objects.select_related()", 1),
    (house_rules.no_silent_conflicts, "rows.bulk_create(new, ignore_conflicts=True)", 1),
    (house_rules.no_wall_clock, "due = timezone.now()", 1),
    (house_rules.no_wall_clock, "today = timezone.localdate()", 1),
    (house_rules.no_own_code_in_migrations, "from shouwen.cases.models import Case", 1),
    (house_rules.no_inline_code, "<p>\n<script>alert(1)</script>", 2),
    (house_rules.no_inline_code, '<p style="color: red">', 1),
    (house_rules.no_inline_code, '<button onclick="go()">', 1),
    (house_rules.no_inline_code, '<script src="https://example.com/a.js"></script>', 1),
    (house_rules.not_too_long, "\n" * 601, 600),
]
FINE = [
    (house_rules.no_own_save, "class CaseForm(ModelForm):\n    def save(self): ..."),
    (house_rules.no_bare_select_related, 'rows = Case.objects.select_related("handler")'),
    (house_rules.no_wall_clock, "day = timezone.localdate(happened_at)"),
    (house_rules.no_wall_clock, "day = timezone.localdate()  # clock: a name is shown today"),
    (house_rules.no_own_code_in_migrations, "from django.db import models"),
    (house_rules.no_inline_code, '<script src="{% static "ui/a.js" %}" defer></script>'),
    (house_rules.not_too_long, "\n" * 600),
]


@pytest.mark.parametrize(("rule", "text", "line"), BREACHES)
def test_a_rule_finds_the_breach_at_its_line(rule, text, line):
    assert [number for number, _ in rule(text)] == [line]


@pytest.mark.parametrize(("rule", "text"), FINE)
def test_a_rule_leaves_good_code_alone(rule, text):
    assert list(rule(text)) == []


def test_the_house_keeps_its_rules():
    assert house_rules.faults() == []
