"""What can be done with the library."""

from manyi.knowledge.actions.citing import check_citation, cite, cite_links, drop_citations
from manyi.knowledge.actions.contributing import contribute, decline_contribution
from manyi.knowledge.actions.gaps import close_gap, find_gaps
from manyi.knowledge.actions.importing import Imported, import_file, import_files
from manyi.knowledge.actions.indexing import indexed_at_the_end, read_words, reindex, weigh_articles
from manyi.knowledge.actions.inserting import cite_message, insert, words_of
from manyi.knowledge.actions.keeping import forget_script, keep_script, propose_script
from manyi.knowledge.actions.linking import check_links, note_page
from manyi.knowledge.actions.picturing import keep_pictures
from manyi.knowledge.actions.policies import acknowledge, answer_question, ask, open_change
from manyi.knowledge.actions.publishing import archive, bring_back, confirm, publish_due, run_clock
from manyi.knowledge.actions.reviewing import (
    approve,
    is_policy_change,
    remark,
    request_review,
    return_version,
    settle_remark,
    take_back,
    withdraw,
)
from manyi.knowledge.actions.setup import add_file, delete_category, save_category, save_variable
from manyi.knowledge.actions.synonyms import save_synonyms
from manyi.knowledge.actions.using import give_feedback, note_opened, note_search, note_use, settle_feedback
from manyi.knowledge.actions.writing import (
    begin_article,
    change_article,
    create_article,
    drop_draft,
    restore_version,
    save_draft,
)

__all__ = [
    "Imported",
    "acknowledge",
    "add_file",
    "answer_question",
    "approve",
    "archive",
    "ask",
    "begin_article",
    "bring_back",
    "change_article",
    "check_citation",
    "check_links",
    "cite",
    "cite_links",
    "cite_message",
    "close_gap",
    "confirm",
    "contribute",
    "create_article",
    "decline_contribution",
    "delete_category",
    "drop_citations",
    "drop_draft",
    "find_gaps",
    "forget_script",
    "give_feedback",
    "import_file",
    "import_files",
    "indexed_at_the_end",
    "insert",
    "is_policy_change",
    "keep_pictures",
    "keep_script",
    "note_opened",
    "note_page",
    "note_search",
    "note_use",
    "open_change",
    "propose_script",
    "publish_due",
    "read_words",
    "reindex",
    "remark",
    "request_review",
    "restore_version",
    "return_version",
    "run_clock",
    "save_category",
    "save_draft",
    "save_synonyms",
    "save_variable",
    "settle_feedback",
    "settle_remark",
    "take_back",
    "weigh_articles",
    "withdraw",
    "words_of",
]
