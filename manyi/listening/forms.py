"""The survey's form."""

from __future__ import annotations

from django import forms

from manyi.listening.models import DIMENSIONS

STARS = [(str(number), str(number)) for number in range(1, 6)]


class SurveyForm(forms.Form):
    """Overall is required; dimensions and comment are the customer's choice."""

    overall = forms.TypedChoiceField(choices=STARS, coerce=int)
    solution = forms.TypedChoiceField(choices=STARS, coerce=int, required=False, empty_value=None)
    attitude = forms.TypedChoiceField(choices=STARS, coerce=int, required=False, empty_value=None)
    speed = forms.TypedChoiceField(choices=STARS, coerce=int, required=False, empty_value=None)
    transparency = forms.TypedChoiceField(choices=STARS, coerce=int, required=False, empty_value=None)
    comment = forms.CharField(required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 3}))

    def dimensions(self) -> dict[str, int]:
        """The dimensions that were answered."""
        return {name: self.cleaned_data[name] for name in DIMENSIONS if self.cleaned_data[name]}
