"""Writing letters: what the flows want said becomes bytes for the wire."""

from mailflows.writing.about import Known
from mailflows.writing.message import Message
from mailflows.writing.reasons import because
from mailflows.writing.render import Writer

__all__ = ["Known", "Message", "Writer", "because"]
