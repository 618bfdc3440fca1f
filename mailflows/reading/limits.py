"""How much of a hostile letter we are ready to read; the raw bytes are kept whole elsewhere."""

from __future__ import annotations

MAX_BOUNDARIES = 100  # "boundary=" words in the raw bytes; the rest of the letter is not parsed
MAX_DEPTH = 12  # levels of multiparts and nested messages
MAX_PARTS = 400  # leaves looked at
MAX_HEADERS = 500  # header fields kept of one letter
MAX_HEADER_BYTES = 256 * 1024  # header section parsed; what is longer is cut there
MAX_HEADER_CHARACTERS = 20_000  # of one field, after unfolding
MAX_PARAMETER_CHARACTERS = 8_000  # of a field with parameters: parsing grows with the square
MAX_ADDRESSES = 500  # in one header
MAX_REFERENCES = 100  # Message-IDs of a thread
MAX_BODY_CHARACTERS = 400_000  # of readable text
MAX_BODY_BYTES = 4_000_000  # of one part decoded to words
MAX_HTML_CHARACTERS = 1_000_000  # of one HTML part given to the parser
MAX_LINES = 6_000  # of readable text looked at for quotations
MAX_LINE_CHARACTERS = 2_000  # a longer line cannot be a mark of a mail program
MAX_ATTACHMENTS = 100
MAX_NAME_CHARACTERS = 150  # of a file name
MAX_SAMPLE_BYTES = 16_384  # enough to guess an undeclared charset
