"""Importing a case book from the browser: upload, look, run in the background, fetch errors."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from shouwen.cases import gates, queries
from shouwen.cases.forms import ImportForm
from shouwen.cases.importing import MappingError, errors_file, queueing
from shouwen.cases.views.shared import REFUSED, standing_of
from shouwen.people.requests import MemberRequest


@require_http_methods(["GET", "HEAD", "POST"])
def import_list(request: MemberRequest) -> HttpResponse:
    """List the imports; take a file and its mapping, try them, or begin an import."""
    where = standing_of(request)
    gates.require_keeper(where)
    form = ImportForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form, "now": timezone.now()}
    if request.method == "POST" and form.is_valid():
        try:
            result = _take(request, form)
        except MappingError as fault:
            for line in str(fault).splitlines():
                form.add_error("mapping", line)
        else:
            if not isinstance(result, queueing.Trial):
                return redirect("cases:import_run", result)
            context["trial"] = result
    context["runs"] = queries.imports()
    status = REFUSED if form.errors else 200
    return render(request, "cases/imports.html", context, status=status)


def _take(request: MemberRequest, form: ImportForm) -> queueing.Trial | int:
    upload = form.cleaned_data["file"]
    sent = queueing.Uploaded(
        path=queueing.keep(upload, Path(settings.MEDIA_ROOT) / "imports"),
        file_name=upload.name,
        mapping_text=form.cleaned_data["mapping"],
        mapping_name=str(form["mapping"].data.name),
    )
    if request.POST.get("do") != "import":
        try:
            return queueing.try_out(sent)
        finally:
            sent.path.unlink(missing_ok=True)
    return queueing.begin(sent=sent, member=request.member, at=timezone.now()).pk


@require_safe
def import_run(request: MemberRequest, pk: int) -> HttpResponse:
    """Show how far an import is; the page asks again by itself while it runs."""
    run = gates.import_open_to(standing_of(request), pk)
    context = {"run": run, "now": timezone.now()}
    part = request.htmx and request.htmx.target == "run"  # type: ignore[attr-defined]
    template = "cases/_import_run.html" if part else "cases/import_run.html"
    return render(request, template, context)


@require_safe
def errors(request: MemberRequest, pk: int) -> HttpResponse:
    """Hand out the refused rows as a CSV file."""
    run = gates.import_open_to(standing_of(request), pk)
    text = io.StringIO(newline="")
    errors_file.write(text, errors_file.of_run(run))
    body = text.getvalue().encode("utf-8-sig")
    response = HttpResponse(body, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="import-{run.pk}-errors.csv"'
    return response
