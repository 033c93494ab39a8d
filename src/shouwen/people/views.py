"""The directory, a member's page for whoever manages people, and everybody's own settings."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shouwen.people import actions, gates, queries
from shouwen.people.forms import (
    AddMemberForm,
    AddPartForm,
    AppointForm,
    AppointToForm,
    ContactForm,
    EndForm,
    GrantForm,
    LanguageForm,
    QuietForm,
    SubstituteForm,
    SuperiorForm,
    say_refusal,
)
from shouwen.people.models import Member
from shouwen.people.permissions import PERMISSIONS
from shouwen.people.refusals import RefusedError
from shouwen.people.requests import MemberRequest

REFUSED = 422
YEAR = 365 * 24 * 3600


@require_safe
def directory(request: MemberRequest) -> HttpResponse:
    """Show everybody by team."""
    today = timezone.localdate()
    context = {
        "teams": queries.directory(today),
        "may_manage": gates.may(request.member, "people.manage", today),
    }
    return render(request, "people/directory.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: MemberRequest) -> HttpResponse:
    """Add somebody, with a first post if one is chosen."""
    today = timezone.localdate()
    gates.require(request.member, "people.manage", today)
    form = AddMemberForm(request.POST or None, initial={"since": today})
    if request.method == "POST" and form.is_valid():
        try:
            member = _add(form)
        except RefusedError as refusal:
            say_refusal(form, refusal)
        else:
            messages.success(request, _("%(name)s was added.") % {"name": member.name})
            return redirect("people:member", member.username)
    status = REFUSED if form.errors else 200
    return render(request, "people/add.html", {"form": form}, status=status)


@transaction.atomic
def _add(form: AddMemberForm) -> Member:
    given = form.cleaned_data
    member = actions.add_member(
        key=given["key"],
        name=given["name"],
        email=given["email"],
        phone=given["phone"],
        password=given["password"] or None,
    )
    since = given["since"]
    if given["post"]:
        actions.appoint(member=member, post=given["post"], team=given["team"], since=since)
    if given["superior"]:
        actions.set_superior(member=member, superior=given["superior"], since=since)
    return member


@require_safe
def member(request: MemberRequest, key: str) -> HttpResponse:
    """Show one member's posts with everything a manager may change."""
    found = gates.member_open_to_manager(request.member, key, timezone.localdate())
    return _member_page(request, found)


def _member_page(
    request: MemberRequest,
    found: Member,
    *,
    appoint: AppointForm | None = None,
    superior: SuperiorForm | None = None,
) -> HttpResponse:
    today = timezone.localdate()
    refused = appoint or superior
    context = {
        "person": found,
        "held": queries.held_posts(found, today),
        "superior": queries.superior_of(found.username, today),
        "substitutes": queries.substitutes_for(found, today),
        "appoint_form": appoint or AppointForm(initial={"since": today}, prefix="appoint"),
        "superior_form": superior or SuperiorForm(initial={"since": today}, prefix="superior"),
        "end_form": EndForm(initial={"until": today}, auto_id=False),
    }
    return render(request, "people/member.html", context, status=REFUSED if refused else 200)


@require_POST
def appoint(request: MemberRequest, key: str) -> HttpResponse:
    """Give a member a post."""
    found = gates.member_open_to_manager(request.member, key, timezone.localdate())
    form = AppointForm(request.POST, prefix="appoint")
    if form.is_valid():
        try:
            actions.appoint(member=found, **form.cleaned_data)
        except RefusedError as refusal:
            say_refusal(form, refusal)
        else:
            return redirect("people:member", key)
    return _member_page(request, found, appoint=form)


@require_POST
def set_superior(request: MemberRequest, key: str) -> HttpResponse:
    """Say whom a member answers to."""
    found = gates.member_open_to_manager(request.member, key, timezone.localdate())
    form = SuperiorForm(request.POST, prefix="superior")
    if form.is_valid():
        try:
            actions.set_superior(member=found, **form.cleaned_data)
        except RefusedError as refusal:
            say_refusal(form, refusal)
        else:
            return redirect("people:member", key)
    return _member_page(request, found, superior=form)


@require_POST
def end(request: MemberRequest, key: str, pk: int) -> HttpResponse:
    """End one of a member's posts."""
    found = gates.member_open_to_manager(request.member, key, timezone.localdate())
    holding = found.holdings.filter(pk=pk).first()
    if holding is None:
        raise Http404
    form = EndForm(request.POST)
    if form.is_valid():
        try:
            actions.end_holding(holding=holding, until=form.cleaned_data["until"])
        except RefusedError as refusal:
            messages.error(request, str(refusal))
    else:
        messages.error(request, _("Choose the day on which the post ends."))
    return redirect("people:member", key)


@require_POST
def close(request: MemberRequest, key: str) -> HttpResponse:
    """Let somebody who left sign in no more."""
    today = timezone.localdate()
    found = gates.member_open_to_manager(request.member, key, today)
    if found == request.member:
        messages.error(request, _("You cannot close your own account; ask a colleague."))
        return redirect("people:member", key)
    actions.close_account(member=found, on=today)
    messages.success(request, _("%(name)s can no longer sign in.") % {"name": found.name})
    return redirect("people:directory")


@require_safe
def posts(request: MemberRequest) -> HttpResponse:
    """Show every post with its holders and permissions, and add posts, teams and departments."""
    gates.require(request.member, "people.manage", timezone.localdate())
    return _posts_page(request, None)


