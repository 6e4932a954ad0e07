"""Full-text search that knows Chinese: one module per question.

``cutting`` text as words · ``messages`` the newest messages with these words · ``documents`` the index of the library ·
``understanding`` what a query means · ``finding`` the best documents for it · ``marking`` the words shown in a text.
"""

from manyi.core.search.cutting import fold, words
from manyi.core.search.messages import find, find_meant, index, missing, remove

__all__ = ["find", "find_meant", "fold", "index", "missing", "remove", "words"]
