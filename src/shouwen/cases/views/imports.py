"""Importing a case book from the browser: send, map, try, run in the background, fetch errors."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from shouwen.cases import gates, queries
from shouwen.cases.import_desk import Desk, keep_mapping
from shouwen.cases.import_forms import ImportForm, MappingForm
from shouwen.cases.importing import MappingError, errors_file, queueing
from shouwen.cases.models import ImportRun
from shouwen.cases.views.shared import REFUSED, standing_of
from shouwen.people.requests import MemberRequest
from shouwen.ui import tables


@require_http_methods(["GET", "HEAD", "POST"])
def import_list(request: MemberRequest) -> HttpResponse:
    """List the imports; take a file with or without its mapping, to map, try or import it."""
    where = standing_of(request)
    gates.require_keeper(where)
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            return _take(request, form)
        except MappingError as fault:
            for line in str(fault).splitlines():
                form.add_error("mapping" if "mapping" in request.FILES else "file", line)
    context = {"form": form, "now": timezone.now(), "runs": queries.imports()}
    status = REFUSED if form.errors else 200
    return render(request, "cases/imports.html", context, status=status)


def _take(request: MemberRequest, form: ImportForm) -> HttpResponse:
    upload, text = form.cleaned_data["file"], form.text
    sent = queueing.Uploaded(
        path=queueing.keep(upload, queueing.folder()), file_name=upload.name, mapping_text=text,
        mapping_name=str(getattr(request.FILES.get("mapping"), "name", "mapping")),
    )  # fmt: skip
    do = request.POST.get("do")
    if text and do in ("try", "import"):
        run = queueing.begin(
            sent=sent, member=request.member, at=timezone.now(), is_trial=do == "try"
        )
        return redirect("cases:import_run", run.pk)
    try:
        Desk.check(sent.path, upload.name)
    except MappingError:
        sent.path.unlink(missing_ok=True)
        raise
    run = queueing.prepare(sent=sent, member=request.member, at=timezone.now())
    return redirect("cases:import_mapping", run.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def import_mapping(request: MemberRequest, pk: int) -> HttpResponse:
    """Edit which column is what, with the first rows as they would be read."""
    where = standing_of(request)
    gates.require_keeper(where)
    run = gates.import_open_to(where, pk)
    if not run.stored or not queueing.path_of(run).exists():
        return redirect("cases:import_run", run.pk)
    desk = Desk(run, request.POST if request.method == "POST" else None)
    if desk.form is not None and desk.form.is_bound and desk.form.is_valid():
        answer = _done(request, run, desk, desk.form)
        if answer is not None:
            return answer
    context: dict[str, Any] = {"run": run, "desk": desk, "form": desk.form}
    if desk.form is not None:
        context["preview"] = desk.preview()
    refused = desk.fault or (desk.form is not None and desk.form.errors)
    return render(request, "cases/import_mapping.html", context, status=REFUSED if refused else 200)


def _done(
    request: MemberRequest, run: ImportRun, desk: Desk, form: MappingForm
) -> HttpResponse | None:
    """Keep the mapping, try it, or import by it; None where the page is only drawn anew."""
    do = request.POST.get("do")
    if do == "keep":
        if not form.cleaned_data["name"].strip():
            form.add_error("name", _("Write a name under which to keep it."))
            return None
        keep_mapping(
            name=form.cleaned_data["name"], text=desk.text, by=request.member, at=timezone.now()
        )
        desk.kept = form.cleaned_data["name"].strip()
    if do not in ("try", "import"):
        return None
    try:
        queueing.go(run=run, mapping_text=desk.text, is_trial=do == "try", at=timezone.now())
    except MappingError as fault:
        form.add_error(None, str(fault))
        return None
    return redirect("cases:import_run", run.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def import_run(request: MemberRequest, pk: int) -> HttpResponse:
    """Show how far an import is; the page asks again by itself while it runs.

    What was tried is imported from here by the same mapping.
    """
    where = standing_of(request)
    run = gates.import_open_to(where, pk)
    context = {"run": run, "now": timezone.now(), "fault": ""}
    if request.method == "POST":
        gates.require_keeper(where)
        try:
            queueing.go(run=run, mapping_text=run.mapping, is_trial=False, at=timezone.now())
            return redirect("cases:import_run", run.pk)
        except MappingError as fault:
            context["fault"] = str(fault)
    context["faults"] = run.faults.order_by("pk")[:50]
    part = request.htmx and request.htmx.target == "run"  # type: ignore[attr-defined]
    template = "cases/_import_run.html" if part else "cases/import_run.html"
    return render(request, template, context, status=REFUSED if context["fault"] else 200)


@require_safe
def errors(request: MemberRequest, pk: int, form: str) -> StreamingHttpResponse:
    """Hand out the refused rows as a table, each with its line, its clause and the reason."""
    run = gates.import_open_to(standing_of(request), pk)
    if form not in ("csv", "xlsx"):
        raise Http404
    lines = errors_file.lines(errors_file.of_run(run))
    name = f"import-{run.pk}-errors.{form}"
    return tables.sent_book(lines, name) if form == "xlsx" else tables.sent(lines, name)
