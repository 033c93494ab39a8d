"""The studio's pages: bring a document in, watch it being read, decide rule by rule, draft."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shouwen.adoption.gates import ADOPT
from shouwen.people.forms import say_refusal
from shouwen.people.gates import require
from shouwen.people.refusals import RefusedError
from shouwen.people.requests import MemberRequest
from shouwen.studio import actions, gates, queries, repairs, sheet
from shouwen.studio.assistant import assistant
from shouwen.studio.choices import UNDER_WAY, State, Verdict
from shouwen.studio.drafting import first_day_of
from shouwen.studio.forms import BringInForm, DraftForm, KindForm
from shouwen.studio.kinds import ASKED
from shouwen.studio.models import Document, FoundText, Sentence, Suggestion
from shouwen.studio.running import read_document

REFUSED = 422
DECIDED = "decided"


@require_http_methods(["GET", "HEAD", "POST"])
def index(request: MemberRequest) -> HttpResponse:
    """Take a document, and list those brought in."""
    now = timezone.now()
    require(request.member, ADOPT, timezone.localdate(now))
    form = BringInForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        data, name = form.brought
        try:
            found = actions.bring_in(data=data, file_name=name, by=request.member, at=now)
        except RefusedError as refusal:
            say_refusal(form, refusal)
        else:
            read_document.enqueue(found.pk)
            return redirect("studio:document", found.pk)
    context = {"form": form, "documents": queries.documents(now), "now": now}
    return render(request, "studio/index.html", context, status=REFUSED if form.errors else 200)


@require_safe
def document(request: MemberRequest, pk: int) -> HttpResponse:
    """Show how far reading a document is; once read, the regulations found in it."""
    now = timezone.now()
    found = gates.document_open_to(request.member, pk, timezone.localdate(now))
    texts, state = list(found.texts.all()), found.stands(now)
    if state == State.READ and len(texts) == 1:
        return redirect("studio:text", texts[0].pk)
    context: dict[str, Any] = {"document": found, "texts": texts, "state": state}
    if state == State.REFUSED:
        context["refusal"] = queries.why_refused(found)
    elif state in UNDER_WAY:
        context["so_far"] = queries.read_so_far(found)
    return render(request, "studio/document.html", context)


@require_safe
def reading(request: MemberRequest, pk: int) -> HttpResponse:
    """Show how far reading is, asked again and again; lead to the page once it is read."""
    now = timezone.now()
    found = gates.document_open_to(request.member, pk, timezone.localdate(now))
    if found.stands(now) not in UNDER_WAY:
        return _go(request, reverse("studio:document", args=[pk]))
    context = {"document": found, "so_far": queries.read_so_far(found)}
    return render(request, "studio/_reading.html", context)


@require_safe
def original(request: MemberRequest, pk: int) -> HttpResponse:
    """Give the file back as it was brought in, to be saved, never to be shown."""
    gates.document_open_to(request.member, pk, timezone.localdate())
    found = Document.objects.only("original", "file_name").get(pk=pk)
    answer = HttpResponse(bytes(found.original), content_type="application/octet-stream")
    named = content_disposition_header(True, found.file_name)  # noqa: FBT003 as attachment
    answer["Content-Disposition"] = named or "attachment"
    return answer


@require_POST
def discard(request: MemberRequest, pk: int) -> HttpResponse:
    """Throw a document away."""
    now = timezone.now()
    found = gates.document_open_to(request.member, pk, timezone.localdate(now))
    try:
        actions.discard(document=found, at=now)
    except RefusedError as refusal:
        messages.error(request, str(refusal))
    return redirect("studio:index")


@require_POST
def read_again(request: MemberRequest, pk: int) -> HttpResponse:
    """Let a document be read anew whose reading broke off."""
    now = timezone.now()
    found = gates.document_open_to(request.member, pk, timezone.localdate(now))
    try:
        actions.read_again(document=found, at=now)
    except RefusedError as refusal:
        messages.error(request, str(refusal))
    else:
        read_document.enqueue(pk)
    return redirect("studio:document", pk)


@require_safe
def text(request: MemberRequest, pk: int) -> HttpResponse:
    """Show a found regulation: its text with what covers it, the rules beside it."""
    today = timezone.localdate()
    found = gates.text_open_to(request.member, pk, today)
    if found.document.state != State.READ:
        return redirect("studio:document", found.document_id)
    prefetch_related_objects([found], "suggestions", "sentences")
    context = {
        **_frame(found, first_day_of(found)),
        "clauses": sheet.clauses_of(found, translation.get_language()),
        "repairs": repairs.repairs_of(found),
        "left_out": repairs.left_out_of(found),
        "may_ask": assistant() is not None,
    }
    return render(request, "studio/text.html", context)


def _frame(found: FoundText, begins: Any) -> dict[str, Any]:
    return {
        "text": found,
        "document": found.document,
        "coverage": sheet.coverage_of(found),
        "kind_form": KindForm(english=_is_english(), auto_id=False),
        "draft_form": DraftForm(initial={"in_force": begins}),
    }


def _is_english() -> bool:
    return (translation.get_language() or "").startswith("en")


@require_POST
def decide(request: MemberRequest, pk: int) -> HttpResponse:
    """Confirm a proposed rule, keep it as a note, set it aside, or open it again."""
    now = timezone.now()
    row = gates.suggestion_open_to(request.member, pk, timezone.localdate(now))
    verdict, revision = _verdict(request), request.POST.get("revision", "")
    if verdict is None or not revision.isdecimal():
        return _rule(request, pk, RefusedError(_("Choose what to do with this rule.")))
    try:
        actions.decide(row=row, verdict=verdict, revision=int(revision), by=request.member, at=now)
    except RefusedError as refusal:
        return _rule(request, pk, refusal)
    return _rule(request, pk)


def _verdict(request: MemberRequest) -> Verdict | None:
    said = request.POST.get("verdict", "")
    return Verdict(said) if said in Verdict.values else None


def _rule(request: MemberRequest, pk: int, refusal: RefusedError | None = None) -> HttpResponse:
    """Answer with the rule as it stands now: its card, or the page where it stands."""
    row = Suggestion.everything.select_related("text__document").defer("text__document__original")
    found = row.get(pk=pk)
    gone = found.replaced_in_id is not None
    if gone or not request.htmx:  # type: ignore[attr-defined]
        if refusal:
            messages.error(request, str(refusal))
        place = reverse("studio:text", args=[found.text_id])
        return _go(request, place if gone else f"{place}#rule-{pk}")
    cards, language = sheet.cards_of(found.text, [found]), translation.get_language()
    context = {
        "rule": sheet.shown(found, cards, language, sheet.typed_in(found.text, language)),
        "text": found.text,
        "coverage": sheet.coverage_of(found.text),
        "refusal": refusal,
        "is_part": True,
    }
    return _decided(render(request, "studio/_rule.html", context))


@require_POST
def decide_sentence(request: MemberRequest, pk: int) -> HttpResponse:
    """Keep an uncovered sentence as a note, set it aside, open it again, or make it a rule."""
    now = timezone.now()
    row = gates.sentence_open_to(request.member, pk, timezone.localdate(now))
    kind = request.POST.get("kind", "")
    if kind in ASKED:
        try:
            made = actions.make_rule(row=row, kind=kind, by=request.member, at=now)
        except RefusedError as refusal:
            messages.error(request, str(refusal))
            return redirect("studio:text", row.text_id)
        return redirect("studio:change", made.pk)
    verdict = _verdict(request)
    if verdict not in {Verdict.NOTE, Verdict.SET_ASIDE, Verdict.OPEN}:
        return _sentence(request, row)
    try:
        actions.decide_sentence(row=row, verdict=verdict, by=request.member, at=now)
    except RefusedError as refusal:
        return _sentence(request, row, refusal)
    return _sentence(request, row)


@require_POST
def note_introductory(request: MemberRequest, pk: int) -> HttpResponse:
    """Keep all sentences about the regulation itself as notes, as this person's decision."""
    now = timezone.now()
    found = gates.text_open_to(request.member, pk, timezone.localdate(now))
    count = actions.note_introductory(text=found, by=request.member, at=now)
    said = ngettext("%(n)s sentence is a note now.", "%(n)s sentences are notes now.", count)
    messages.success(request, said % {"n": count})
    return redirect("studio:text", pk)


