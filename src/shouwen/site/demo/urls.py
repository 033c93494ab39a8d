"""The addresses of the demonstration: the one-click sign-in, and the choice when it is empty."""

from __future__ import annotations

from django.urls import path

from shouwen.site.demo import choice, roles

app_name = "demo"
urlpatterns = [
    path("", choice.choose, name="choose"),
    path("preparing/<uuid:number>/", choice.preparing, name="preparing"),
    path("sign-in/", roles.sign_in, name="sign_in"),
]
