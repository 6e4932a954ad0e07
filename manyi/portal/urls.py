"""Addresses of the customer's pages."""

from __future__ import annotations

from django.urls import path, register_converter

from manyi.portal.languages import LanguageConverter
from manyi.portal.views import feeds, help, look
from manyi.portal.views import requests as views

register_converter(LanguageConverter, "language")

urlpatterns = [
    path("help/", help.front, name="help"),
    path("help/theme.css", look.theme, name="help_theme"),
    path("help/files/<int:file_id>/", help.file, name="help_file"),
    path("help/<language:language>/", help.home, name="help_home"),
    path("help/<language:language>/search/", help.search, name="help_search"),
    path("help/<language:language>/suggestions/", help.suggest, name="help_suggestions"),
    path("help/<language:language>/topics/<slug:key>/", help.topic, name="help_topic"),
    path("help/<language:language>/articles/<int:article_id>/", help.article, name="help_article"),
    path("help/<language:language>/articles/<int:article_id>/opinion/", help.opinion, name="help_opinion"),
    path("help/<language:language>/policies.xml", feeds.policies, name="help_feed"),
    path("sitemap.xml", feeds.sitemap, name="sitemap"),
    path("robots.txt", feeds.robots, name="robots"),
    path("settings/help/", look.edit, name="help_look"),
    path("help/new/", views.new_request, name="portal_new"),
    path("my/", views.my_requests, name="portal_requests"),
    path("my/sign-in/", views.sign_in, name="portal_sign_in"),
    path("my/sign-out/", views.leave, name="portal_leave"),
    path("my/enter/<str:secret>/", views.enter, name="portal_enter"),
    path("my/files/<int:attachment_id>/", views.my_file, name="portal_file"),
    path("my/<str:number>/", views.my_request, name="portal_my_request"),
    path("my/<str:number>/confirmation/", views.confirm, name="portal_confirm"),
    path("my/<str:number>/call-back/", views.call_back, name="portal_call_back"),
    path("my/<str:number>/reopening/", views.reopen, name="portal_reopen"),
    path("request/<str:token>/", views.request_by_link, name="portal_request"),
]
