"""Addresses about people."""

from __future__ import annotations

from django.urls import path

from manyi.people.views import account, directory, entering, organisation

urlpatterns = [
    path("account/", account.account, name="account"),
    path("account/photo/", account.photo, name="account_photo"),
    path("account/theme/", account.theme, name="account_theme"),
    path("account/language/", account.language, name="account_language"),
    path("account/sessions/end/", account.end_sessions, name="account_end_sessions"),
    path("presence/", account.presence, name="presence"),
    path("presence/pulse", account.pulse, name="presence-pulse"),
    path("login-link/<str:secret>/", entering.login_link, name="login_link"),
    path("join/<str:secret>/", entering.join, name="join"),
    path("people/", directory.directory, name="people"),
    path("people/invitations/", directory.invitations, name="people_invitations"),
    path("people/invitations/<int:invitation_id>/renew/", directory.renew, name="people_renew"),
    path("people/invitations/<int:invitation_id>/revoke/", directory.revoke, name="people_revoke"),
    path("people/<int:staff_id>/", directory.colleague, name="people_colleague"),
    path("people/<int:staff_id>/photo/", account.face, name="people_photo"),
    path("people/<int:staff_id>/deactivate/", directory.deactivate, name="people_deactivate"),
    path("people/<int:staff_id>/reactivate/", directory.reactivate, name="people_reactivate"),
    path("people/<int:staff_id>/sign-out/", directory.sign_out, name="people_sign_out"),
    path("people/<int:staff_id>/second-factor/", directory.forget_second_factor, name="people_second_factor"),
    path("settings/teams/", organisation.teams, name="settings_teams"),
    path("settings/teams/new/", organisation.new_team, name="settings_new_team"),
    path("settings/teams/<int:team_id>/", organisation.team, name="settings_team"),
    path("settings/departments/new/", organisation.new_department, name="settings_new_department"),
    path("settings/departments/<int:department_id>/", organisation.department, name="settings_department"),
    path("settings/roles/", organisation.roles, name="settings_roles"),
    path("settings/roles/<slug:key>/", organisation.role, name="settings_role"),
    path("settings/tokens/", organisation.tokens, name="settings_tokens"),
    path("settings/tokens/<int:token_id>/revoke/", organisation.revoke_token, name="settings_revoke_token"),
]
