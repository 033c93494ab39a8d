"""Notices: the list, issuing one, reading and confirming it, who has not, withdrawing, print."""

from __future__ import annotations

from datetime import datetime
from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shouwen.customers import queries as customers
from shouwen.enforcement.forms import DeedForm
from shouwen.enforcement.sent import Sent, fresh_key, key_of, sent_by
from shouwen.office import gates, prefill, sorts
from shouwen.office.actions import notices as actions
from shouwen.office.actions.notices import Announcement
from shouwen.office.forms import NoticeForm
from shouwen.office.models import Notice
from shouwen.office.queries import notices as queries
from shouwen.office.queries import readers
from shouwen.office.sorts import Belongs
from shouwen.people.answers import answered
from shouwen.people.forms import taken
from shouwen.people.models import Member
from shouwen.people.refusals import RefusedError
from shouwen.people.requests import MemberRequest
from shouwen.policy.facts_of import office as kinds
from shouwen.regulations import queries as regulations
from shouwen.ui.offline import kept

REFUSED = HTTPStatus.UNPROCESSABLE_ENTITY
WHICH = ("", "valid", "customers")


@require_safe
def show_all(request: MemberRequest) -> HttpResponse:
    """List the notices the member may read."""
    today = timezone.localdate()
    which = request.GET.get("which", "")
    text = request.GET.get("q", "").strip()
    context = {
        "found": queries.notices(
            request.member,
            today,
            which=which,
            text=text,
            sort=request.GET.get("sort", ""),
            cursor=request.GET.get("after", ""),
        ),
        "sorting": queries.SORTING,
        "which": which,
        "q": text,
        "may_issue": gates.may_issue(request.member, today),
        "now": timezone.now(),
        "place": "notices",
    }
    return render(request, "office/notices.html", context)


def _belonging(now: datetime, member: Member) -> list[Belongs]:
    today = timezone.localdate(now)
    book = regulations.in_force_on(today).rulebook
    found = [one for one in sorts.belongings(book, sorts.NOTICE) if not one.is_bare]
    if gates.records_for_others(member, today):
        return found
    moving = sorts.moving_kinds(book)
    return [one for one in found if one.kind.kind not in moving]


@require_http_methods(["GET", "HEAD", "POST"])
@kept
def new(request: MemberRequest) -> HttpResponse:
    """Issue a notice; ``for`` names the rule whose form or fact it is."""
    now = timezone.now()
    today = timezone.localdate(now)
    gates.require_issuing(request.member, today)
    found = _belonging(now, request.member)
    wanted = request.POST.get("for") or request.GET.get("for", "")
    belongs = next((one for one in found if one.key == wanted), None)
    if request.method != "POST":
        form = NoticeForm(initial={"valid_from": today, "title": belongs.title if belongs else ""})
        return _form(request, form, _fact_form(request, belongs, now), belongs, found)
    form = NoticeForm(request.POST)
    fact_form = _fact_form(request, belongs, now)
    notice = _issued(request, form, fact_form, belongs)
    if notice is None:
        return _form(request, form, fact_form, belongs, found)
    messages.success(request, _("The notice is issued."))
    return redirect("office:notice", pk=notice.pk)


def _issued(
    request: MemberRequest, form: NoticeForm, fact_form: DeedForm | None, belongs: Belongs | None
) -> Notice | None:
    """Issue the notice; None with what is wrong on the form."""
    if fact_form is not None and not fact_form.is_valid():
        return None
    details = fact_form.details() if fact_form else {}
    return taken(
        form,
        lambda: actions.issue(
            announcement=_announcement(form, belongs), details=details, sent=_sent(request)
        ),
    )


def _sent(request: MemberRequest) -> Sent:
    return sent_by(request.member, request.POST, timezone.now())


def _announcement(form: NoticeForm, belongs: Belongs | None) -> Announcement:
    found = form.cleaned_data
    return Announcement(
        title=found["title"],
        text=found["text"],
        audience=form.audience(),
        valid_from=found["valid_from"],
        valid_until=found["valid_until"],
        must_confirm=found["must_confirm"],
        confirm_by=found["confirm_by"],
        for_customers=found["for_customers"],
        mail_customers=found["mail_customers"],
        belongs=belongs,
    )


