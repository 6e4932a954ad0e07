"""Addresses of the desk."""

from __future__ import annotations

from django.urls import URLPattern, path, re_path
from django.views.generic import RedirectView

from manyi.desk import work_urls
from manyi.desk.views import commands, composing, creating, doing, finding, inbox, prepared, setup, tickets

urlpatterns: list[URLPattern] = [
    path("", RedirectView.as_view(pattern_name="inbox"), name="start"),
    path("inbox/", inbox.home, name="inbox"),
    path("inbox/<slug:key>/", inbox.show, name="inbox-list"),
    path("filters/new", creating.filter_form, name="filter-form"),
    path("filters", creating.save_view, name="view-save"),
    path("filters/<int:view_id>/delete", creating.delete_view, name="view-delete"),
    path("tickets/new", creating.new, name="ticket-new"),
    path("tickets/new/customers", creating.customer_choices, name="customer-choices"),
    path("tickets/<str:number>/", tickets.show, name="ticket"),
    re_path(r"^tickets/(?P<number>[^/]+)/(?P<name>conversation|side)$", tickets.part, name="ticket-part"),
    path("tickets/<str:number>/earlier", tickets.earlier, name="ticket-earlier"),
    path("tickets/<str:number>/messages", composing.messages, name="ticket-messages"),
    path("tickets/<str:number>/drafts/<str:kind>", composing.draft, name="ticket-draft"),
    path("tickets/<str:number>/attachments", composing.attachments, name="ticket-attachments"),
    path("tickets/<str:number>/assignment", doing.assignment, name="ticket-assignment"),
    path("tickets/<str:number>/owner", doing.owner, name="ticket-owner"),
    path("tickets/<str:number>/status", doing.status, name="ticket-status"),
    path("tickets/<str:number>/resolution", doing.resolution, name="ticket-resolution"),
    path("tickets/<str:number>/closure", doing.closure, name="ticket-closure"),
    path("tickets/<str:number>/tags", doing.tags, name="ticket-tags"),
    path("tickets/<str:number>/fields", doing.fields, name="ticket-fields"),
    path("tickets/<str:number>/followers/me", doing.follow, name="ticket-follow"),
    path("tickets/<str:number>/archive", doing.archive, name="ticket-archive"),
    path("tickets/<str:number>/merges", doing.merges, name="ticket-merges"),
    path("tickets/<str:number>/merges/<int:merge_id>/undo", doing.merge_undo, name="ticket-merge-undo"),
    path("tickets/<str:number>/links", doing.links, name="ticket-links"),
    path("tickets/<str:number>/splits/<int:message_id>", doing.split, name="ticket-split"),
    path("tickets/<str:number>/macros/<int:macro_id>", prepared.macro_run, name="ticket-macro"),
    path("tickets/<str:number>/insertions/<slug:source>", prepared.find_insertions, name="ticket-insertions"),
    path("tickets/<str:number>/insertions/<slug:source>/<int:entry_id>", prepared.insertion, name="ticket-insertion"),
    path("prepared/", prepared.prepared, name="prepared"),
    path("prepared/texts/new", prepared.wording_form, name="wording-new"),
    path("prepared/texts/<int:wording_id>", prepared.wording_form, name="wording"),
    path("prepared/texts/<int:wording_id>/delete", prepared.wording_delete, name="wording-delete"),
    path("prepared/macros/new", prepared.macro_form, name="macro-new"),
    path("prepared/macros/<int:macro_id>", prepared.macro_form, name="macro"),
    path("prepared/macros/<int:macro_id>/delete", prepared.macro_delete, name="macro-delete"),
    path("messages/<int:message_id>/original", composing.message_html, name="message-html"),
    path("attachments/<int:attachment_id>", composing.attachment, name="attachment"),
    path("attachments/<int:attachment_id>/view", composing.attachment_view, name="attachment-view"),
    path("search/", finding.search, name="search"),
    path("commands/", commands.commands, name="commands"),
    path("colleagues", finding.colleagues, name="colleagues"),
    path("tags", finding.tag_names, name="tag-names"),
    path("settings/desk/types/", setup.types, name="desk-types"),
    path("settings/desk/types/new", setup.type_form, name="desk-type-new"),
    path("settings/desk/types/<int:type_id>", setup.type_form, name="desk-type"),
    path("settings/desk/fields/", setup.fields, name="desk-fields"),
    path("settings/desk/fields/new", setup.field_form, name="desk-field-new"),
    path("settings/desk/fields/<int:field_id>", setup.field_form, name="desk-field"),
    *work_urls.urlpatterns,
]
