"""Pages of the one door: why something is so, record a fact, finish, excuse, take back."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shouwen.enforcement import actions, gates, lines, looked, proof, queries, sheets, why, words
from shouwen.enforcement.clocks import rule_of
from shouwen.enforcement.forms import FactForm, ReasonForm, recorded
from shouwen.enforcement.matters import link_to
from shouwen.enforcement.outcome import Outcome
from shouwen.enforcement.sent import key_of, sent_by
from shouwen.files import queries as files
from shouwen.journal import queries as journal
from shouwen.obligations import queries as owed
from shouwen.people import gates as people_gates
from shouwen.people import queries as people
from shouwen.people.answers import answered, refused_there
from shouwen.people.forms import taken
from shouwen.people.refusals import RefusedError
from shouwen.people.requests import MemberRequest
from shouwen.policy.amounts import Quantity
from shouwen.policy.kinds.form import FILLED, Form
from shouwen.policy.vocabulary import FactKind
from shouwen.regulations import queries as regulations
from shouwen.ui.offline import kept


@require_safe
@kept
def why_obligation(request: MemberRequest, pk: int) -> HttpResponse:
    """Show why somebody owes something by a time."""
    now = timezone.now()
    obligation = gates.obligation_open_to(request.member, pk, timezone.localdate(now))
    explanation = why.explain(obligation, now=now, reader=request.member)
    context = {
        "why": explanation,
        "obligation": obligation,
        "duty": words.of_language((obligation.duty, obligation.duty_en)) or obligation.duty,
        "transitions": owed.transitions_of(pk),
        "meets": lines.how_to_meet(obligation),
        "place": proof.place_of(rule_of(obligation), pk),
        "counted": proof.counted_for(rule_of(obligation)),
        "may_excuse": obligation.ended_at is None
        and people.may(request.member, "obligations.excuse", timezone.localdate(now)),
        "reason_form": ReasonForm(),
        "now": now,
    }
    return render(request, "enforcement/why_obligation.html", context)


@require_safe
def why_transfer(request: MemberRequest, pk: int) -> HttpResponse:
    """Show why points or money moved."""
    now = timezone.now()
    transfer = gates.transfer_open_to(request.member, pk, timezone.localdate(now))
    explanation = why.explain(transfer, now=now, reader=request.member)
    context = {
        "why": explanation,
        "transfer": transfer,
        "quantity": Quantity(transfer.unit, transfer.parts),
        "unit": lines.unit_name(transfer.unit, now),
        "payer": lines.account_name(transfer.payer),
        "payee": lines.account_name(transfer.payee),
        "may_correct": people.may(request.member, "facts.record", timezone.localdate(now)),
        "now": now,
    }
    return render(request, "enforcement/why_transfer.html", context)


@require_safe
def why_request(request: MemberRequest, pk: int) -> HttpResponse:
    """Lead to the page of a request, which says why it waits and lets it be decided."""
    gates.request_open_to(request.member, pk, timezone.localdate())
    label, address = link_to(f"request:{pk}")
    if not address:
        raise Http404(label)
    return redirect(address)


@require_POST
def excuse(request: MemberRequest, pk: int) -> HttpResponse:
    """Let somebody off a duty, for a reason."""
    now = timezone.now()
    people_gates.require(request.member, "obligations.excuse", timezone.localdate(now))
    gates.obligation_open_to(request.member, pk, timezone.localdate(now))
    reason, back = request.POST.get("reason", ""), reverse("enforcement:why_obligation", args=[pk])
    return answered(
        request,
        lambda: actions.excuse_obligation(pk=pk, reason=reason, by=request.member, at=now),
        refused=lambda refusal: refused_there(request, refusal, back),
        said=_("The duty is excused."),
        to=back,
    )


@require_POST
def finish(request: MemberRequest, pk: int) -> HttpResponse:
    """Record that a recurring duty was done, with what proves it."""
    now = timezone.now()
    obligation = gates.obligation_open_to(request.member, pk, timezone.localdate(now))
    back = _next(request) or reverse("enforcement:why_obligation", args=[pk])

    def done() -> None:
        counted = proof.reported(obligation, request.POST, by=request.member)
        evidence = request.POST.get("evidence", "").strip()
        details = {"obligation": str(pk), "evidence": evidence or None, **counted}
        once = proof.done_key(obligation)
        sent = sent_by(request.member, request.POST, now, token=once)
        sent.record("duty_done", obligation.about, details, "done", once=once)

    return answered(
        request,
        done,
        refused=lambda refusal: _not_reported(request, refusal, back),
        said=_("Recorded as done."),
        to=back,
    )


def _not_reported(request: MemberRequest, refusal: RefusedError, back: str) -> HttpResponse:
    if isinstance(refusal, proof.DoneElsewhereError):
        messages.info(request, str(refusal))
        return redirect(refusal.place)
    if isinstance(refusal, proof.TooLittleError):
        for said in refusal.sentences:
            messages.error(request, said)
        return redirect(back)
    return refused_there(request, refusal, back)


# ── recording facts ──────────────────────────────────────────────────────────────────────────


@require_safe
def kinds(request: MemberRequest) -> HttpResponse:
    """List what may be recorded by hand under the regulations in force."""
    today = timezone.localdate()
    people_gates.require(request.member, "facts.record", today)
    book = regulations.in_force_on(today)
    found = queries.grouped_by_regulation(queries.recordable_kinds(book), book)
    rows = {title: [_kind_row(k) for k in kinds] for title, kinds in found.items()}
    for sheet in sheets.sheets(book):
        rows.setdefault(sheet.clause.title, []).append(_sheet_row(sheet))
    groups = list(rows.items())
    return render(request, "enforcement/kinds.html", {"groups": groups})


def _kind_row(kind: FactKind) -> dict[str, str]:
    return {"kind": kind.kind, "label": words.of_language((kind.label, kind.label_en))}


def _sheet_row(sheet: Form) -> dict[str, str]:
    kind = sheets.kind_of(sheet)
    query = urlencode({"form": sheets.name_of(sheet)})
    return {**_kind_row(kind), "query": f"?{query}"}


@require_http_methods(["GET", "HEAD", "POST"])
@kept
def record(request: MemberRequest, kind: str) -> HttpResponse:
    """Record one fact; the answer says what the regulations made of it."""
    now = timezone.now()
    people_gates.require(request.member, "facts.record", timezone.localdate(now))
    sheet = _sheet_asked(request, kind)
    fact_kind = sheets.kind_of(sheet) if sheet else _recordable(kind)
    if request.method != "POST":
        form = FactForm(kind=fact_kind, initial={"happened_at": timezone.localtime(now)})
        return _record_page(request, form, about=request.GET.get("about", ""))
    about = request.POST.get("about", "")
    form = FactForm(request.POST, kind=fact_kind)
    outcome = recorded(form, lambda: _record(request, form, about, sheet))
    if outcome is None:
        return _record_page(request, form, about=about)
    return _recorded(request, outcome)


def _record(request: MemberRequest, form: FactForm, about: str, sheet: Form | None) -> Outcome:
    if about and not gates.matter_or_member(request.member, about, timezone.localdate()):
        raise Http404
    sent = sent_by(request.member, request.POST, timezone.now())
    details = {**form.details(), **(sheets.says_whose(sheet) if sheet else {})}
    person = details.get("person")
    matter = about or (f"member:{person}" if person else f"{form.kind.kind}:{sent.token}")
    happened_at = form.cleaned_data["happened_at"]
    return sent.offer(form.kind.kind, matter, details, "record", happened_at=happened_at)


def _sheet_asked(request: HttpRequest, kind: str) -> Form | None:
    """Return the form the address asks for, or None for any other fact."""
    name = request.GET.get("form", "")
    if kind != FILLED or not name:
        return None
    found = sheets.sheet_named(name, regulations.in_force_on(timezone.localdate()))
    if found is None:
        raise Http404
    return found


def _recordable(kind: str) -> FactKind:
    in_force = regulations.in_force_on(timezone.localdate())
    found = next((k for k in queries.recordable_kinds(in_force) if k.kind == kind), None)
    if found is None:
        raise Http404
    return found


def _record_page(request: HttpRequest, form: FactForm, *, about: str) -> HttpResponse:
    context = {
        "form": form,
        "about": about,
        "key": key_of(request.POST),
        "label": words.of_language((form.kind.label, form.kind.label_en)),
    }
    status = 422 if form.is_bound else 200
    return render(request, "enforcement/record.html", context, status=status)


def _recorded(request: MemberRequest, outcome: Outcome) -> HttpResponse:
    if outcome.held is not None:
        messages.info(request, _("This needs approval; it was sent to whoever signs next."))
        return redirect("enforcement:why_request", pk=outcome.held.pk)
    return redirect("enforcement:fact", number=outcome.row.number)


@require_safe
def fact(request: MemberRequest, number: int) -> HttpResponse:
    """Show one recorded fact with everything the regulations made of it."""
    return _fact_page(request, number, _missing_form(number))


def _fact_page(
    request: MemberRequest, number: int, missing: FactForm | None, *, status: int = 200
) -> HttpResponse:
    now = timezone.now()
    row = gates.fact_open_to(request.member, number, timezone.localdate(now))
    context = {
        "line": why.fact_line(row, now=now, reader=request.member),
        "consequences": lines.consequences_of(row, request.member, timezone.localdate(now)),
        "missing": missing,
        "corrected": lines.correction_of(row),
        "looks": looked.who_looked(row),
        "files": files.of(files.keys_in(row.details.get(files.DETAIL))).values(),
        "may_correct": people.may(request.member, "facts.record", timezone.localdate(now)),
        "reason_form": ReasonForm(),
        "now": now,
    }
    return render(request, "enforcement/fact.html", context, status=status)


def _missing_form(number: int, data: Mapping[str, str] | None = None) -> FactForm | None:
    row = journal.find(number)
    asked = queries.asked_about(number) if row is not None else ()
    if row is None or not asked:
        return None
    in_force = regulations.in_force_on(timezone.localdate(row.happened_at), row.recorded_at)
    kind = in_force.vocabulary.kinds.get(row.kind)
    if kind is None or not set(asked) & set(kind.details):
        return None
    return FactForm(data, kind=kind, only=asked)


@require_http_methods(["GET", "HEAD", "POST"])
def complete(request: MemberRequest, number: int) -> HttpResponse:
    """Supply what rules still ask about a fact; what was typed stays when it is refused."""
    gates.fact_open_to(request.member, number, timezone.localdate())
    form = _missing_form(number, request.POST)
    if form is None or request.method != "POST":
        return redirect("enforcement:fact", number=number)
    outcome = taken(form, lambda: _completed(request, number, form))
    if outcome is None:
        return _fact_page(request, number, form, status=422)
    return _recorded(request, outcome)


def _completed(request: MemberRequest, number: int, form: FactForm) -> Outcome:
    if not form.details():
        raise RefusedError(_("Fill in at least one of the details that are asked for."))
    return actions.complete_fact(
        number=number, details=form.details(), actor=request.member, at=timezone.now()
    )


@require_POST
def correct(request: MemberRequest, number: int) -> HttpResponse:
    """Take a fact back with everything that followed from it."""
    now = timezone.now()
    people_gates.require(request.member, "facts.record", timezone.localdate(now))
    gates.fact_open_to(request.member, number, timezone.localdate(now))
    reason, back = request.POST.get("reason", ""), reverse("enforcement:fact", args=[number])
    return answered(
        request,
        lambda: actions.correct_fact(number=number, reason=reason, actor=request.member, at=now),
        refused=lambda refusal: refused_there(request, refusal, back),
        said=_("The fact is taken back; what followed from it is countered."),
        to=back,
    )


def _next(request: HttpRequest) -> str:
    target = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()})
    return target if safe else ""
