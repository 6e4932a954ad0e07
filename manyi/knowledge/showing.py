"""Texts as pages show them: links and pictures with the addresses of the reader's side, variables with their values."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from django.conf import settings
from django.utils import translation

from manyi.core.addresses import address
from manyi.core.i18n import label
from manyi.desk.links import address_of
from manyi.knowledge.models import Audience, Kind, Variable, Version
from manyi.knowledge.text import markdown
from manyi.knowledge.text.markdown import Shown


def shown(version: Version) -> Shown:
    """A version as colleagues read it."""
    return shown_text(text_of(version), version.language)


def text_of(version: Version) -> str:
    """Its Markdown; the lines of a script stay lines."""
    return markdown.with_its_lines(version.body) if version.article.kind == Kind.SCRIPT else version.body


def shown_text(body: str, language: str = "") -> Shown:
    """Any text as colleagues read it."""
    values = variable_values(language) if "{{" in body else {}
    return _shown(body, tuple(sorted(values.items())), translation.get_language() or "")


@lru_cache(maxsize=256)
def _shown(body: str, values: tuple[tuple[str, str], ...], language: str) -> Shown:
    return markdown.show(body, article=_article, file=_file, values=dict(values))


def _article(article_id: int) -> str:
    return address("knowledge-article", article_id)


def _file(file_id: int) -> str:
    return address("knowledge-file", file_id)


def variable_values(language: str = "") -> dict[str, str]:
    """The company's variables with their values in a language."""
    return {row.key: label(row.values, language) for row in Variable.objects.all()}


def sent(version: Version, values: Mapping[str, str]) -> str:
    """A version as it goes into a message: plain text with the values of this ticket, those missing as ``{name}``."""
    body = markdown.fill(text_of(version), {**variable_values(version.language), **values})
    return markdown.gaps_shown(markdown.plain(body).strip())


def sent_steps(version: Version, values: Mapping[str, str]) -> str:
    """The steps of a version as they go into a message; empty when it has none."""
    body = markdown.fill(version.body, {**variable_values(version.language), **values})
    return "\n".join(f"{number}. {step}" for number, step in enumerate(markdown.steps(body), 1))


def link_to(version: Version) -> str:
    """Title and public address of an article, as they go into a message; empty when customers can't read it."""
    where = address_of("help_article", version.language, version.article_id)
    if not where or version.article.audience not in (Audience.PUBLIC, Audience.SIGNED_IN):
        return ""
    return f"{version.title} {settings.PUBLIC_URL}{where}"
