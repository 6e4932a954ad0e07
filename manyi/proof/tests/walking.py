"""A walk through every page of a small sample company: what axe says of each, and whether it fits a phone."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

from manyi.cli.tests.installation import Installation, migrated
from manyi.cli.tests.template import alone
from manyi.portal.access import COOKIE
from manyi.proof.pages import ADMIN, CUSTOMER, PageOf

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# Without "preload", for which axe would copy our style sheets into the page, against its policy.
ALL_RULES = {"preload": False, "resultTypes": ["violations"], "runOnly": WCAG}
CONTRAST = {**ALL_RULES, "runOnly": {"type": "rule", "values": ["color-contrast"]}}
# Only this leaves the page; the whole report of one is megabytes.
RUN = """async ([where, options]) =>
  (await axe.run(where ? document.querySelector(where) : document, options)).violations
  .map((one) => `${one.id}: ${one.nodes.slice(0, 3).map((node) => node.target.join(" ")).join(", ")}`)"""

DESK: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
FITS = "document.documentElement.scrollWidth > innerWidth ? ['wider than a phone'] : []"


@dataclass(frozen=True, slots=True)
class Company:
    """A sample company that is served; ``sessions`` let its agent and its administrator in."""

    url: str
    samples: dict[str, str]
    sessions: dict[str, str]

    def opened(self, browser: Browser, who: str) -> BrowserContext:
        """A browser of somebody's own."""
        context = browser.new_context(base_url=self.url, locale="zh-CN", reduced_motion="reduce", viewport=DESK)
        cookie = (COOKIE, self.samples["cookie"]) if who == CUSTOMER else ("sessionid", self.sessions.get(who, ""))
        if cookie[1]:
            context.add_cookies([{"name": cookie[0], "value": cookie[1], "url": self.url}])
        return context


@contextmanager
def served(folder: Path, shared: Path) -> Iterator[Company]:
    """A small sample company, served until the end; founded once in the ``shared`` folder, whoever needs it first."""
    with alone(shared / "company.lock"):
        if not (shared / "company.json").exists():
            _found(shared)
    installation = Installation(folder / "home", "")
    shutil.copytree(shared / "company", installation.home)
    try:
        installation.up()
        yield Company(f"http://127.0.0.1:{installation.port}", **json.loads((shared / "company.json").read_text()))
    finally:
        installation.end()


def _found(shared: Path) -> None:
    with tempfile.TemporaryDirectory() as folder, migrated(Path(folder)) as installation:
        command = [sys.executable, str(Path(__file__).with_name("found.py"))]
        done = subprocess.run(command, env=installation.environment, stdout=subprocess.PIPE, text=True, check=True)
        shutil.copytree(installation.home, shared / "company", dirs_exist_ok=True)
    (shared / "company.json").write_text(done.stdout.splitlines()[-1])


def faults(page: Page, options: dict[str, Any] = ALL_RULES, within: str = "") -> list[str]:
    """The faults of a page as it stands, each with its places; ``within`` an element that is met."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    return list(page.evaluate(RUN, [within, options]))


def faults_of(company: Company, browser: Browser, pages: Iterable[PageOf]) -> dict[str, list[str]]:
    """The faults of pages by name, by their contrast in the dark as well but for settings; each page must be there."""
    found: dict[str, list[str]] = {}
    by_viewer: dict[str, list[PageOf]] = {}
    for one in pages:
        by_viewer.setdefault(one.who, []).append(one)
    for who, theirs in by_viewer.items():
        context = company.opened(browser, who)
        page = context.new_page()
        for one in theirs:
            answered = page.goto(one.filled(company.samples))
            assert answered is not None
            assert answered.status == 200, one
            if one.name == "api":  # its operations are many, all made by one macro
                page.evaluate(
                    "document.querySelectorAll('.docs-operation:nth-of-type(n+9)').forEach((one) => one.remove())"
                )
            found[one.name] = faults(page)
            page.set_viewport_size(PHONE)
            found[one.name] += page.evaluate(FITS)
            if who != ADMIN:
                page.emulate_media(color_scheme="dark")
                found[one.name] += [f"dark on a phone: {fault}" for fault in faults(page, CONTRAST)]
                page.emulate_media(color_scheme="light")
            page.set_viewport_size(DESK)
        context.close()
    return {name: faulty for name, faulty in found.items() if faulty}
