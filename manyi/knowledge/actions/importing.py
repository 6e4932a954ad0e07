"""Files people bring as drafts of new articles."""

from __future__ import annotations

from dataclasses import dataclass, field

from manyi.core.actions import action
from manyi.core.actors import Actor, require
from manyi.core.errors import Invalid, Text
from manyi.knowledge.actions.picturing import keep_pictures
from manyi.knowledge.actions.writing import LANGUAGES, create_article, save_draft
from manyi.knowledge.models import Article, Audience, Category, Kind
from manyi.knowledge.permissions import MANAGE
from manyi.knowledge.text.importing import Piece, read

_KINDS = {
    "文章": Kind.ARTICLE,
    "案例": Kind.CASE,
    "常见问题": Kind.FAQ,
    "问答": Kind.FAQ,
    "流程": Kind.SOP,
    "标准作业流程": Kind.SOP,
    "话术": Kind.SCRIPT,
    "政策": Kind.POLICY,
}
_LANGUAGES = {"zh": "zh-hans", "zh-cn": "zh-hans", "中文": "zh-hans", "english": "en", "英文": "en"}


@dataclass(slots=True)
class Imported:
    """What became of a file: the drafts made of it, and what was not understood."""

    name: str
    articles: list[Article] = field(default_factory=list)
    report: list[tuple[Text, int]] = field(default_factory=list)
    details: list[str] = field(default_factory=list)
    error: str = ""


@action
def import_file(
    *,
    by: Actor,
    name: str,
    content: bytes,
    kind: str = Kind.ARTICLE,
    audience: str = Audience.STAFF,
    category: Category | None = None,
    language: str = "zh-hans",
) -> Imported:
    """Make a draft of every article in a file; what the file itself says of kind, category or tags comes first."""
    require(by, MANAGE)
    found = read(name, content)
    done = Imported(name, report=found.report(), details=found.details)
    shelves = _shelves()
    for piece in found.pieces:
        shelf = shelves.get(piece.about.get("category", "").casefold(), category)
        done.articles.append(_draft(piece, by=by, kind=kind, audience=audience, category=shelf, language=language))
    return done


def _draft(piece: Piece, *, by: Actor, kind: str, audience: str, category: Category | None, language: str) -> Article:
    said_kind = piece.about.get("kind", "").lower()
    said_language = piece.about.get("language", "").lower()
    tags = piece.about.get("tags", "").replace("，", ",").replace(";", ",").split(",")
    chosen = _LANGUAGES.get(said_language, said_language)
    article = create_article(
        by=by,
        title=piece.title,
        body=piece.body,
        kind=said_kind if said_kind in Kind.values else _KINDS.get(said_kind, kind),
        audience=audience,
        category=category,
        language=chosen if chosen in LANGUAGES else language,
        tags=[tag for tag in tags if tag.strip()],
    )
    if piece.pictures:
        body = keep_pictures(article, piece.body, piece.pictures, by=by)
        save_draft(article, by=by, title=piece.title, body=body)
    return article


def _shelves() -> dict[str, Category]:
    """Categories by their key and by each of their names."""
    found: dict[str, Category] = {}
    for row in Category.objects.all():
        found |= {word.casefold(): row for word in (row.key, *row.names.values())}
    return found


def import_files(files: list[tuple[str, bytes]], **options: object) -> list[Imported]:
    """Import several files, each by itself: one that can't be read leaves the others alone."""
    done = []
    for name, content in files:
        try:
            done.append(import_file(name=name, content=content, **options))  # type: ignore[arg-type]
        except Invalid as error:
            words = " ".join(str(text) for text in error.fields.values()) or str(error.message)
            done.append(Imported(name, error=words))
    return done
