"""Where WeChat calls, and the page on which the account is set up."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from shouwen.channels import actions, gates, official, queries
from shouwen.channels.forms import OfficialAccountForm
from shouwen.chat.saying import TooFastError
from shouwen.people.requests import MemberRequest
from shouwen.portal import gates as portal

UNSIGNED, TOO_LONG, REFUSED, TOO_FAST = 401, 413, 422, 429
PLAIN = "text/plain; charset=utf-8"


@csrf_exempt
@login_not_required
@require_http_methods(["GET", "POST"])
def wechat(request: HttpRequest) -> HttpResponse:
    """Answer WeChat's check of the address, or take what a follower wrote."""
    _account, secrets = gates.open_account()
    now = timezone.now()
    if int(request.META.get("CONTENT_LENGTH") or 0) > official.LONGEST_BODY:
        return HttpResponse(status=TOO_LONG)
    try:
        official.check(request.GET.dict(), secrets, now)
        if request.method == "GET":
            return HttpResponse(request.GET.get("echostr", "")[:200], content_type=PLAIN)
        said = official.read(request.body, request.GET.dict(), secrets)
    except official.NotTheirsError:
        return HttpResponse(status=UNSIGNED)
    try:
        if said is not None:
            actions.take(said=said, now=now)
    except TooFastError:
        return HttpResponse(status=TOO_FAST)
    return HttpResponse("success", content_type=PLAIN)


@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: MemberRequest) -> HttpResponse:
    """Set up the official account; its secrets go in and never come out."""
    portal.require_keeper(request.member, timezone.localdate())
    form = OfficialAccountForm(request.POST or None, instance=queries.account())
    if request.method == "POST" and form.is_valid():
        actions.keep_account(account=form.save(commit=False), secrets=form.secrets())
        return redirect("channels:settings")
    context = {
        "form": form, "account": queries.account(),
        "address": request.build_absolute_uri(reverse("channels:wechat")),
    }  # fmt: skip
    status = REFUSED if form.errors else 200
    return render(request, "channels/settings.html", context, status=status)
