"""Forms of the first-run assistant and of the company's settings."""

from __future__ import annotations

import datetime as dt
from email.utils import parseaddr
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from manyi.channels.chat.sites import normalise_origin
from manyi.core.forms import language_field, time_zone_field
from manyi.core.models import Installation
from manyi.people.forms import RoleField, check_password
from manyi.people.models import Role, Staff
from manyi.people.queries import roles
from manyi.people.signin_forms import PASSWORD_RULE

DAYS = [(str(number), label) for number, label in enumerate(
    (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))
)]  # fmt: skip
SECURITY = [("ssl", _("TLS")), ("starttls", _("STARTTLS")), ("none", _("None (only inside one's own network)"))]
# Where the large providers' servers are; elsewhere imap. and smtp. before the domain is the custom.
SERVERS = {
    "163.com": ("imap.163.com", "smtp.163.com"),
    "126.com": ("imap.126.com", "smtp.126.com"),
    "qq.com": ("imap.qq.com", "smtp.qq.com"),
    "foxmail.com": ("imap.qq.com", "smtp.qq.com"),
    "gmail.com": ("imap.gmail.com", "smtp.gmail.com"),
    "outlook.com": ("outlook.office365.com", "smtp.office365.com"),
}


class AdministratorForm(forms.Form):
    """Who sets the desk up."""

    name = forms.CharField(label=_("Full name"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    email = forms.EmailField(label=_("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "username"}))
    password = forms.CharField(
        label=_("Choose a password"),
        help_text=PASSWORD_RULE,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}, render_value=True),
    )

    def __init__(self, *args: Any, has_password: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if has_password:
            self.fields["password"].required = False
            self.fields["password"].help_text = _("Leave it empty to keep the one you chose.")

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("password"):
            staff = Staff(email=found.get("email", ""), name=found.get("name", ""))
            check_password(self, found["password"], staff)
        return found


class CompanyForm(forms.Form):
    """The company's name, language, time zone and working hours."""

    name = forms.CharField(label=_("Name of the company"), max_length=120)
    language = language_field(label=_("Language"), help_text=_("Of mails and pages where nobody chose another."))
    time_zone = time_zone_field(label=_("Time zone"))
    working_days = forms.MultipleChoiceField(
        label=_("Working days"), choices=DAYS, widget=forms.CheckboxSelectMultiple, initial=["0", "1", "2", "3", "4"]
    )
    opens_at = forms.TimeField(
        label=_("Opens at"), initial=dt.time(9), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    closes_at = forms.TimeField(
        label=_("Closes at"), initial=dt.time(18), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )

    @classmethod
    def of(cls, installation: Installation | None, data: Any = None, **initial: Any) -> CompanyForm:
        """The form of the company, or of one to be."""
        if installation is not None:
            names = ("name", "language", "time_zone", "opens_at", "closes_at")
            initial = {name: getattr(installation, name) for name in names}
            initial["working_days"] = [str(day) for day in installation.working_days]
        return cls(data, initial=initial)

    def clean_working_days(self) -> list[int]:
        return sorted(int(day) for day in self.cleaned_data["working_days"])

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if "opens_at" in found and "closes_at" in found and found["opens_at"] >= found["closes_at"]:
            self.add_error("closes_at", _("The day must end after it begins."))
        return found


def _password() -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": "new-password"}, render_value=True)
    return forms.CharField(label=_("Password or authorisation code"), required=False, strip=False, widget=widget)


class FirstMailboxForm(forms.Form):
    """The first mailbox, with one user and password for both directions."""

    name = forms.CharField(label=_("Name customers see"), max_length=80)
    address = forms.EmailField(label=_("Mail address"))
    user = forms.CharField(
        label=_("User"), required=False, help_text=_("Mostly the address itself; then leave it empty.")
    )
    password = _password()
    imap_host = forms.CharField(label=_("Receiving server (IMAP)"), required=False)
    imap_port = forms.IntegerField(label=_("Port"), min_value=1, max_value=65535, initial=993)
    imap_security = forms.ChoiceField(label=_("Encryption"), choices=SECURITY)
    smtp_host = forms.CharField(label=_("Sending server (SMTP)"), required=False)
    smtp_port = forms.IntegerField(label=_("Port"), min_value=1, max_value=65535, initial=465)
    smtp_security = forms.ChoiceField(label=_("Encryption"), choices=SECURITY)

    def config(self) -> dict[str, Any]:
        """What may be seen, as the inbox keeps it."""
        given = self.cleaned_data
        domain = given["address"].rpartition("@")[2].lower()
        usual = SERVERS.get(domain, (f"imap.{domain}", f"smtp.{domain}"))
        user = given["user"] or given["address"]
        return {
            end: {
                "host": given[f"{end}_host"] or host,
                "port": given[f"{end}_port"],
                "security": given[f"{end}_security"],
                "user": user if given["password"] else given["user"],
            }
            for end, host in zip(("imap", "smtp"), usual, strict=True)
        }

    def secrets(self) -> dict[str, str]:
        """What may not be seen."""
        password = self.cleaned_data["password"]
        return {"imap_password": password, "smtp_password": password}


class FirstSiteForm(forms.Form):
    """The first chat site."""

    name = forms.CharField(label=_("Name"), max_length=80, help_text=_("Visitors read it at the top of the chat."))
    origins = forms.CharField(
        label=_("Allowed sites"),
        widget=forms.Textarea(attrs={"rows": "3", "spellcheck": "false", "placeholder": "https://www.example.com"}),
        help_text=_("One a line. https://*.example.com allows every address below example.com."),
    )

    def clean_origins(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["origins"].splitlines() if line.strip()]
        wrong = [line for line in lines if not normalise_origin(line)]
        if wrong:
            raise ValidationError(gettext("This is not a web address: %(line)s") % {"line": wrong[0]})
        return sorted({normalise_origin(line) for line in lines})


class ColleaguesForm(forms.Form):
    """The first colleagues, one a line."""

    people = forms.CharField(
        label=_("Who shall come"),
        widget=forms.Textarea(attrs={"rows": "6", "spellcheck": "false"}),
        help_text=_("One a line: name and e-mail address, for instance “Lin Xiao lin@example.com”."),
    )
    role = RoleField(label=_("Role"), queryset=Role.objects.none(), empty_label=None)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].queryset = roles()  # type: ignore[attr-defined]

    def clean_people(self) -> list[tuple[str, str]]:
        lines = [line.strip() for line in self.cleaned_data["people"].splitlines() if line.strip()]
        return [_person(line) for line in lines]


def _person(line: str) -> tuple[str, str]:
    """Name and address of "Lin Xiao <lin@example.com>" or "Lin Xiao lin@example.com"."""
    name, email = parseaddr(line) if "<" in line else ("", "")
    if not email:
        name, _blank, email = line.replace("\t", " ").replace("，", " ").replace(",", " ").rpartition(" ")
    email = email.strip()
    try:
        validate_email(email)
    except ValidationError:
        raise ValidationError(gettext("There is no e-mail address in this line: %(line)s") % {"line": line}) from None
    return name.strip() or email.partition("@")[0], email
