"""Screenshots of the sample company's pages, made by a real browser on the real service.

python scripts/screenshots.py                 the pictures of the README, into docs/screenshots/
python scripts/screenshots.py --all FOLDER    every page in both languages, both themes, both widths
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from manyi.proof.pages import ADMIN, AGENT, CUSTOMER, PAGES, PageOf  # noqa: E402

CHROMIUM = "/usr/bin/chromium"
OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--hide-scrollbars"]
WIDE, PHONE = (1440, 900), (390, 844)
LATER, SETTLE = 600, 120
"""Milliseconds until what a page fetches by itself is there, and until a change of its look is."""
TALLEST = 2400
"""A page that scrolls is shown whole, up to so many pixels."""
HEIGHT = """() => [...document.querySelectorAll(".main, .split-page > .page")].reduce(
  (height, part) => height + part.scrollHeight - part.clientHeight,
  Math.max(innerHeight, document.documentElement.scrollHeight))"""
LOGINS = {AGENT: "li.na@obsidian.example", ADMIN: "ye.zhiyuan@obsidian.example"}
FOREIGN = "emma.liu@obsidian.example"
LOCALES = {"zh": "zh-CN", "en": "en-US"}


README = ("inbox", "ticket", "today", "customer", "shop")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--all", metavar="FOLDER", help="every page in every look, into this folder")
    parser.add_argument("--only", metavar="PART", default="", help="with --all: only pages with this in their address")
    parser.add_argument("--tickets", type=int, default=1500, help="size of the sample company")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as home, serving(Path(home), given.tickets) as desk, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        if given.all:
            take_all(browser, desk, Path(given.all), given.only)
        else:
            take_readme(browser, desk, ROOT / "docs" / "screenshots")
        browser.close()
    return 0


@dataclass
class Desk:
    """A running sample company, with one of everything in it."""

    base: str
    environment: dict[str, str]
    samples: dict[str, str]

    def login_link(self, who: str) -> str:
        return run(self.environment, "login-link", who).split()[-1]


def run(environment: dict[str, str], *words: str) -> str:
    command = [sys.executable, "-m", "manyi", *words]
    return subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True).stdout


LOAD = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from manyi.demo.load import load_sample
load_sample(lambda share: None, customers={customers}, tickets={tickets})
from manyi.people.models import Staff
from manyi.proof.samples import samples
import json; print(json.dumps(samples(Staff.objects.get(email="{agent}"), Staff.objects.get(email="{admin}"))))
"""


@contextlib.contextmanager
def serving(home: Path, tickets: int) -> Iterator[Desk]:
    """The whole service on free ports with a sample company, stopped at the end."""
    port = free_port()
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("MANYI_")},
        "MANYI_HOME": str(home),
        "MANYI_PORT": str(port),
        "MANYI_LIVE_PORT": str(free_port()),
        "DJANGO_SETTINGS_MODULE": "manyi.settings",
    }
    code = LOAD.format(customers=max(120, tickets // 3), tickets=tickets, agent=LOGINS[AGENT], admin=LOGINS[ADMIN])
    loaded = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, check=True, capture_output=True, text=True
    )
    samples = json.loads(loaded.stdout.strip().splitlines()[-1])
    process = subprocess.Popen(
        [sys.executable, "-m", "manyi", "up"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        base = f"http://127.0.0.1:{port}"
        wait_for(f"{base}/health")
        yield Desk(base, environment, samples)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(url: str) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError), urllib.request.urlopen(url, timeout=2):  # noqa: S310
            return
        time.sleep(0.2)
    raise TimeoutError(url)


def page_of(browser: Browser, desk: Desk, who: str, size: tuple[int, int], language: str, theme: str) -> Page:
    """A browser window with this person signed in, in this language and theme."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        locale=LOCALES[language],
        color_scheme="dark" if theme == "dark" else "light",
        reduced_motion="reduce",
    )
    page = context.new_page()
    if who == CUSTOMER:
        context.add_cookies([{"name": "manyi_customer", "value": desk.samples["cookie"], "url": desk.base}])
    elif who:
        page.goto(desk.login_link(LOGINS.get(who, who)))
        page.locator("form button[type=submit]").first.click()
        page.wait_for_load_state("networkidle")
        change_language(page, desk, language)
    return page


def change_language(page: Page, desk: Desk, language: str) -> None:
    """Let the person speak this language, as the account page does."""
    page.goto(f"{desk.base}/account/")
    code = {"zh": "zh-hans", "en": "en"}[language]
    page.locator("select[name=language]").first.select_option(code)
    page.locator("select[name=language]").first.evaluate("field => field.form.requestSubmit()")
    page.locator(".toast").first.wait_for()  # said here, it stands on no later picture


def open_page(page: Page, desk: Desk, wanted: PageOf) -> None:
    answered = page.goto(desk.base + wanted.filled(desk.samples))
    if answered is None or answered.status != 200:
        raise SystemExit(f"{wanted.path}: {answered.status if answered else 'nothing'}")
    page.wait_for_timeout(LATER)
    if wanted.name == "shop":
        page.locator("button.launcher").click()
        page.wait_for_timeout(900)


def take_readme(browser: Browser, desk: Desk, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    wanted = {one.name: one for one in PAGES}
    for name in README:
        page = page_of(browser, desk, wanted[name].who, WIDE, "zh", "light")
        open_page(page, desk, wanted[name])
        page.screenshot(path=folder / f"{name}.png")
        page.context.close()
    page = page_of(browser, desk, FOREIGN, WIDE, "en", "dark")
    open_page(page, desk, wanted["inbox"])
    page.screenshot(path=folder / "inbox-en-dark.png")
    page.context.close()
    page = page_of(browser, desk, AGENT, PHONE, "zh", "light")
    open_page(page, desk, wanted["ticket"])
    page.screenshot(path=folder / "phone.png")
    page.context.close()


def whole_height(page: Page) -> int:
    """What the page would be high if nothing of its main part had to be scrolled."""
    return int(page.evaluate(HEIGHT))


def take_all(browser: Browser, desk: Desk, folder: Path, part: str) -> None:
    """Every page is opened once in each language, then shown in each theme and width."""
    folder.mkdir(parents=True, exist_ok=True)
    wanted = [one for one in PAGES if part in one.path]
    for language, who in product(LOCALES, dict.fromkeys(one.who for one in wanted)):
        page = page_of(browser, desk, who, WIDE, language, "light")
        for one in (found for found in wanted if found.who == who):
            open_page(page, desk, one)
            for (width, size), theme in product((("1440", WIDE), ("390", PHONE)), ("light", "dark")):
                page.set_viewport_size({"width": size[0], "height": size[1]})
                page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
                page.set_viewport_size({"width": size[0], "height": max(size[1], min(whole_height(page), TALLEST))})
                page.wait_for_timeout(SETTLE)
                page.screenshot(path=folder / f"{one.name}-{language}-{theme}-{width}.png")
            page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})
        page.context.close()


if __name__ == "__main__":
    raise SystemExit(main())
