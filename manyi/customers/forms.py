"""Forms about customers."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from manyi.customers.models import IdentityKind, ValueClass

LANGUAGES = [("", "—"), ("zh-hans", "简体中文"), ("en", "English"), ("de", "Deutsch"), ("fr", "Français"),
             ("es", "Español"), ("ja", "日本語"), ("ko", "한국어"), ("ru", "Русский")]  # fmt: skip
BY_HAND = [(kind.value, kind.label) for kind in (IdentityKind.PHONE, IdentityKind.EMAIL, IdentityKind.EXTERNAL)]


class CustomerForm(forms.Form):
    """What is written in a customer's file."""

    name = forms.CharField(label=_("Full name"), max_length=120)
    company = forms.CharField(
        label=_("Company"), max_length=120, required=False, widget=forms.TextInput(attrs={"list": "companies"})
    )
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES, required=False)
    value_class = forms.ChoiceField(label=_("Value class"), choices=[("", "—"), *ValueClass.choices], required=False)
    is_vip = forms.BooleanField(label=_("VIP"), required=False)
    notes = forms.CharField(
        label=_("Notes"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": "4"})
    )


class NewCustomerForm(forms.Form):
    """A customer entered by hand."""

    name = forms.CharField(label=_("Full name"), max_length=120)
    kind = forms.ChoiceField(label=_("Kind of address"), choices=BY_HAND)
    value = forms.CharField(label=_("Number or address"), max_length=200, required=False)
    company = forms.CharField(
        label=_("Company"), max_length=120, required=False, widget=forms.TextInput(attrs={"list": "companies"})
    )


class IdentityForm(forms.Form):
    """One more address."""

    kind = forms.ChoiceField(label=_("Kind of address"), choices=BY_HAND)
    value = forms.CharField(label=_("Number or address"), max_length=200)


class CompanyForm(forms.Form):
    """A company."""

    name = forms.CharField(label=_("Company"), max_length=120)


class FilterForm(forms.Form):
    """What narrows the list."""

    value_class = forms.ChoiceField(
        label=_("Value class"), choices=[("", _("Any class")), *ValueClass.choices], required=False
    )
