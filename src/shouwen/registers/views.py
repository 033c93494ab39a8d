"""Pages of the registers: the list, one register, a new entry, an entry, its sheet, an export."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shouwen.access.exporting import Listing, kept_in
from shouwen.enforcement import stocks, words
from shouwen.enforcement.forms import ReasonForm, recorded
from shouwen.enforcement.outcome import Outcome
from shouwen.enforcement.sent import key_of, sent_by
from shouwen.journal.actions import FactRow
from shouwen.people import queries as people
from shouwen.people.answers import answered
from shouwen.people.requests import MemberRequest
from shouwen.registers import actions, exporting, filling, gates, pages, queries
from shouwen.registers.forms import EntryForm, initial_like, initial_of
from shouwen.registers.register import Register, registers_in
from shouwen.regulations import queries as regulations
from shouwen.ui import tables
from shouwen.ui.offline import kept

REFUSED, CONFLICT = 422, 409


@require_safe
def index(request: MemberRequest) -> HttpResponse:
    """List the registers in force, found by a word of their title, code or regulation."""
    today = timezone.localdate()
    gates.require_use(request.member, today)
    text = request.GET.get("q", "").strip()
    in_force = regulations.in_force_on(today)
    found = [
        gates.as_open_to(request.member, each, in_force.rulebook, today)
        for each in registers_in(in_force, today)
    ]
    context = {
        "groups": _by_regulation([each for each in found if _is_named(each, text)]),
        "text": text,
        "any": bool(found),
    }
    return render(request, "registers/index.html", context)


def _is_named(register: Register, text: str) -> bool:
    rule = register.rule
    said = (rule.title, rule.title_en, rule.code, rule.id, rule.clause.title, rule.clause.number)
    return any(text.casefold() in one.casefold() for one in said)


def _by_regulation(found: list[Register]) -> dict[str, list[Register]]:
    groups: dict[str, list[Register]] = {}
    for each in found:
        groups.setdefault(each.rule.clause.title, []).append(each)
    return groups


@require_safe
def register(request: MemberRequest, slug: str, rule: str) -> HttpResponse:
    """Show a register's entries in their order, those that wait for a signature above them."""
    now, today = timezone.now(), timezone.localdate()
    found = gates.register_open_to(request.member, slug, rule, today)
    everything = gates.sees_all(request.member, today)
    search, after = searched(request.GET), request.GET.get("after", "")
    page = queries.entries(
        found,
        reader=None if everything else request.member,
        before=queries.read_cursor(after),
        search=search,
        now=now,
        limit=queries.PAGE,
    )
    held = [] if after or search else _held(request, found, today, now)
    context = {
        "register": found,
        "page": page,
        "held": held,
        "search": search,
        "sorting": queries.SORTING,
        "people": people.active_members(),
        "everything": everything,
        "now": now,
    }
    return render(request, "registers/register.html", context)


def searched(asked: Mapping[str, str]) -> queries.Search:
    """Read what a register is searched for; a day that is none is passed over."""
    return queries.Search(
        text=asked.get("q", "").strip(),
        person=asked.get("person", ""),
        since=_day(asked.get("since", "")),
        until=_day(asked.get("until", "")),
        sort=queries.SORTING.chosen(asked.get("sort", "")),
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _held(
    request: MemberRequest, found: Register, today: date, now: datetime
) -> list[queries.HeldRow]:
    everything = gates.sees_all(request.member, today)
    return queries.held(found, member=request.member, sees_all=everything, today=today, now=now)


@require_safe
def about(request: MemberRequest, slug: str, rule: str) -> HttpResponse:
    """Show the clause a register stands on, and what the rule asks for."""
    now, today = timezone.now(), timezone.localdate()
    found = gates.register_open_to(request.member, slug, rule, today)
    kind = found.kinds[0]
    context = {
        "register": found,
        "fields": [found.label(kind, name) for name in found.fields()],
        "copies": pages.copies_of(found),
        "kept": pages.kept_for(found),
        "locked": filling.locked_by(found, now=now),
        "next": filling.next_number(found, kind, now=now),
    }
    return render(request, "registers/about.html", context)


# ── a new entry ──────────────────────────────────────────────────────────────────────────────


def _kind(request: MemberRequest, found: Register) -> str:
    asked = request.POST.get("kind") or request.GET.get("kind") or next(iter(found.by_hand), "")
    if asked not in found.by_hand:
        raise Http404
    return asked


@kept
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: MemberRequest, slug: str, rule: str) -> HttpResponse:
    """Fill in a form; the answer is the entry, what waits for a signature, or what is wrong."""
    found = gates.register_open_to(request.member, slug, rule, timezone.localdate())
    kind = _kind(request, found)
    if request.method != "POST":
        form = EntryForm(register=found, fact_kind=kind, initial=_initial(request, found, kind))
        return _new_page(request, found, form)
    form = EntryForm(request.POST, register=found, fact_kind=kind)
    outcome = recorded(form, lambda: _filled(request, found, form))
    if outcome is None:
        return _new_page(request, found, form)
    return _recorded(request, found, outcome)


