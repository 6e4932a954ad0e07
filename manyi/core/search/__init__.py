"""Full-text search that knows Chinese: one module per question.

``cutting`` text as words · ``messages`` the newest messages with these words · ``documents`` the index of the library ·
``understanding`` what a query means · ``finding`` the best documents for it · ``marking`` the words shown in a text.
"""

from manyi.core.search.cutting import fold, words
from manyi.core.search.messages import (
    ASIDE,
    find,
    find_asides,
    find_meant,
    index,
    index_aside,
    missing,
    missing_asides,
    remove,
)

__all__ = [
    "ASIDE",
    "find",
    "find_asides",
    "find_meant",
    "fold",
    "index",
    "index_aside",
    "missing",
    "missing_asides",
    "remove",
    "words",
]
