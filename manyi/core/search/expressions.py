"""The same question in the two databases' languages: one of several ways, each of which is all of its terms."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from manyi.core.search.understanding import Form, Term


def fts5(columns: Sequence[str], ways: Iterable[Sequence[Term]], filters: Iterable[Sequence[str]]) -> str:
    """For SQLite."""
    parts = [f"{{{' '.join(columns)}}} : ({_any(ways, _fts5_form, ' AND ', ' OR ')})"]
    for marks in filters:
        parts.append(f"{{marks}} : ({' OR '.join(map(_quoted, marks))})")
    return " AND ".join(parts)


def tsquery(ways: Iterable[Sequence[Term]], filters: Iterable[Sequence[str]]) -> str:
    """For PostgreSQL."""
    parts = [f"({_any(ways, _tsquery_form, ' & ', ' | ')})"]
    for marks in filters:
        parts.append(f"({' | '.join(map(_single_quoted, marks))})")
    return " & ".join(parts)


def fts5_words(terms: Sequence[Term]) -> str:
    """For SQLite, in an index of words alone."""
    return _any([terms], _fts5_form, " AND ", " OR ")


def tsquery_words(terms: Sequence[Term]) -> str:
    """For PostgreSQL, in an index of words alone."""
    return _any([terms], _tsquery_form, " & ", " | ")


def _any(ways: Iterable[Sequence[Term]], form: Callable[[Form], str], both: str, either: str) -> str:
    return either.join(
        "(" + both.join("(" + either.join(map(form, term.forms)) + ")" for term in terms) + ")" for terms in ways
    )


def _fts5_form(form: Form) -> str:
    return "(" + " AND ".join(map(_quoted, form.words)) + ("*" if form.is_beginning else "") + ")"


def _tsquery_form(form: Form) -> str:
    return "(" + " & ".join(map(_single_quoted, form.words)) + (":*" if form.is_beginning else "") + ")"


def _quoted(word: str) -> str:
    return f'"{word}"'


def _single_quoted(word: str) -> str:
    return f"'{word}'"
