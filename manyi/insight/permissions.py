"""What staff may be allowed to see of the numbers."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from manyi.core.permissions import declare

SEE_TODAY = declare("today.see", _("See today's numbers"))
