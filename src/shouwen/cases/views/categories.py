"""The tree of categories, for whoever keeps it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from shouwen.cases import actions, categories, gates
from shouwen.cases.choices import CaseType
from shouwen.cases.forms import AddCategoryForm, RenameCategoryForm
from shouwen.cases.views.shared import REFUSED, standing_of
from shouwen.people.forms import say_refusal
from shouwen.people.refusals import RefusedError
from shouwen.people.requests import MemberRequest


@require_http_methods(["GET", "HEAD", "POST"])
def tree(request: MemberRequest) -> HttpResponse:
    """Show the tree by type and add a category to it."""
    gates.require_keeper(standing_of(request))
    form = AddCategoryForm(request.POST or None, initial={"case_type": CaseType.COMPLAINT})
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_category(**form.cleaned_data)
        except RefusedError as refusal:
            say_refusal(form, refusal)
        else:
            return redirect("cases:categories")
    rows = categories.category_tree()
    by_type = [(str(kind.label), [r for r in rows if r.case_type == kind]) for kind in CaseType]
    context = {"form": form, "by_type": by_type, "is_empty": not rows}
    context["may_skill"] = gates.MANAGE in standing_of(request).permissions
    status = REFUSED if form.errors else 200
    return render(request, "cases/categories.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def rename(request: MemberRequest, pk: int) -> HttpResponse:
    """Give a category another name."""
    gates.require_keeper(standing_of(request))
    category = gates.category_open(pk)
    initial = {"name": category.name, "name_en": category.name_en}
    form = RenameCategoryForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.rename_category(category=category, **form.cleaned_data)
        except RefusedError as refusal:
            say_refusal(form, refusal)
        else:
            return redirect("cases:categories")
    context = {"form": form, "old_name": categories.category_name(category)}
    status = REFUSED if form.errors else 200
    return render(request, "cases/category.html", context, status=status)
