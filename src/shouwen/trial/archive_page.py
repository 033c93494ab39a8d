"""Pages of the archive: every version of a regulation, and one with its text, on paper or PDF."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from shouwen.adoption.gates import ADOPT
from shouwen.people.gates import require
from shouwen.people.requests import MemberRequest
from shouwen.regulations.gates import regulation_open_to
from shouwen.regulations.shelf import document
from shouwen.trial import archive
from shouwen.ui.pdf import NoPdfError, pdf_of

STYLES = "ui/sheet.css"


@require_safe
def versions(request: MemberRequest, slug: str) -> HttpResponse:
    """List every version of a regulation with its fingerprint, signatures and readings."""
    require(request.member, ADOPT, timezone.localdate())
    regulation = regulation_open_to(request.member, slug)
    context = {"regulation": regulation, "kept": archive.archive_of(regulation)}
    return render(request, "trial/archive.html", context)


@require_safe
def sheet(request: MemberRequest, slug: str, number: int) -> HttpResponse:
    """Show one version with its text and signatures, ready to be printed."""
    return render(request, "trial/sheet.html", _sheet(request, slug, number))


def _sheet(request: MemberRequest, slug: str, number: int) -> dict[str, Any]:
    now = timezone.now()
    require(request.member, ADOPT, timezone.localdate(now))
    found = archive.kept_open_to(regulation_open_to(request.member, slug), number)
    if found is None:
        raise Http404
    clauses = document(found.version, translation.get_language())
    return {"one": found, "version": found.version, "clauses": clauses, "now": now}


@require_safe
def as_pdf(request: MemberRequest, slug: str, number: int) -> HttpResponse:
    """Send one version with its text and signatures as a PDF."""
    context = _sheet(request, slug, number)
    try:
        made = pdf_of(render_to_string("trial/pdf.html", context, request), STYLES)
    except NoPdfError as missing:
        messages.error(request, str(missing))
        return redirect("trial:sheet", slug, number)
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{slug}-v{number}.pdf"'
    return answer
