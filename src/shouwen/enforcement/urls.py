"""Addresses of explanations and facts."""

from __future__ import annotations

from django.urls import path

from shouwen.enforcement import views

app_name = "enforcement"
urlpatterns = [
    path("why/obligation/<int:pk>/", views.why_obligation, name="why_obligation"),
    path("why/transfer/<int:pk>/", views.why_transfer, name="why_transfer"),
    path("why/request/<int:pk>/", views.why_request, name="why_request"),
    path("obligations/<int:pk>/excuse/", views.excuse, name="excuse"),
    path("obligations/<int:pk>/done/", views.finish, name="finish"),
    path("facts/", views.kinds, name="kinds"),
    path("facts/record/<slug:kind>/", views.record, name="record"),
    path("facts/<int:number>/", views.fact, name="fact"),
    path("facts/<int:number>/complete/", views.complete, name="complete"),
    path("facts/<int:number>/correct/", views.correct, name="correct"),
]
