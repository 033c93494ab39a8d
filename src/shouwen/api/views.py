"""Pages of tokens: a member's own, everybody's for who manages people, and the reference."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shouwen.api import actions, gates, queries
from shouwen.api.choices import NOUNS, VERBS
from shouwen.api.forms import TokenForm
from shouwen.api.frame import frame_words
from shouwen.api.models import Token
from shouwen.api.problems import TITLES
from shouwen.people import gates as people_gates
from shouwen.people.forms import say_refusal
from shouwen.people.refusals import RefusedError
from shouwen.people.requests import MemberRequest

REFUSED = 422


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def tokens(request: MemberRequest) -> HttpResponse:
    """List a member's own tokens and make a new one; its secret is shown this once."""
    form = TokenForm(request.POST or None)
    made: tuple[Token, str] | None = None
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.make_token(member=request.member, at=timezone.now(), **form.cleaned_data)
            form = TokenForm()
        except RefusedError as refusal:
            say_refusal(form, refusal)
    context = {
        "rows": queries.tokens_of(request.member, timezone.now()),
        "form": form,
        "made": made[0] if made else None,
        "secret": made[1] if made else "",
        "nouns": [(noun, label, _chosen(form, noun)) for noun, label in NOUNS.items()],
        "verbs": VERBS.items(),
        "may_manage": people_gates.may(request.member, "people.manage", timezone.localdate()),
    }
    return render(request, "api/tokens.html", context, status=REFUSED if form.errors else 200)


def _chosen(form: TokenForm, noun: str) -> dict[str, bool]:
    chosen = form["scopes"].value() or []
    return {verb: f"{noun}:{verb}" in chosen for verb in VERBS}


@require_safe
def everybody(request: MemberRequest) -> HttpResponse:
    """List everybody's tokens for whoever manages people."""
    people_gates.require(request.member, "people.manage", timezone.localdate())
    rows = queries.all_tokens(timezone.now())
    return render(request, "api/everybody.html", {"rows": rows})


@require_POST
def revoke(request: MemberRequest, pk: int) -> HttpResponse:
    """End a token at once."""
    token = gates.token_open_to(request.member, pk, timezone.localdate())
    actions.revoke_token(token=token, at=timezone.now())
    messages.success(request, _("The token “%(name)s” is no longer valid.") % {"name": token.name})
    if token.member_id == request.member.pk:
        return redirect("api:tokens")
    return redirect("api:everybody")


@require_safe
def reference(request: MemberRequest) -> HttpResponse:
    """Show the API's reference in the reader's language, to look at and to try."""
    return render(request, "api/reference.html", {"words": frame_words()})


@require_safe
def problem_types(request: MemberRequest) -> HttpResponse:
    """Explain every type of problem."""
    rows = [(name, status, title) for name, (status, title) in TITLES.items()]
    return render(request, "api/problems.html", {"rows": rows})
