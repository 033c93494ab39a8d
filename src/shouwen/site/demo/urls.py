"""The address of the one-click sign-in."""

from __future__ import annotations

from django.urls import path

from shouwen.site.demo import roles

app_name = "demo"
urlpatterns = [path("sign-in/", roles.sign_in, name="sign_in")]
