"""The running service and a browser in front of it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from manyi.proof.tests.service import Service, running
from manyi.proof.tests.walking import Company, served

PATIENCE = 30_000
Open = Callable[..., Page]


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with running(tmp_path_factory.mktemp("service")) as started:
        yield started


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of this run, the same for all workers."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory, shared: Path) -> Iterator[Company]:
    with served(tmp_path_factory.mktemp("company"), shared) as found:
        yield found


@pytest.fixture(scope="module")  # not the session: other apps' browser tests start Playwright in the same process
def chromium() -> Iterator[Browser]:
    # Playwright keeps an event loop running in this thread; queries of later tests are synchronous all the same.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        yield browser
        browser.close()
    expect.set_options(timeout=5_000)


@pytest.fixture
def opened(chromium: Browser, service: Service) -> Iterator[Open]:
    """Open a page in a browser of its own, as a colleague or a stranger; errors of its scripts fail the test."""
    contexts, complaints = [], []

    def open_page(address: str, who: str = "", **options: Any) -> Page:
        given = {"locale": "zh-CN", "viewport": {"width": 1440, "height": 900}, **options}
        context = chromium.new_context(base_url=service.url, **given)
        contexts.append(context)
        if who:
            context.add_cookies([{"name": "sessionid", "value": service.sessions[who], "url": service.url}])
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if "Security Policy" in said.text else None)
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []
