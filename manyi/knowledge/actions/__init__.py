"""What can be done with the library."""

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
from manyi.knowledge.actions.writing import (
    begin_article,
    change_article,
    create_article,
    drop_draft,
    restore_version,
    save_draft,
)

__all__ = [
    "add_file",
    "approve",
    "archive",
    "begin_article",
    "bring_back",
    "change_article",
    "confirm",
    "create_article",
    "delete_category",
    "drop_draft",
    "is_policy_change",
    "publish_due",
    "remark",
    "request_review",
    "restore_version",
    "return_version",
    "run_clock",
    "save_category",
    "save_draft",
    "save_variable",
    "settle_remark",
    "take_back",
    "withdraw",
]
