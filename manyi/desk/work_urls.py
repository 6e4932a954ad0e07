"""Addresses of the work around tickets: tasks of other departments."""

from __future__ import annotations

from django.urls import URLPattern, path

from manyi.desk.views import cases, context, leading, ownership, sop_setup, sops, task_setup, tasks, visits

urlpatterns: list[URLPattern] = [
    path("tickets/<str:number>/context", context.slots, name="ticket-context"),
    path("tickets/<str:number>/translations", context.translations, name="ticket-translations"),
    path("tickets/<str:number>/tasks", tasks.ask, name="ticket-tasks"),
    path("tickets/<str:number>/promises", ownership.promises, name="ticket-promises"),
    path("tickets/<str:number>/promises/<int:promise_id>", ownership.promise, name="ticket-promise"),
    path("tickets/<str:number>/handovers", ownership.handovers, name="ticket-handovers"),
    path("tasks/", tasks.tasks, name="tasks"),
    path("tasks/<int:task_id>/", tasks.task, name="task"),
    path("tasks/<int:task_id>/files/<int:file_id>", tasks.task_file, name="task-file"),
    path("tickets/<str:number>/takeover", leading.takeover, name="ticket-takeover"),
    path("tickets/<str:number>/whispers", leading.whispers, name="ticket-whispers"),
    path("tickets/<str:number>/approvals", leading.approvals, name="ticket-approvals"),
    path("tickets/<str:number>/case", cases.open_case, name="ticket-case"),
    path("cases/", cases.cases, name="cases"),
    path("cases/<int:case_id>/", cases.case, name="case"),
    path("team/", leading.team, name="team"),
    path("approvals/<int:approval_id>/", leading.approval, name="approval"),
    path("approval/<str:token>/", leading.approval_by_link, name="approval-by-link"),
    path("settings/desk/approvals/", leading.rules, name="desk-approval-rules"),
    path("settings/desk/approvals/new", leading.rule_form, name="desk-approval-rule-new"),
    path("settings/desk/approvals/<int:rule_id>", leading.rule_form, name="desk-approval-rule"),
    path("tickets/<str:number>/sops", sops.start, name="ticket-sops"),
    path("tickets/<str:number>/sops/<int:run_id>", sops.run, name="ticket-sop"),
    path("settings/desk/sops/", sop_setup.sops, name="desk-sops"),
    path("settings/desk/sops/new", sop_setup.new, name="desk-sop-new"),
    path("settings/desk/sops/<int:sop_id>", sop_setup.editor, name="desk-sop"),
    path("visits/", visits.visits, name="visits"),
    path("visits/<int:visit_id>/", visits.visit, name="visit"),
    path("settings/desk/visits/", visits.rules, name="desk-visit-rules"),
    path("settings/desk/visits/new", visits.rule_form, name="desk-visit-rule-new"),
    path("settings/desk/visits/<int:rule_id>", visits.rule_form, name="desk-visit-rule"),
    path("task/forwarded", tasks.forwarded, name="task-forwarded"),
    path("task/<str:token>/", tasks.task_by_link, name="task-by-link"),
    path("task/<str:token>/files/<int:file_id>", tasks.task_file_by_link, name="task-file-by-link"),
    path("settings/desk/tasks/", task_setup.templates, name="desk-task-templates"),
    path("settings/desk/tasks/new", task_setup.template_form, name="desk-task-template-new"),
    path("settings/desk/tasks/<int:template_id>", task_setup.template_form, name="desk-task-template"),
]
