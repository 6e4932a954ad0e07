"""The sign-in library's forms in our words: labels instead of placeholders, and what password managers look for."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PASSWORD_RULE = _("At least 10 characters, and not one that everybody would guess.")
Attributes = dict[str, str]
CODE: Attributes = {"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": "", "maxlength": "12"}


class Worded:
    """Gives the fields of a library's form our labels, help and attributes."""

    labels: ClassVar[dict[str, Promise]] = {}
    helps: ClassVar[dict[str, Promise]] = {}
    attributes: ClassVar[dict[str, Attributes]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():  # type: ignore[attr-defined]
            field.label = self.labels.get(name, field.label)
            field.help_text = self.helps.get(name, "")
            field.widget.attrs.pop("placeholder", None)
            field.widget.attrs.update(self.attributes.get(name, {}))


class LoginForm(Worded, account.LoginForm):
    labels = {"login": _("E-mail address"), "password": _("Password")}
    attributes = {"login": {"autocomplete": "username webauthn", "autofocus": "", "spellcheck": "false"}}


class ReauthenticateForm(Worded, account.ReauthenticateForm):
    labels = {"password": _("Password")}
    attributes = {"password": {"autofocus": ""}}


class ResetPasswordForm(Worded, account.ResetPasswordForm):
    labels = {"email": _("E-mail address")}
    attributes = {"email": {"autofocus": "", "spellcheck": "false"}}


class ResetPasswordKeyForm(Worded, account.ResetPasswordKeyForm):
    labels = {"password1": _("New password"), "password2": _("The same again")}
    helps = {"password1": PASSWORD_RULE}
    attributes = {"password1": {"autofocus": ""}}


class ChangePasswordForm(Worded, account.ChangePasswordForm):
    labels = {
        "oldpassword": _("Current password"),
        "password1": _("New password"),
        "password2": _("The same again"),
    }
    helps = {"password1": PASSWORD_RULE}
    attributes = {"oldpassword": {"autofocus": ""}}


class SetPasswordForm(Worded, account.SetPasswordForm):
    labels = {"password1": _("New password"), "password2": _("The same again")}
    helps = {"password1": PASSWORD_RULE}
    attributes = {"password1": {"autofocus": ""}}


class AuthenticateForm(Worded, mfa.AuthenticateForm):
    labels = {"code": _("Code")}
    attributes = {"code": CODE}


class ReauthenticateCodeForm(Worded, mfa.ReauthenticateForm):
    labels = {"code": _("Code")}
    attributes = {"code": CODE}


class ActivateTOTPForm(Worded, totp.ActivateTOTPForm):
    labels = {"code": _("The code your app shows now")}
    attributes = {"code": CODE}


class AddWebAuthnForm(Worded, webauthn.AddWebAuthnForm):
    labels = {"name": _("Name"), "passwordless": _("Sign in with this passkey alone")}
    helps = {
        "name": _("So that you know it again, for instance “Office laptop”."),
        "passwordless": _("No password is needed then; the device asks for a finger, a face or its PIN."),
    }
    attributes = {"name": {"autofocus": "", "maxlength": "60"}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["passwordless"].initial = True


class EditWebAuthnForm(Worded, webauthn.EditWebAuthnForm):
    labels = {"name": _("Name")}
    attributes = {"name": {"autofocus": "", "maxlength": "60"}}
