"""The web pages as a WSGI application, for granian or any other WSGI server."""

import os

from django.core.wsgi import get_wsgi_application

from manyi.core.serving import Server

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "manyi.settings")
_pages = get_wsgi_application()

from django.conf import settings  # noqa: E402 -- they exist from here on

application = Server(_pages, threads=settings.WEB_THREADS, limit=8 * settings.UPLOAD_LIMIT)
