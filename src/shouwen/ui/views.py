"""The gallery: every component on one page, with invented figures."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from shouwen.ui import gallery as samples

View = Callable[[HttpRequest], HttpResponse]


def not_in_production(view: View) -> View:
    """Let the view answer only in development and in the demonstration."""

    @wraps(view)
    def shown(request: HttpRequest) -> HttpResponse:
        if not settings.DEBUG and getattr(settings, "SHOUWEN_MODE", "") == "production":
            raise Http404
        return view(request)

    return login_not_required(shown)


@not_in_production
def gallery(request: HttpRequest) -> HttpResponse:
    """Show every component; a submitted sample form comes back with its refusals."""
    now = timezone.now()
    form = samples.SampleForm(request.POST) if request.method == "POST" else samples.SampleForm()
    is_refused = request.method == "POST" and not form.is_valid()
    context = {"now": now, "form": form, **samples.sample_rows(now)}
    return render(request, "ui/gallery.html", context, status=422 if is_refused else 200)


@not_in_production
def gallery_why(request: HttpRequest) -> HttpResponse:
    """Show what a clause chip opens: a whole page, of which the side panel takes the middle."""
    return render(request, "ui/gallery_why.html", samples.sample_why())


@not_in_production
def gallery_live(request: HttpRequest) -> HttpResponse:
    """Answer the element that renews itself."""
    return render(request, "ui/_gallery_live.html", {"now": timezone.now()})
