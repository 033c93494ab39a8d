"""The gallery of components, and what makes the house an app that works without network."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from hashlib import sha256

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from shouwen.ui import gallery as samples
from shouwen.ui import offline

View = Callable[[HttpRequest], HttpResponse]
# What every page of the shell needs, so that a page kept on the device looks as it should.
SHELL_FILES = (
    "ui/theme.js", "ui/mark.svg", "ui/vendor/bootstrap.min.css", "ui/shouwen.css",
    "ui/components.css", "ui/print.css", "ui/vendor/bootstrap.bundle.min.js",
    "ui/vendor/bootstrap-icons.svg", "ui/vendor/htmx.min.js", "ui/vendor/alpine-csp.min.js",
    "ui/shell.js", "ui/keyboard.js", "ui/live.js", "ui/offline.js",
)  # fmt: skip
ICONS = {"ui/mark-192.png": "192x192", "ui/mark-512.png": "512x512"}


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


@login_not_required
@require_safe
def manifest(_request: HttpRequest) -> JsonResponse:
    """Tell a phone how to put the house on its home screen."""
    icons = [
        {"src": staticfiles_storage.url(name), "sizes": size, "type": "image/png"}
        for name, size in ICONS.items()
    ]
    told = {
        "id": "/",
        "name": _("Shouwen"),
        "short_name": _("Shouwen"),
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#faf8f4",
        "theme_color": "#b3382c",
        "icons": [*icons, {**icons[-1], "purpose": "maskable"}],
    }
    return JsonResponse(told, content_type="application/manifest+json")


@login_not_required
@never_cache
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """Send the browser's worker, which keeps pages that may be used without network."""
    addresses = [staticfiles_storage.url(name) for name in SHELL_FILES]
    context = {
        "files": SHELL_FILES,
        "version": sha256("".join(addresses).encode()).hexdigest()[:12],
        "offline_url": reverse("ui:offline"),
        "static_url": settings.STATIC_URL,
        "kept": offline.KEPT,
    }
    return render(request, "ui/worker.js", context, content_type="text/javascript")


@login_not_required
@require_safe
def no_network(request: HttpRequest) -> HttpResponse:
    """Show what stands in for a page that this device has not kept."""
    return render(request, "ui/offline.html")


@require_safe
@offline.kept
def waiting(request: HttpRequest) -> HttpResponse:
    """Show what this device keeps until the network is back; the list itself is the device's."""
    return render(request, "ui/waiting.html")
