"""Nobody is shut out: axe finds no fault on any page by WCAG 2.2 AA, also in the dark, and each fits a phone.

Half of the pages are walked in test_browser_axe_settings, so that two workers share the walk.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page

from manyi.proof.pages import PAGES
from manyi.proof.tests.walking import Company, faults, faults_of

pytestmark = pytest.mark.browser


def test_pages_of_the_work_and_for_everybody(company: Company, chromium: Browser) -> None:
    assert faults_of(company, chromium, (one for one in PAGES if not one.is_settings)) == {}


def test_the_chat(company: Company, chromium: Browser) -> None:
    page = visitor(company, chromium, "/demo-shop")
    page.locator(".launcher").click()
    page.locator("textarea:visible").first.wait_for()
    assert faults(page, within="manyi-chat") == []


def test_a_fault_would_be_found(company: Company, chromium: Browser) -> None:
    page = visitor(company, chromium, "/accounts/login/")
    page.evaluate("document.querySelector('main').append(new Image())")
    assert [fault.partition(":")[0] for fault in faults(page)] == ["image-alt"]


def visitor(company: Company, chromium: Browser, address: str) -> Page:
    page = company.opened(chromium, "").new_page()
    page.goto(address)
    return page
