"""Pictures that came inside a text are kept as files of the article."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.utils.translation import gettext as _

from manyi.core.actions import action
from manyi.core.actors import Actor
from manyi.knowledge.actions.setup import add_file
from manyi.knowledge.models import Article
from manyi.knowledge.text.cleaning import PICTURE, Picture

_PLACE = re.compile(rf"\({PICTURE}(\d+)\)")


@action
def keep_pictures(article: Article, body: str, pictures: Sequence[Picture], *, by: Actor) -> str:
    """Store the pictures of a cleaned text; returns the text with the addresses of the kept files."""
    kept = []
    for number, picture in enumerate(pictures, 1):
        ending = picture.media_type.rpartition("/")[2]
        name = _("Picture %(number)d") % {"number": number} + f".{ending}"
        kept.append(add_file(article, by=by, name=name, content=picture.content, claimed_type=picture.media_type))
    return _PLACE.sub(lambda found: f"(file:{kept[int(found[1])].pk})" if int(found[1]) < len(kept) else "()", body)
