"""A browser for the pages of the kit."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from manyi.core.tests import kitchen


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    # Playwright keeps an event loop running in this thread; the tests' own queries are synchronous all the same.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def kit(chromium: Browser, live_server, settings) -> Iterator[Page]:
    """A page whose addresses are the kitchen's; whatever the browser complains about fails the test."""
    settings.ROOT_URLCONF = "manyi.core.tests.kitchen"
    for kept in (kitchen.received, kitchen.streamed, kitchen.fetched):
        kept.clear()
    context = chromium.new_context(base_url=live_server.url, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: complaints.append(message.text) if "Security Policy" in message.text else None)
    yield page
    context.close()
    kitchen.streamed.append("cut")
    assert complaints == []
