"""Nobody is shut out: axe finds no fault on the pages where everything is set. The others: test_browser_axe."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from manyi.proof.pages import PAGES
from manyi.proof.tests.walking import Company, faults_of

pytestmark = pytest.mark.browser


def test_pages_of_settings_people_and_the_library(company: Company, chromium: Browser) -> None:
    assert faults_of(company, chromium, (one for one in PAGES if one.is_settings)) == {}
