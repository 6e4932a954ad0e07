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
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
CHROMIUM = "/usr/bin/chromium"
OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--hide-scrollbars"]
WIDE, PHONE = (1440, 900), (390, 844)
AGENT, ADMIN, FOREIGN = "li.na@obsidian.example", "ye.zhiyuan@obsidian.example", "emma.liu@obsidian.example"
LOCALES = {"zh": "zh-CN", "en": "en-US"}


@dataclass(frozen=True)
class Shot:
    """One picture: its name, the page (``{ticket}`` is an open ticket's number), who looks (empty: a customer)."""

    name: str
    path: str
    who: str = ADMIN


SHOTS = (
    Shot("inbox", "/inbox/open/", AGENT),
    Shot("ticket", "/tickets/{ticket}/", AGENT),
    Shot("search", "/search/?q=退款", AGENT),
    Shot("new-ticket", "/tickets/new", AGENT),
    Shot("today", "/today/?period=week"),
    Shot("customers", "/customers/"),
    Shot("customer", "/customers/{customer}/"),
    Shot("duplicates", "/customers/duplicates/"),
    Shot("people", "/people/"),
    Shot("roles", "/settings/roles/"),
    Shot("tasks", "/tasks/?side=all"),
    Shot("visits", "/visits/?side=all"),
    Shot("cases", "/cases/"),
    Shot("team", "/team/"),
    Shot("first-contact", "/first-contact/"),
    Shot("notices", "/notices/"),
    Shot("filter", "/filters/new"),
    Shot("prepared", "/prepared/"),
    Shot("ask-department", "/tickets/{ticket}/tasks"),
    Shot("begin-procedure", "/tickets/{ticket}/sops"),
    Shot("transfer", "/tickets/{ticket}/assignment"),
    Shot("procedures", "/settings/desk/sops/"),
    Shot("procedure", "/settings/desk/sops/1"),
    Shot("approval-rules", "/settings/desk/approvals/"),
    Shot("task-templates", "/settings/desk/tasks/"),
    Shot("visit-rules", "/settings/desk/visits/"),
    Shot("style", "/settings/desk/style/"),
    Shot("types", "/settings/desk/types/"),
    Shot("channels", "/settings/channels/"),
    Shot("mailbox", "/settings/channels/email/new/"),
    Shot("account", "/account/"),
    Shot("sign-in", "/accounts/login/", ""),
    Shot("help", "/help/", ""),
    Shot("help-search", "/help/zh/search/?q=退款多久到账", ""),
    Shot("contact", "/help/new/", ""),
    Shot("my-requests", "/my/sign-in/", ""),
    Shot("shop", "/demo-shop", ""),
    Shot("api", "/api/v1/docs", ""),
)
README = ("inbox", "ticket", "today", "customer", "shop")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--all", metavar="FOLDER", help="every page in every look, into this folder")
    parser.add_argument("--tickets", type=int, default=1500, help="size of the sample company")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as home, serving(Path(home), given.tickets) as desk, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        if given.all:
            take_all(browser, desk, Path(given.all))
        else:
            take_readme(browser, desk, ROOT / "docs" / "screenshots")
        browser.close()
    return 0


@dataclass
class Desk:
    """A running sample company."""

    base: str
    environment: dict[str, str]

    def login_link(self, who: str) -> str:
        return run(self.environment, "login-link", who).split()[-1]

    def fill(self, path: str) -> str:
        """The path with a real ticket's number and a real customer's id."""
        return path.format(ticket=self.environment["SHOT_TICKET"], customer=self.environment["SHOT_CUSTOMER"])


def run(environment: dict[str, str], *words: str) -> str:
    found = {name: value for name, value in environment.items() if not name.startswith("SHOT_")}
    command = [sys.executable, "-m", "manyi", *words]
    return subprocess.run(command, cwd=ROOT, env=found, check=True, capture_output=True, text=True).stdout


LOAD = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from manyi.demo.load import load_sample
load_sample(lambda share: None, customers={customers}, tickets={tickets})
from manyi.desk.models import Ticket, Message
from django.db.models import Count
open_now = Ticket.objects.filter(status__lt=3, assignee__email="{agent}").annotate(said=Count("messages"))
ticket = open_now.order_by("-said").first() or Ticket.objects.order_by("-id").first()
import json; print(json.dumps({{"ticket": ticket.number, "customer": ticket.customer_id}}))
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
    code = LOAD.format(customers=max(120, tickets // 3), tickets=tickets, agent=AGENT)
    loaded = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, check=True, capture_output=True, text=True
    )
    found = json.loads(loaded.stdout.strip().splitlines()[-1])
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
        shot = {"SHOT_TICKET": found["ticket"], "SHOT_CUSTOMER": str(found["customer"])}
        yield Desk(base, {**environment, **shot})
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
    )
    page = context.new_page()
    if who:
        page.goto(desk.login_link(who))
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
    page.wait_for_load_state("networkidle")


def take(page: Page, desk: Desk, shot: Shot, target: Path) -> None:
    page.goto(desk.base + desk.fill(shot.path))
    page.wait_for_timeout(600)
    if shot.name == "shop":
        page.locator("button.launcher").click()
        page.wait_for_timeout(900)
    page.screenshot(path=target)


def take_readme(browser: Browser, desk: Desk, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    wanted = {shot.name: shot for shot in SHOTS}
    for name in README:
        shot = wanted[name]
        page = page_of(browser, desk, shot.who, WIDE, "zh", "light")
        take(page, desk, shot, folder / f"{name}.png")
        page.context.close()
    page = page_of(browser, desk, FOREIGN, WIDE, "en", "dark")
    take(page, desk, wanted["inbox"], folder / "inbox-en-dark.png")
    page.context.close()
    page = page_of(browser, desk, AGENT, PHONE, "zh", "light")
    take(page, desk, wanted["ticket"], folder / "phone.png")
    page.context.close()


def take_all(browser: Browser, desk: Desk, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for language in LOCALES:
        for theme in ("light", "dark"):
            for width, size in (("1440", WIDE), ("390", PHONE)):
                for who in dict.fromkeys(shot.who for shot in SHOTS):
                    page = page_of(browser, desk, who, size, language, theme)
                    for shot in (found for found in SHOTS if found.who == who):
                        take(page, desk, shot, folder / f"{shot.name}-{language}-{theme}-{width}.png")
                    page.context.close()


if __name__ == "__main__":
    raise SystemExit(main())
