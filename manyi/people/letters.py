"""The mails the system itself writes: invitations, password reset, news about one's own account.

A letter has a subject, paragraphs and perhaps one button; it leaves as text and HTML through Django's mail queue, in
the language of whom it is for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from manyi.core.actors import Actor
from manyi.core.models import Installation
from manyi.core.times import full
from manyi.people.models import Invitation, Staff


@dataclass(frozen=True, slots=True)
class Letter:
    """What is written: ``button`` is the label of the link ``url``; ``small`` stands below in smaller type."""

    subject: str
    paragraphs: tuple[str, ...]
    button: str = ""
    url: str = ""
    small: str = ""


def absolute(path: str) -> str:
    """The public address of one of our pages."""
    return f"{settings.PUBLIC_URL.rstrip('/')}{path}"


def send(to: str, letter: Letter) -> None:
    """Queue a letter; it leaves when the transaction commits."""
    company = Installation.objects.filter(id=1).values_list("name", flat=True).first() or _("Manyi")
    parts = [*letter.paragraphs, letter.url, letter.small, company]
    mail = EmailMultiAlternatives(subject=letter.subject, body="\n\n".join(filter(None, parts)), to=[to])
    html = render_to_string("people/mail/letter.html", {"letter": letter, "company": company})
    mail.attach_alternative(html, "text/html")
    mail.send()


def send_invitation(invitation: Invitation, secret: str, *, by: Actor) -> None:
    """Ask a future colleague to join, in the language of the company."""
    installation = Installation.objects.filter(id=1).first()
    with translation.override(installation.language if installation else settings.LANGUAGE_CODE):
        company = installation.name if installation else _("Manyi")
        inviter = by.name or company
        send(
            invitation.email,
            Letter(
                subject=_("Join the service team of %(company)s") % {"company": company},
                paragraphs=(
                    _("Hello %(name)s,") % {"name": invitation.name},
                    _("%(inviter)s invites you to work on the service desk of %(company)s.")
                    % {"inviter": inviter, "company": company},
                ),
                button=_("Choose a password and start"),
                url=absolute(reverse("join", args=[secret])),
                small=_("The link works once and for seven days. If you did not expect this mail, you can ignore it."),
            ),
        )


def send_account_news(kind: str, email: str, context: dict[str, Any]) -> None:
    """Write what the sign-in library wants said about an account, in the language of its owner."""
    staff = context.get("user") or Staff.objects.filter(email__iexact=email).first()
    language = staff.language if isinstance(staff, Staff) else settings.LANGUAGE_CODE
    write = _WRITERS.get(kind)
    if write is not None:
        with translation.override(language):
            send(email, write(context))


def _reset(context: dict[str, Any]) -> Letter:
    return Letter(
        subject=_("Choose a new password"),
        paragraphs=(_("Somebody, hopefully you, asked to choose a new password for your account."),),
        button=_("Choose a new password"),
        url=str(context["password_reset_url"]),
        small=_("If it was not you, nothing has changed and you can ignore this mail."),
    )


def _news(subject: Callable[[], str]) -> Callable[[dict[str, Any]], Letter]:
    def write(context: dict[str, Any]) -> Letter:
        where = _("Time: %(time)s. Address: %(ip)s. Browser: %(browser)s.") % {
            "time": full(context["timestamp"]),
            "ip": context["ip"],
            "browser": context["user_agent"],
        }
        return Letter(
            subject=subject(),
            paragraphs=(subject(), where),
            button=_("Look at my account"),
            url=absolute(reverse("account")),
            small=_("If it was not you, choose a new password at once and tell your administrator."),
        )

    return write


_WRITERS: dict[str, Callable[[dict[str, Any]], Letter]] = {
    "password_reset_key": _reset,
    "password_changed": _news(lambda: _("Your password was changed")),
    "password_set": _news(lambda: _("Your password was set")),
    "password_reset": _news(lambda: _("Your password was changed")),
    "totp_activated": _news(lambda: _("Codes from an authenticator app are now asked for when you sign in")),
    "totp_deactivated": _news(lambda: _("Codes from an authenticator app are no longer asked for when you sign in")),
    "recovery_codes_generated": _news(lambda: _("New recovery codes were made for your account")),
    "webauthn_added": _news(lambda: _("A passkey was added to your account")),
    "webauthn_removed": _news(lambda: _("A passkey was removed from your account")),
}
