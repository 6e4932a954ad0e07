"""Static files under hashed names, so that browsers may keep them for ever."""

from __future__ import annotations

from django.conf import settings
from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStorage(CompressedManifestStaticFilesStorage):
    """Hashed names once ``collectstatic`` has run (``manyi up`` does); plain names before, as in tests."""

    manifest_strict = False
    support_js_module_import_aggregation = True

    def url(self, name: str | None, force: bool = False) -> str:
        if settings.DEBUG or not self.hashed_files:
            return f"{settings.STATIC_URL}{name}"
        return str(super().url(name, force))
