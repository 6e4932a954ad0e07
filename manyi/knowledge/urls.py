"""Addresses of the library."""

from __future__ import annotations

from django.urls import URLPattern, path

from manyi.knowledge.views import caring, editing, library, policies, reviewing, scripts, searching, setup, tickets

urlpatterns: list[URLPattern] = [
    path("knowledge/", library.index, name="knowledge"),
    path("knowledge/badge", library.badge, name="knowledge-badge"),
    path("knowledge/suggestions", searching.suggestions, name="knowledge-suggestions"),
    path("knowledge/new", editing.editor, name="knowledge-new"),
    path("knowledge/preview", editing.preview, name="knowledge-preview"),
    path("knowledge/pasted", editing.pasted, name="knowledge-pasted-new"),
    path("knowledge/reviews/", reviewing.index, name="knowledge-reviews"),
    path("knowledge/policies/", policies.index, name="knowledge-policies"),
    path("knowledge/gaps/", caring.gaps, name="knowledge-gaps"),
    path("knowledge/gaps/<int:gap_id>", caring.gap, name="knowledge-gap"),
    path("knowledge/feedback/", caring.feedback, name="knowledge-feedback"),
    path("knowledge/feedback/<int:feedback_id>/settlement", caring.settlement, name="knowledge-settlement"),
    path("knowledge/faults/", caring.faults, name="knowledge-faults"),
    path("knowledge/import/", caring.bring_in, name="knowledge-import"),
    path("knowledge/scripts/new", scripts.form, name="knowledge-script-new"),
    path("knowledge/scripts/<int:article_id>", scripts.form, name="knowledge-script"),
    path("knowledge/scripts/<int:article_id>/deletion", scripts.forget, name="knowledge-script-deletion"),
    path("knowledge/scripts/<int:article_id>/proposal", scripts.propose, name="knowledge-script-proposal"),
    path("knowledge/files/<int:file_id>", library.file, name="knowledge-file"),
    path("knowledge/<int:article_id>/", library.article, name="knowledge-article"),
    path("knowledge/<int:article_id>/edit", editing.editor, name="knowledge-edit"),
    path("knowledge/<int:article_id>/pasted", editing.pasted, name="knowledge-pasted"),
    path("knowledge/<int:article_id>/files", editing.upload, name="knowledge-upload"),
    path("knowledge/<int:article_id>/versions", editing.versions, name="knowledge-versions"),
    path("knowledge/<int:article_id>/ending", library.ending, name="knowledge-ending"),
    path("knowledge/<int:article_id>/questions", policies.questions, name="knowledge-questions"),
    path("knowledge/<int:article_id>/questions/<int:question_id>", policies.answer, name="knowledge-answer"),
    path("knowledge/citations/<int:citation_id>", policies.citation, name="knowledge-citation"),
    path("knowledge/versions/<int:version_id>/", reviewing.version, name="knowledge-version"),
    path("knowledge/versions/<int:version_id>/change", policies.change, name="knowledge-change"),
    path("knowledge/versions/<int:version_id>/readers", policies.readers, name="knowledge-readers"),
    path(
        "knowledge/versions/<int:version_id>/acknowledgement",
        policies.acknowledgement,
        name="knowledge-acknowledgement",
    ),
    path("knowledge/versions/<int:version_id>/opinions", library.opinions, name="knowledge-opinions"),
    path("knowledge/versions/<int:version_id>/restoration", reviewing.restoration, name="knowledge-restoration"),
    path("knowledge/versions/<int:version_id>/dropping", reviewing.dropping, name="knowledge-dropping"),
    path("knowledge/versions/<int:version_id>/<slug:noun>", reviewing.decision, name="knowledge-decision"),
    path("tickets/<str:number>/knowledge", tickets.side, name="ticket-knowledge"),
    path("tickets/<str:number>/insertions", tickets.insertions, name="ticket-insertions"),
    path("tickets/<str:number>/policies", policies.express, name="ticket-policies"),
    path("tickets/<str:number>/contribution", tickets.contribution, name="ticket-contribution"),
    path("settings/knowledge/categories/", setup.categories, name="knowledge-categories"),
    path(
        "settings/knowledge/categories/<int:category_id>/deletion",
        setup.category_deletion,
        name="knowledge-category-deletion",
    ),
    path("settings/knowledge/synonyms/", searching.synonyms, name="knowledge-synonyms"),
    path("settings/knowledge/variables/", setup.variables, name="knowledge-variables"),
]