def _initial(request: MemberRequest, found: Register, kind: str) -> dict[str, object]:
    initial = initial_of(kind, found, request.member.username, timezone.now())
    initial |= _of_item(request, found)
    like = request.GET.get("like", "")
    if not like.isdecimal():
        return initial
    row = gates.entry_open_to(request.member, int(like), timezone.localdate())
    return {**initial_like(row.details), "happened_at": initial["happened_at"]}


def _of_item(request: MemberRequest, found: Register) -> dict[str, object]:
    """Return what tells a thing of a stock apart, where its label led here."""
    pk, name = request.GET.get("item", ""), request.GET.get("stock", "")
    chosen = next((one for one in found.rule.stocks if one.stock == name), None)
    if chosen is None or not pk.isdecimal():
        return {}
    level = stocks.item_of(found.slug, chosen.stock, int(pk))
    if level is None:
        return {}
    return initial_like({n: v for n, v in level.details.items() if n in chosen.item})


def _filled(request: MemberRequest, found: Register, form: EntryForm) -> Outcome:
    return actions.fill_in(
        register=found,
        kind=form.fact_kind,
        details=form.details(),
        happened_at=form.cleaned_data["happened_at"],
        sent=sent_by(request.member, request.POST, timezone.now()),
    )


def _recorded(request: MemberRequest, found: Register, outcome: Outcome) -> HttpResponse:
    if outcome.held is not None:
        messages.info(request, _("It waits for a signature."))
        return redirect("enforcement:why_request", pk=outcome.held.pk)
    messages.success(request, _("Entered."))
    return redirect("registers:entry", found.slug, found.rule.id, outcome.row.number)


def _new_page(request: MemberRequest, found: Register, form: EntryForm) -> HttpResponse:
    now = timezone.now()
    context = {
        "register": found,
        "form": form,
        "key": key_of(request.POST),
        "kinds": _kinds(found),
        "next": filling.next_number(found, form.fact_kind, now=now),
        **_cases_context(found, form),
    }
    status = REFUSED if form.is_bound else 200
    return render(request, "registers/new.html", context, status=status)


def _kinds(found: Register) -> list[dict[str, str]]:
    return [
        {"kind": kind, "label": words.of_language(found.rule.words.facts.kind_labels(kind))}
        for kind in found.by_hand
    ]


def _cases_context(found: Register, form: EntryForm) -> dict[str, object]:
    fact = form.fact()
    whole = found.whole(fact)
    figures = [
        (
            found.label(fact.kind, name),
            queries.value_text(found, whole, name, {}, now=timezone.now()),
        )
        for name in found.rule.computed
    ]
    levels = filling.levels(found, fact, now=timezone.now())
    return {"figures": figures, "sides": filling.sides(found, fact), "levels": levels}


