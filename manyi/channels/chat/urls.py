"""Addresses of the widget, the settings of chat sites, and the demonstration shop."""

from __future__ import annotations

from django.urls import include, path

from manyi.channels.chat.views import demo, setup, widget

widget_urls = [
    path("<str:key>/messages", widget.messages, name="chat-messages"),
    path("<str:key>/session", widget.session, name="chat-session"),
    path("<str:key>/read", widget.read, name="chat-read"),
    path("<str:key>/files", widget.send_files, name="chat-files"),
    path("<str:key>/files/<int:attachment>", widget.file, name="chat-file"),
    path("<str:key>/confirmation", widget.confirmation, name="chat-confirmation"),
    path("<str:key>/reopening", widget.reopening, name="chat-reopening"),
    path("<str:key>/callback", widget.call_back, name="chat-callback"),
    path("<str:key>/contact", widget.contact, name="chat-contact"),
    path("<str:key>/faces/<str:name>", widget.face, name="chat-face"),
    path("widget.js", widget.loader, name="chat-widget"),
]
urlpatterns = [
    path("chat/", include(widget_urls)),
    path("settings/channels/chat/", setup.sites, name="chat-sites"),
    path("settings/channels/chat/new/", setup.new_site, name="chat-site-new"),
    path("settings/channels/chat/<int:inbox_id>/", setup.site, name="chat-site"),
    path("settings/channels/chat/<int:inbox_id>/switch/", setup.switch, name="chat-site-switch"),
    path("settings/channels/chat/<int:inbox_id>/secret/", setup.secret, name="chat-site-secret"),
    path("demo-shop", demo.shop, name="demo-shop"),
]