def _posts_page(request: MemberRequest, form: AddPartForm | None) -> HttpResponse:
    context = {
        "rows": queries.posts_with_permissions(timezone.localdate()),
        "permissions": PERMISSIONS.items(),
        "teams": queries.teams(),
        "departments": queries.departments(),
        "form": form or AddPartForm(),
    }
    return render(request, "people/posts.html", context, status=REFUSED if form else 200)


@require_POST
def add_part(request: MemberRequest) -> HttpResponse:
    """Add a post, a team or a department."""
    gates.require(request.member, "people.manage", timezone.localdate())
    form = AddPartForm(request.POST)
    if form.is_valid():
        try:
            _add_part(form.cleaned_data)
        except RefusedError as refusal:
            say_refusal(form, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("people:posts")
    return _posts_page(request, form)


def _add_part(given: dict[str, Any]) -> None:
    key, name = given["key"], given["name"]
    if given["part"] == AddPartForm.TEAM:
        actions.add_team(key=key, name=name, department=given["department"])
    elif given["part"] == AddPartForm.DEPARTMENT:
        actions.add_department(key=key, name=name)
    else:
        actions.add_post(key=key, name=name)


@require_POST
def set_grants(request: MemberRequest, key: str) -> HttpResponse:
    """Say what the holders of a post may do."""
    post = gates.post_open_to_manager(request.member, key, timezone.localdate())
    form = GrantForm(request.POST)
    if form.is_valid():
        actions.set_grants(post=post, permissions=form.cleaned_data["permission"])
        messages.success(request, _("Saved."))
    return redirect("people:posts")


@require_POST
def set_quiet_hours(request: MemberRequest, key: str) -> HttpResponse:
    """Say when mail to the holders of a post waits."""
    post = gates.post_open_to_manager(request.member, key, timezone.localdate())
    form = QuietForm(request.POST)
    if form.is_valid():
        try:
            actions.set_quiet_hours(post=post, **form.cleaned_data)
        except RefusedError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Saved."))
    else:
        messages.error(request, _("Write the times like 22:00."))
    return redirect("people:posts")


@require_http_methods(["GET", "HEAD", "POST"])
def appoint_to(request: MemberRequest, key: str) -> HttpResponse:
    """Give a post to a member, and go back to where it was missed."""
    today = timezone.localdate()
    post = gates.post_open_to_manager(request.member, key, today)
    form = AppointToForm(request.POST or None, initial={"since": today})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.appoint(post=post, until=None, **given)
        except RefusedError as refusal:
            say_refusal(form, refusal)
        else:
            said = {"name": given["member"].name, "post": post.name}
            messages.success(request, _("%(name)s now holds the post %(post)s.") % said)
            return redirect(_back(request) or "people:posts")
    context = {"post": post, "form": form, "holders": queries.holders_of(key, today)}
    return render(
        request, "people/appoint_to.html", context, status=REFUSED if form.errors else 200
    )


def _back(request: MemberRequest) -> str:
    address = request.GET.get("next", "")
    return address if url_has_allowed_host_and_scheme(address, allowed_hosts=None) else ""


# ── my settings ──────────────────────────────────────────────────────────────────────────────


@require_safe
def my(request: MemberRequest) -> HttpResponse:
    """Show a member's own settings."""
    return _my_page(request)


def _my_page(
    request: MemberRequest,
    *,
    contact: ContactForm | None = None,
    substitute: SubstituteForm | None = None,
) -> HttpResponse:
    me, today = request.member, timezone.localdate()
    language = me.language or translation.get_language()
    contact_now = {"email": me.email, "phone": me.phone}
    context = {
        "held": [post for post in queries.held_posts(me, today) if post.is_current],
        "absences": queries.absences_of(me, today),
        "language_form": LanguageForm(initial={"language": language}),
        "contact_form": contact or ContactForm(initial=contact_now),
        "substitute_form": substitute
        or SubstituteForm(member=me, initial={"since": today}, prefix="substitute"),
    }
    return render(
        request, "people/my.html", context, status=REFUSED if contact or substitute else 200
    )


@require_POST
def my_language(request: MemberRequest) -> HttpResponse:
    """Remember the language for this member and this browser."""
    form = LanguageForm(request.POST)
    response = redirect("people:my")
    if form.is_valid():
        language = form.cleaned_data["language"]
        actions.choose_language(member=request.member, language=language)
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=YEAR,
            httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            samesite="Lax",
        )
    return response


@require_POST
def my_contact(request: MemberRequest) -> HttpResponse:
    """Change how I am reached."""
    form = ContactForm(request.POST)
    if form.is_valid():
        try:
            actions.change_contact(member=request.member, **form.cleaned_data)
        except RefusedError as refusal:
            say_refusal(form, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("people:my")
    return _my_page(request, contact=form)


@require_POST
def my_substitute(request: MemberRequest) -> HttpResponse:
    """Name who stands in for me."""
    form = SubstituteForm(request.POST, member=request.member, prefix="substitute")
    if form.is_valid():
        try:
            actions.substitute(member=request.member, **form.cleaned_data)
        except RefusedError as refusal:
            say_refusal(form, refusal)
        else:
            messages.success(request, _("Your substitute is named."))
            return redirect("people:my")
    return _my_page(request, substitute=form)


@require_POST
def my_return(request: MemberRequest) -> HttpResponse:
    """End every substitution: I am back."""
    actions.end_substitution(member=request.member, on=timezone.localdate())
    messages.success(request, _("Welcome back; nobody stands in for you any more."))
    return redirect("people:my")
