"""Terms: the law's clock of each regime, its extension, and the executor's clock within it."""

from mailflows.rules.terms.counting import Due
from mailflows.rules.terms.executor import executor_due, inquiry_due, prolonged_due, rework_due
from mailflows.rules.terms.extension import Extension, extend, extension_limit
from mailflows.rules.terms.law import forward_due, law_due, return_due

__all__ = [
    "Due", "Extension", "executor_due", "extend", "extension_limit", "forward_due", "inquiry_due",
    "law_due", "prolonged_due", "return_due", "rework_due",
]  # fmt: skip