@require_POST
def cases(request: MemberRequest, slug: str, rule: str) -> HttpResponse:
    """Answer with what follows from the form as it stands: further fields, figures, balances."""
    found = gates.register_open_to(request.member, slug, rule, timezone.localdate())
    data = EntryForm(request.POST, register=found, fact_kind=_kind(request, found))
    # Nothing was sent in yet, so nothing is wrong yet.
    shown = EntryForm(
        register=found, fact_kind=data.fact_kind, initial=initial_like(dict(data.so_far))
    )
    context = {"register": found, "form": shown, **_cases_context(found, data)}
    return render(request, "registers/_cases.html", context)


# ── one entry ────────────────────────────────────────────────────────────────────────────────


def _entry(request: MemberRequest, slug: str, rule: str, number: int) -> tuple[Register, FactRow]:
    row = gates.entry_open_to(request.member, number, timezone.localdate())
    found = pages.register_then(row, slug, rule)
    if found is None:
        raise Http404
    return found, row


@require_safe
def entry(request: MemberRequest, slug: str, rule: str, number: int) -> HttpResponse:
    """Show one entry with its fields, signatures, clause and history."""
    found, row = _entry(request, slug, rule, number)
    return _entry_page(request, found, row, ReasonForm())


def _entry_page(
    request: MemberRequest,
    found: Register,
    row: FactRow,
    form: ReasonForm,
    *,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    now, today = timezone.now(), timezone.localdate()
    page = pages.page_of(found, row, now=now)
    context = {
        "register": found,
        "entry": page,
        "mine": page.signed.for_member(request.member),
        "may_correct": gates.sees_all(request.member, today),
        "locked": filling.locked_by(found, now=now),
        "form": form,
        "refusal": refusal,
        "now": now,
    }
    return render(request, "registers/entry.html", context, status=status)


@require_safe
def why(request: MemberRequest, slug: str, rule: str, number: int) -> HttpResponse:
    """Show step by step what the rule made of an entry."""
    found, row = _entry(request, slug, rule, number)
    now = timezone.now()
    context = {
        "register": found,
        "number": row.number,
        "steps": pages.why_lines(found, row, now=now),
    }
    return render(request, "registers/why.html", context)


@require_safe
def sheet(request: MemberRequest, slug: str, rule: str, number: int) -> HttpResponse:
    """Show an entry as a sheet of A4 to print, one page for each copy."""
    found, row = _entry(request, slug, rule, number)
    now = timezone.now()
    page = pages.page_of(found, row, now=now)
    copies = page.copies or (pages.CopyRow(which="", name="", keeper=""),)
    context = {"register": found, "entry": page, "copies": copies, "now": now}
    return render(request, "registers/sheet.html", context)


@require_POST
def strike_out(request: MemberRequest, slug: str, rule: str, number: int) -> HttpResponse:
    """Take an entry back with a reason; it stays, crossed out, beside its counter-entry."""
    now, today = timezone.now(), timezone.localdate()
    gates.require_all(request.member, today)
    found, row = _entry(request, slug, rule, number)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _entry_page(request, found, row, form, status=REFUSED)
    return answered(
        request,
        lambda: actions.strike_out(
            register=found,
            number=number,
            reason=form.cleaned_data["reason"],
            actor=request.member,
            at=now,
        ),
        refused=lambda refusal: _entry_page(
            request, found, row, form, refusal=str(refusal), status=CONFLICT
        ),
        said=_("The entry is taken back; it stays, crossed out."),
        to=reverse("registers:entry", args=[slug, rule, number]),
    )


# ── export ───────────────────────────────────────────────────────────────────────────────────


@require_POST
def export(request: MemberRequest, slug: str, rule: str) -> HttpResponseBase:
    """Hand out a register as a file, once the rules of access allow it; it is kept on record."""
    now, today = timezone.now(), timezone.localdate()
    gates.require_all(request.member, today)
    found = gates.register_open_to(request.member, slug, rule, today)
    listing = Listing(key=f"{slug}/{rule}", title=found.title, sort="register")
    back = reverse("registers:register", args=[slug, rule])
    stays = kept_in(request, listing, back=back, at=now)
    if stays is not None:
        return stays
    rows = exporting.rows_of(found, search=searched(request.POST), now=now)
    return tables.sent(rows, f"{found.title}-{today}.csv")
