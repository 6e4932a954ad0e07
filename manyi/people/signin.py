"""Our side of the sign-in library: what it may do, what it says, and where its secrets are kept."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from manyi.core import crypto
from manyi.core.errors import TooMany
from manyi.core.middleware import answer
from manyi.core.models import Installation
from manyi.people import access, actions, letters
from manyi.people.models import Staff

SAID = {
    "account/messages/password_changed.txt": gettext_lazy("Your password is changed."),
    "account/messages/password_set.txt": gettext_lazy("Your password is set."),
    "mfa/messages/totp_activated.txt": gettext_lazy("From now on a code is asked for when you sign in."),
    "mfa/messages/totp_deactivated.txt": gettext_lazy("No code is asked for any more when you sign in."),
    "mfa/messages/webauthn_added.txt": gettext_lazy("The passkey is added."),
    "mfa/messages/webauthn_removed.txt": gettext_lazy("The passkey is removed."),
}


class AccountAdapter(DefaultAccountAdapter):
    """Colleagues are invited; there is no open registration. What changes who somebody is, is known here at once."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": gettext_lazy("E-mail or password is not right."),
        "too_many_login_attempts": gettext_lazy("Too many failed attempts. Please wait a few minutes."),
        "incorrect_password": gettext_lazy("The password is not right."),
        "enter_current_password": gettext_lazy("Please type your current password."),
        "rate_limited": gettext_lazy("Too many requests, please wait a moment"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Say only what the page does not show by itself."""
        text = message or SAID.get(message_template or "")
        if text:
            messages.add_message(request, level, str(text), extra_tags=extra_tags)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        letters.send_account_news(template_prefix.rpartition("/")[2], email, context)

    def send_notification_mail(
        self, template_prefix: str, user: Any, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        super().send_notification_mail(template_prefix, user, {**(context or {}), "user": user}, email or user.email)

    def get_reset_password_from_key_url(self, key: str) -> str:
        return letters.absolute(urlsplit(super().get_reset_password_from_key_url(key)).path)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return "/account/"

    def set_password(self, user: Any, password: str) -> None:
        super().set_password(user, password)
        access.forget_viewers()

    def login(self, request: HttpRequest, user: Any) -> None:
        super().login(request, user)
        access.forget_viewers()

    def logout(self, request: HttpRequest) -> None:
        staff, key = request.user, request.session.session_key or ""
        super().logout(request)
        access.forget_viewers()
        if isinstance(staff, Staff):
            actions.leave(staff, session_key=key)


class MFAAdapter(DefaultMFAAdapter):
    """Keys of authenticator apps and recovery codes are encrypted at rest like everything personal."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy("The code is not right. It changes every 30 seconds."),
    }

    def encrypt(self, text: str) -> str:
        return crypto.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        return crypto.decrypt(encrypted_text)

    def get_totp_issuer(self) -> str:
        return self._get_site_name()

    def _get_site_name(self) -> str:
        return Installation.objects.filter(id=1).values_list("name", flat=True).first() or "Manyi"

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        return _("My passkey")

    def get_public_key_credential_user_entity(self, user: Staff) -> dict[str, Any]:
        return {**super().get_public_key_credential_user_entity(user), "display_name": user.name}


def username_of(request: HttpRequest, credentials: dict[str, Any] | None) -> str | None:
    """Whom an attempt was for: the lock-out counts attempts per person and address."""
    given = (credentials or {}).get("email") or request.POST.get("login")
    return str(given).strip().lower() if given else None


def locked_out(request: HttpRequest, credentials: dict[str, Any], *args: Any, **kwargs: Any) -> HttpResponse:
    """The answer after too many failed attempts."""
    with translation.override(translation.get_language_from_request(request)):
        error = TooMany(
            _("Too many failed attempts. Please wait 15 minutes, or ask your administrator."), retry_after=900
        )
        return answer(request, error)


def too_many(request: HttpRequest) -> HttpResponse:
    """The library's hook for requests past its rate limits."""
    return answer(request, TooMany(retry_after=60))
