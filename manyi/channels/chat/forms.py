"""The form of a chat site."""

from __future__ import annotations

from typing import Any

import msgspec
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from manyi.channels.chat.sites import TONES, SiteConfig, normalise_origin, site_of
from manyi.channels.models import Inbox
from manyi.people.models import Team

TONE_NAMES = {"jade": _("Jade"), "indigo": _("Indigo"), "ink": _("Ink")}
FEW_LINES = {"rows": 2}
LANGUAGES = (("zh", "zh-hans"), ("en", "en"))
TEXTS = tuple((field, short, code) for field in ("greeting", "away") for short, code in LANGUAGES)


class SiteForm(forms.Form):
    """What an administrator chooses about a site; :meth:`config` gives it as the site keeps it."""

    name = forms.CharField(label=_("Name"), max_length=80, help_text=_("Visitors read it at the top of the chat."))
    team = forms.ModelChoiceField(
        label=_("Team"),
        queryset=Team.objects.order_by("name"),
        required=False,
        empty_label=_("No team: everybody sees new chats"),
    )
    origins = forms.CharField(
        label=_("Allowed sites"),
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false", "placeholder": "https://www.example.com"}),
        help_text=_("One a line. https://*.example.com allows every address below example.com."),
    )
    tone = forms.ChoiceField(
        label=_("Colour"), choices=[(tone, TONE_NAMES[tone]) for tone in TONES], widget=forms.RadioSelect
    )
    greeting_zh = forms.CharField(
        label=_("Greeting in Chinese"), max_length=500, required=False, widget=forms.Textarea(attrs=FEW_LINES)
    )
    greeting_en = forms.CharField(
        label=_("Greeting in English"), max_length=500, required=False, widget=forms.Textarea(attrs=FEW_LINES)
    )
    away_zh = forms.CharField(
        label=_("When nobody is in, in Chinese"), max_length=500, required=False, widget=forms.Textarea(attrs=FEW_LINES)
    )
    away_en = forms.CharField(
        label=_("When nobody is in, in English"), max_length=500, required=False, widget=forms.Textarea(attrs=FEW_LINES)
    )
    reopen_hours = forms.IntegerField(
        label=_("Hours after closing in which a message reopens the ticket"), min_value=0, max_value=720
    )
    always_open = forms.BooleanField(
        label=_("Open around the clock"),
        required=False,
        help_text=_("Otherwise the working hours of the company count. Somebody must be in, too."),
    )
    asks_email = forms.BooleanField(
        label=_("Ask for an e-mail address"), required=False, help_text=_("Visitors may leave it empty.")
    )

    @classmethod
    def of(cls, inbox: Inbox | None, data: Any = None) -> SiteForm:
        """The form of a site, or of one to be."""
        config = site_of(inbox).config if inbox is not None else SiteConfig()
        initial = {
            **msgspec.to_builtins(config),
            "name": inbox.name if inbox is not None else "",
            "team": inbox.team_id if inbox is not None else None,
            "origins": "\n".join(config.origins),
            **{f"{field}_{short}": getattr(config, field).get(code, "") for field, short, code in TEXTS},
        }
        return cls(data, initial=initial)

    def clean_origins(self) -> list[str]:
        lines = [line for line in self.cleaned_data["origins"].splitlines() if line.strip()]
        found = [(line, normalise_origin(line)) for line in lines]
        wrong = [line.strip() for line, origin in found if not origin]
        if wrong:
            raise ValidationError(gettext("This is not a web address: %(line)s") % {"line": wrong[0]})
        return sorted({origin for _line, origin in found})

    def config(self, before: SiteConfig) -> SiteConfig:
        """The choices of a valid form; what the form does not show stays as it was."""
        given = self.cleaned_data
        texts: dict[str, dict[str, str]] = {"greeting": {}, "away": {}}
        for field, short, code in TEXTS:
            texts[field][code] = given[f"{field}_{short}"].strip()
        plain = ("origins", "tone", "reopen_hours", "always_open", "asks_email")
        return msgspec.structs.replace(before, **{name: given[name] for name in plain}, **texts)


TEXTS = tuple(
    (field, short, code) for field in ("greeting", "away") for short, code in (("zh", "zh-hans"), ("en", "en"))
)
