"""A passkey in a real browser, under our content security policy: added once, it signs in alone."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from django.core.cache import cache
from playwright.sync_api import BrowserContext, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from manyi.conftest import build_cast
from manyi.web import middleware

pytestmark = pytest.mark.browser
PASSWORD = "一片叶子落在书桌的左边"
EMAIL = "lin@obsidian.example"
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
}


@pytest.fixture
def _lin(transactional_db: None) -> None:
    """Lin with a password, made before the browser starts: its event loop would get a connection of its own."""
    cache.clear()
    middleware.forget()
    lin = build_cast().lin
    lin.set_password(PASSWORD)
    lin.language = "en"
    lin.save()


@pytest.fixture
def context(_lin: None, live_server: LiveServer) -> Iterator[BrowserContext]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        yield browser.new_context(base_url=live_server.url.replace("127.0.0.1", "localhost"), locale="en-US")
        browser.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    return page


def test_a_passkey_is_added_and_signs_in_alone(page: Page) -> None:
    broken: list[str] = []
    page.on("console", lambda message: broken.append(message.text) if "Security Policy" in message.text else None)
    page.on("pageerror", lambda error: broken.append(str(error)))

    page.goto("/accounts/login/?next=/accounts/2fa/passkeys/add/")
    page.fill("[name=login]", EMAIL)
    page.fill("[name=password]", PASSWORD)
    page.click("form button.primary")
    page.wait_for_url("**/reauthenticate/**")
    page.fill("[name=password]", PASSWORD)
    page.click("form button.primary")
    page.wait_for_url("**/passkeys/add/")
    page.click("#passkey-button")
    page.wait_for_url("**/recovery-codes/")
    page.goto("/account/")
    assert page.get_by_text("Second step on").is_visible()

    page.goto("/accounts/logout/")
    page.click("button.primary")
    page.wait_for_url("**/login/**")
    page.click("#passkey-button")
    page.wait_for_url(lambda address: "/accounts/" not in address)
    page.goto("/account/")
    assert page.get_by_text(EMAIL).first.is_visible()
    assert broken == []


def test_a_password_is_shown_when_asked(page: Page) -> None:
    page.goto("/accounts/login/")
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name="Show the password").click()
    assert page.get_attribute("[name=password]", "type") == "text"
    page.get_by_role("button", name="Hide the password").click()
    assert page.get_attribute("[name=password]", "type") == "password"
