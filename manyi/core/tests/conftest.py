"""A browser for the pages of the kit."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import override_settings
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from manyi.core.tests import kitchen


@pytest.fixture(scope="module")  # not the session: other apps' browser tests start Playwright in the same process
def chromium() -> Iterator[Browser]:
    # Playwright keeps an event loop running in this thread; queries of later tests are synchronous all the same.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def server() -> Iterator[LiveServer]:
    """pytest-django's own one empties the database after every test; these pages have none."""
    without_company = [name for name in settings.MIDDLEWARE if name != "manyi.web.middleware.installed"]
    with override_settings(MIDDLEWARE=without_company):
        running = LiveServer("127.0.0.1")
    yield running
    running.stop()


@pytest.fixture
def site(server: LiveServer, settings: Any) -> str:
    """The address of the kitchen."""
    settings.ROOT_URLCONF = "manyi.core.tests.kitchen"
    return server.url


@pytest.fixture
def kit(chromium: Browser, site: str) -> Iterator[Page]:
    """A page of the kitchen; whatever the browser complains about fails the test."""
    for kept in (kitchen.received, kitchen.streamed, kitchen.fetched):
        kept.clear()
    context = chromium.new_context(base_url=site, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: complaints.append(message.text) if "Security Policy" in message.text else None)
    yield page
    context.close()
    kitchen.cut_streams()
    assert complaints == []
