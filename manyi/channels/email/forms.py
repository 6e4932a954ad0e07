"""The form of a mailbox."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from manyi.channels.actions import secrets_of
from manyi.channels.models import Inbox
from manyi.people.models import Team

SECURITY = (("ssl", _("TLS")), ("starttls", _("STARTTLS")), ("none", _("None (only inside one's own network)")))
NEW_PASSWORD = {"autocomplete": "new-password"}


def _password(label: object) -> forms.CharField:
    widget = forms.PasswordInput(render_value=True, attrs=NEW_PASSWORD)
    return forms.CharField(label=label, required=False, widget=widget)  # type: ignore[arg-type]


class MailboxForm(forms.Form):
    """Name, address, both servers. A password left empty keeps the one that is known."""

    name = forms.CharField(label=_("Name customers see"), max_length=80)
    address = forms.EmailField(label=_("Address"))
    team = forms.ModelChoiceField(label=_("Team"), queryset=Team.objects.none(), required=False, empty_label="—")
    imap_host = forms.CharField(label=_("Receiving server (IMAP)"), required=False)
    imap_port = forms.IntegerField(label=_("Port"), min_value=1, max_value=65535, initial=993)
    imap_security = forms.ChoiceField(label=_("Encryption"), choices=SECURITY)
    imap_user = forms.CharField(label=_("User"), required=False)
    imap_password = _password(_("Password"))
    smtp_host = forms.CharField(label=_("Sending server (SMTP)"))
    smtp_port = forms.IntegerField(label=_("Port"), min_value=1, max_value=65535, initial=465)
    smtp_security = forms.ChoiceField(label=_("Encryption"), choices=SECURITY)
    smtp_user = forms.CharField(label=_("User"), required=False)
    smtp_password = _password(_("Password"))
    signature = forms.CharField(
        label=_("Signature"),
        help_text=_("{agent} stands for the name of the colleague who answers."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    plus_addressing = forms.BooleanField(
        label=_("The server delivers name+anything@ to this mailbox"),
        help_text=_("Then answers carry a signed reply address; otherwise the number in the subject leads them back."),
        required=False,
    )
    is_enabled = forms.BooleanField(label=_("In use"), required=False, initial=True)
    save_anyway = forms.BooleanField(label=_("Save although the test failed"), required=False)

    def __init__(self, *args: Any, inbox: Inbox | None = None, **kwargs: Any) -> None:
        self.inbox = inbox
        kwargs["initial"] = _initial(inbox) if inbox is not None else None
        super().__init__(*args, **kwargs)
        team = self.fields["team"]
        if isinstance(team, forms.ModelChoiceField):
            team.queryset = Team.objects.order_by("name")

    def config(self) -> dict[str, Any]:
        """What may be seen, as the inbox keeps it."""
        given = self.cleaned_data
        ends = {
            end: {key: given[f"{end}_{key}"] for key in ("host", "port", "security", "user")}
            for end in ("imap", "smtp")
        }
        kept = {key: given[key] for key in ("signature", "plus_addressing")}
        return {**(self.inbox.config if self.inbox else {}), **ends, **kept}

    def secrets(self) -> dict[str, str]:
        """The passwords; those left empty stay as they were."""
        known = secrets_of(self.inbox) if self.inbox is not None else {}
        given = {name: self.cleaned_data[name] for name in ("imap_password", "smtp_password")}
        return known | {name: value for name, value in given.items() if value}


def _initial(inbox: Inbox) -> dict[str, Any]:
    values: dict[str, Any] = {
        "name": inbox.name,
        "address": inbox.address,
        "team": inbox.team_id,
        "is_enabled": inbox.is_enabled,
        "signature": inbox.config.get("signature", ""),
        "plus_addressing": inbox.config.get("plus_addressing", False),
    }
    for end in ("imap", "smtp"):
        values |= {f"{end}_{key}": value for key, value in inbox.config.get(end, {}).items()}
    return values
