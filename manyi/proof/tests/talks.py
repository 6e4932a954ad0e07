"""What colleagues do on the ticket page, in a browser."""

from __future__ import annotations

import uuid

from playwright.sync_api import Locator, Page, expect


def unique(words: str) -> str:
    """Words no other test has written."""
    return f"{words} {uuid.uuid4().hex[:8]}"


def open_from_list(page: Page, words: str) -> str:
    """Wait for a ticket with these words in the list, without a reload, and open it; returns its number."""
    page.locator("#rows .row", has_text=words).click()
    expect(page.locator("#conversation .ticket-head h1")).to_contain_text(words)
    return page.locator("#conversation").get_attribute("data-number") or ""


def answer(page: Page, text: str) -> None:
    """Send an answer to the customer and see it stand in the conversation."""
    page.locator("#compose-out textarea").fill(text)
    page.locator("#compose-out [data-submit]").click()
    expect(page.locator(".message.out .bubble", has_text=text)).to_be_visible()


def bubbles(page: Page) -> Locator:
    """What was said on the open ticket."""
    return page.locator("#thread .bubble")


def stay(page: Page) -> None:
    """Mark the page; the mark goes with a reload."""
    page.evaluate("window.stayed = true")


def has_stayed(page: Page) -> bool:
    """Whether the page was not loaded anew since :func:`stay`."""
    return bool(page.evaluate("window.stayed === true"))