def _go(request: MemberRequest, place: str) -> HttpResponse:
    """Lead to another place, the whole page also where only a part was asked for."""
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect(place)
    answer = HttpResponse()
    answer["HX-Redirect"] = place
    return answer


def _sentence(
    request: MemberRequest, row: Sentence, refusal: RefusedError | None = None
) -> HttpResponse:
    """Answer with the sentence as it stands now: its card, or the page where it stands."""
    rows = Sentence.everything.select_related("text__document").defer("text__document__original")
    row = rows.get(pk=row.pk)
    gone = row.replaced_in_id is not None
    if gone or not request.htmx:  # type: ignore[attr-defined]
        if refusal:
            messages.error(request, str(refusal))
        place = reverse("studio:text", args=[row.text_id])
        return _go(request, place if gone else f"{place}#sentence-{row.pk}")
    said = row.text.document.text[row.start : row.end]
    context = {
        "sentence": row,
        "said": said,
        "text": row.text,
        "coverage": sheet.coverage_of(row.text),
        "kind_form": KindForm(english=_is_english(), auto_id=False),
        "refusal": refusal,
        "is_part": True,
    }
    return _decided(render(request, "studio/_sentence.html", context))


def _decided(answer: HttpResponse) -> HttpResponse:
    """Let the file beside the text hear that it may be another now."""
    answer["HX-Trigger"] = DECIDED
    return answer


@require_POST
def draft(request: MemberRequest, pk: int) -> HttpResponse:
    """Make a draft of what was confirmed and go on there."""
    now = timezone.now()
    found = gates.text_open_to(request.member, pk, timezone.localdate(now))
    form = DraftForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose the day from which the regulation is in force."))
        return redirect("studio:text", pk)
    try:
        made = actions.draft(
            text=found, in_force=form.cleaned_data["in_force"], by=request.member, at=now
        )
    except RefusedError as refusal:
        messages.error(request, str(refusal))
        return redirect("studio:text", pk)
    return redirect("adoption:draft", made.pk)