def _fact_form(request: MemberRequest, belongs: Belongs | None, now: datetime) -> DeedForm | None:
    if belongs is None or belongs.kind.kind == kinds.NOTICE_ISSUED:
        return None
    if request.method == "POST":
        return DeedForm(request.POST, kind=belongs.kind, fixed=belongs.fixed)
    local = timezone.localtime(now)
    known = {"date": f"{local:%Y-%m-%d}", "moment": local.replace(tzinfo=None)}
    initial = prefill.prefilled(belongs.kind.details.values(), known)
    return DeedForm(kind=belongs.kind, fixed=belongs.fixed, initial=initial)


def _form(
    request: MemberRequest,
    form: NoticeForm,
    fact_form: DeedForm | None,
    belongs: Belongs | None,
    found: list[Belongs],
) -> HttpResponse:
    context = {
        "form": form,
        "fact_form": fact_form,
        "belongs": belongs,
        "belonging": found,
        "key": key_of(request.POST),
        "place": "notices",
    }
    status = REFUSED if form.is_bound else HTTPStatus.OK
    return render(request, "office/notice_form.html", context, status=status)


@require_safe
@kept
def show(request: MemberRequest, pk: int) -> HttpResponse:
    """Show a notice; to whoever issues notices, who has read it and who has not."""
    notice = gates.notice_open_to(request.member, pk, timezone.localdate())
    return _page(request, notice)


def _page(
    request: MemberRequest, notice: Notice, refused: RefusedError | None = None
) -> HttpResponse:
    now = timezone.now()
    today = timezone.localdate(now)
    issues = gates.may_issue(request.member, today)
    concerns = Notice.objects.filter(gates.for_member(request.member, today), pk=notice.pk)
    reading = queries.reading_of(notice, request.member)
    state = queries.state_of(notice, today)
    context = {
        "notice": notice,
        "state": state,
        "audience": queries.audience_of(notice),
        "reading": reading,
        "may_confirm": reading is None and state == "valid" and concerns.exists(),
        "issues": issues,
        "readers": readers.readers_of(notice, today, now) if issues else None,
        "without_email": customers.without_email() if issues and notice.for_customers else 0,
        "key": fresh_key(),
        "refused": refused,
        "now": now,
        "place": "notices",
    }
    status = REFUSED if refused else HTTPStatus.OK
    return render(request, "office/notice.html", context, status=status)


@require_POST
def confirm(request: MemberRequest, pk: int) -> HttpResponse:
    """Confirm that the member has read a notice."""
    now = timezone.now()
    today = timezone.localdate(now)
    notice = gates.notice_open_to(request.member, pk, today)
    if not Notice.objects.filter(gates.for_member(request.member, today), pk=pk).exists():
        raise PermissionDenied
    return answered(
        request,
        lambda: actions.confirm(notice=notice, sent=_sent(request)),
        refused=lambda refusal: _page(request, notice, refusal),
        said=_("Reading is confirmed."),
        to=reverse("office:notice", args=[pk]),
    )


@require_POST
def withdraw(request: MemberRequest, pk: int) -> HttpResponse:
    """Withdraw a notice."""
    now = timezone.now()
    today = timezone.localdate(now)
    notice = gates.notice_open_to(request.member, pk, today)
    if notice.issued_by_id != request.member.pk and not gates.records_for_others(
        request.member, today
    ):
        raise PermissionDenied
    reason = request.POST.get("reason", "")
    return answered(
        request,
        lambda: actions.withdraw(notice=notice, reason=reason, sent=_sent(request)),
        refused=lambda refusal: _page(request, notice, refusal),
        said=_("The notice is withdrawn."),
        to=reverse("office:notice", args=[pk]),
    )


@require_safe
def poster(request: MemberRequest, pk: int) -> HttpResponse:
    """Print a notice: A4, to be posted."""
    notice = gates.notice_open_to(request.member, pk, timezone.localdate())
    context = {"notice": notice, "now": timezone.now()}
    return render(request, "office/poster.html", context)
