"""Addresses of the portal: the customers' own, and the page of its settings for members."""

from __future__ import annotations

from django.urls import path

from shouwen.portal.views import codes, filing, following, rating, settings

app_name = "portal"

urlpatterns = [
    path("", filing.home, name="home"),
    path("privacy/", filing.privacy, name="privacy"),
    path("confirm/", filing.contact, name="contact"),
    path("code/", filing.code, name="code"),
    path("new/<int:pk>/", filing.new, name="new"),
    path("receipt/", filing.receipt, name="receipt"),
    path("leave/", filing.leave, name="leave"),
    path("follow/", following.follow, name="follow"),
    path("f/<str:link>/", following.link, name="link"),
    path("mine/", following.mine, name="mine"),
    path("matter/<str:number>/", following.matter, name="matter"),
    path("matter/<str:number>/do/<str:verb>/", following.do, name="do"),
    path("matter/<str:number>/rate/", rating.rate, name="rate"),
    path("matter/<str:number>/photo/<str:key>/", following.photo, name="photo"),
    path("codes/", codes.new_code, name="new_code"),
    path("settings/", settings.index, name="settings"),
    path("settings/offer/", settings.offer, name="offer_new"),
    path("settings/offer/<int:pk>/", settings.offer, name="offer"),
    path("settings/questions/<str:kind>/", settings.questions, name="questions"),
    path("settings/ratings/", settings.ratings, name="ratings"),
]
