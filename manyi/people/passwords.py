"""What a password must be, in words that are there in every language of ours."""

from __future__ import annotations

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.utils.translation import ngettext


class LongEnough(MinimumLengthValidator):
    """Django's rule; its own sentence has no Chinese since it was reworded."""

    def get_error_message(self) -> str:
        """What is said of a password that is too short."""
        return ngettext(
            "Too short: it takes at least %(count)s character.",
            "Too short: it takes at least %(count)s characters.",
            self.min_length,
        ) % {"count": self.min_length}
