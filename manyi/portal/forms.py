"""The customer's forms."""

from __future__ import annotations

from typing import Any, TypeAlias

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from manyi.core.i18n import label
from manyi.desk.models import TicketType

Upload: TypeAlias = "UploadedFile[bytes]"


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=ManyFiles(), required=False, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[Upload]:
        given = data if isinstance(data, list | tuple) else [data]
        return [super(FilesField, self).clean(one, initial) for one in given if one]


class SayForm(forms.Form):
    """A further word on a request."""

    text = forms.CharField(label=_("Your message"), max_length=50_000, widget=forms.Textarea(attrs={"rows": 4}))
    uploads = FilesField(label=_("Files"))


class RequestForm(forms.Form):
    """A new request. ``website`` is a trap that people never see and machines fill in.

    ``attempt`` says which articles were shown before.
    """

    name = forms.CharField(label=_("Your name"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    email = forms.EmailField(label=_("Your e-mail"), widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    type = forms.ModelChoiceField(label=_("What is it about?"), queryset=TicketType.objects.none(), required=False)
    subject = forms.CharField(label=_("In a few words"), max_length=200)
    text = forms.CharField(
        label=_("What happened?"),
        help_text=_("An order number or a photo helps us to help you faster."),
        max_length=50_000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    uploads = FilesField(label=_("Files"))
    website = forms.CharField(required=False, widget=forms.HiddenInput())
    attempt = forms.CharField(required=False, widget=forms.HiddenInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = self.fields["type"]
        if isinstance(kind, forms.ModelChoiceField):
            kind.queryset = TicketType.objects.filter(parent=None, is_active=True)
            kind.empty_label = _("I am not sure")
            kind.label_from_instance = lambda obj: label(obj.names)  # type: ignore[method-assign]


class SignInForm(forms.Form):
    """Only an address is asked for."""

    email = forms.EmailField(label=_("Your e-mail"), widget=forms.EmailInput(attrs={"autocomplete": "email"}))
