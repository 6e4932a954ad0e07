"""Forms about people."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from manyi.core.actors import FieldClass, Scope
from manyi.core.forms import language_field, time_zone_field
from manyi.core.i18n import label
from manyi.people import queries
from manyi.people.models import Department, PresenceState, Role, Staff, Team, Tier
from manyi.people.signin_forms import PASSWORD_RULE


class RoleField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Roles by their name in the reader's language."""

    def label_from_instance(self, obj: Role) -> str:
        return label(obj.names)


class NewPasswordForm(forms.Form):
    """One's name and a first password, at the end of an invitation."""

    name = forms.CharField(label=_("Full name"), max_length=80)
    password = forms.CharField(
        label=_("Choose a password"),
        help_text=PASSWORD_RULE,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "autofocus": ""}, render_value=True),
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        self.email = email
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if "password" in found:
            check_password(self, found["password"], Staff(email=self.email, name=found.get("name", "")))
        return found


def check_password(form: forms.Form, password: str, staff: Staff, field: str = "password") -> None:
    """Put at ``field`` what is wrong with a new password."""
    try:
        password_validation.validate_password(password, staff)
    except ValidationError as error:
        form.add_error(field, error)


class ProfileForm(forms.Form):
    """What colleagues say about themselves."""

    name = forms.CharField(label=_("Full name"), max_length=80)
    language = language_field(label=_("Language"))
    time_zone = time_zone_field(label=_("Time zone"))
    theme = forms.ChoiceField(
        label=_("Appearance"),
        choices=[("system", _("Like this computer")), ("light", _("Light")), ("dark", _("Dark"))],
    )


class StaffForm(forms.Form):
    """Where a colleague stands."""

    name = forms.CharField(label=_("Full name"), max_length=80)
    role = RoleField(label=_("Role"), queryset=Role.objects.none())
    team = forms.ModelChoiceField(label=_("Team"), queryset=Team.objects.none(), required=False, empty_label="—")
    department = forms.ModelChoiceField(
        label=_("Department"),
        queryset=Department.objects.none(),
        required=False,
        empty_label="—",
        help_text=_("A team brings its department along."),
    )
    tier = forms.ChoiceField(label=_("Tier"), choices=[("", "—"), *Tier.choices], required=False)
    capacity = forms.IntegerField(label=_("Open tickets at once"), min_value=0, max_value=500)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, role=queries.roles(), team=queries.teams(), department=queries.departments())


class InviteForm(forms.Form):
    """A future colleague."""

    name = forms.CharField(label=_("Full name"), max_length=80)
    email = forms.EmailField(label=_("E-mail address"))
    role = RoleField(label=_("Role"), queryset=Role.objects.none(), empty_label=None)
    team = forms.ModelChoiceField(label=_("Team"), queryset=Team.objects.none(), required=False, empty_label="—")
    tier = forms.ChoiceField(label=_("Tier"), choices=[("", "—"), *Tier.choices], required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, role=queries.roles(), team=queries.teams())


class DirectoryForm(forms.Form):
    """What narrows the directory."""

    text = forms.CharField(label=_("Name or e-mail"), required=False)
    team = forms.ModelChoiceField(
        label=_("Team"), queryset=Team.objects.none(), required=False, empty_label=_("Any team")
    )
    tier = forms.ChoiceField(label=_("Tier"), choices=[("", _("Any tier")), *Tier.choices], required=False)
    role = RoleField(
        label=_("Role"), queryset=Role.objects.none(), required=False, to_field_name="key", empty_label=_("Any role")
    )
    presence = forms.ChoiceField(
        label=_("Presence"), choices=[("", _("Any presence")), *PresenceState.choices], required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, role=queries.roles(), team=queries.teams())


class TeamForm(forms.Form):
    """A team; a new one or one to change."""

    name = forms.CharField(label=_("Name"), max_length=80)
    department = forms.ModelChoiceField(label=_("Department"), queryset=Department.objects.none(), empty_label=None)
    leader = forms.ModelChoiceField(label=_("Leader"), queryset=Staff.objects.none(), required=False, empty_label="—")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, department=queries.departments(), leader=queries.colleagues())


class DepartmentForm(forms.Form):
    """A department; a new one or one to change."""

    name = forms.CharField(label=_("Name"), max_length=80)
    is_service = forms.BooleanField(label=_("Serves customers"), required=False)
    interface_owner = forms.ModelChoiceField(
        label=_("Interface owner"),
        queryset=Staff.objects.none(),
        required=False,
        empty_label="—",
        help_text=_("Answers for the department when the service desk asks for help."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, interface_owner=queries.colleagues())


def _offer(form: forms.Form, **choices: QuerySet[Any]) -> None:
    for name, rows in choices.items():
        form.fields[name].queryset = rows  # type: ignore[attr-defined]


SCOPES = [
    (Scope.OWN.value, _("Own tickets")),
    (Scope.TEAM.value, _("Tickets of the team")),
    (Scope.DEPARTMENT.value, _("Tickets of the department")),
    (Scope.ALL.value, _("All tickets")),
]
FIELD_CLASS_NAMES = [(FieldClass.PERSONAL.value, _("Personal")), (FieldClass.SENSITIVE.value, _("Sensitive"))]
FIELD_CLASSES = [
    (FieldClass.PERSONAL.value, _("Personal: phone numbers, e-mail addresses")),
    (FieldClass.SENSITIVE.value, _("Sensitive: identity papers, payment data")),
]


class RoleForm(forms.Form):
    """What a role may do."""

    scope = forms.ChoiceField(label=_("Reach"), choices=SCOPES)
    field_classes = forms.MultipleChoiceField(
        label=_("Reads in clear"), choices=FIELD_CLASSES, required=False, widget=forms.CheckboxSelectMultiple
    )
    permissions = forms.MultipleChoiceField(label=_("Allowed to"), required=False)

    def __init__(self, *args: Any, permissions: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["permissions"].choices = [(code, code) for code in permissions]  # type: ignore[attr-defined]


LIFETIMES = [("30", _("One month")), ("90", _("Three months")), ("365", _("One year")), ("", _("Until it is revoked"))]


class TokenForm(forms.Form):
    """A new API token."""

    name = forms.CharField(label=_("Name"), max_length=80, help_text=_("What will use it, for instance “Web shop”."))
    scopes = forms.MultipleChoiceField(label=_("Scopes"), widget=forms.CheckboxSelectMultiple)
    days = forms.ChoiceField(label=_("Valid for"), choices=LIFETIMES, required=False, initial="90")
