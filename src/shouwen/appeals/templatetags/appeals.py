"""The button that questions a line, or how its appeal stands."""

from __future__ import annotations

from django import template
from django.template import Context

from shouwen.appeals import lines, queries
from shouwen.appeals.choices import SORTS
from shouwen.enforcement.lines import correction_of
from shouwen.people.refusals import RefusedError

register = template.Library()


@register.inclusion_tag("appeals/_button.html", takes_context=True)
def question_button(context: Context, sort: str, number: int) -> dict[str, object]:
    """Offer to question a line to whom it concerns; show its appeal where there is one."""
    member = context["request"].member
    try:
        line = SORTS[sort](number)
    except RefusedError:
        return {}
    standing = queries.of_facts([line.row.number]).get(line.row.number)
    mine = lines.concerns(line, member)
    if standing is not None and (mine or standing.appellant_id == member.pk):
        return {"row": standing, "own": standing.appellant_id == member.pk}
    may_ask = mine and correction_of(line.row) is None
    return {"sort": sort, "number": number} if may_ask else {}
