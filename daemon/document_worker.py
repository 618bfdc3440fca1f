"""The child process that reads documents: limited memory, limited time, nothing to lose."""

from __future__ import annotations

import importlib
import os
import resource
import signal
import sys
from multiprocessing.connection import Connection

from mailflows.letter import DocumentText

MIB = 1024 * 1024
LONGEST_TEXT = 200_000  # characters; more of a document tells nothing about an appeal


def work(pipe: Connection, module: str, memory_mb: int, seconds: int) -> None:
    """Read one file after another until the parent hangs up; the parent kills what is too slow.

    `module` has the function extract(name, type, content, seconds); it is imported in the child
    only, and under the limits: its libraries are heavy.
    """
    for ending in (signal.SIGINT, signal.SIGTERM):  # sent to the whole group: the parent ends us
        signal.signal(ending, signal.SIG_IGN)
    os.environ["OMP_THREAD_LIMIT"] = "1"  # tesseract: two threads are slower than one
    resource.setrlimit(resource.RLIMIT_AS, (memory_mb * MIB, memory_mb * MIB))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    extract = importlib.import_module(module).extract
    while True:
        try:
            name, type_, content = pipe.recv()
        except (EOFError, OSError):
            return
        signal.alarm(seconds + 5)  # even a child whose parent was killed ends
        try:
            found = extract(name, type_, content, seconds * 0.8)
            found = DocumentText(found.text[:LONGEST_TEXT], found.ocr, found.fault)
        except MemoryError:
            found = DocumentText(fault="too-much-memory")
        except Exception as error:  # hostile files: whatever a library throws is one fault
            found = DocumentText(fault=f"unreadable:{type(error).__name__}")
        signal.alarm(0)
        try:
            pipe.send(found)
        except OSError:
            return


if __name__ == "__main__":
    work(Connection(int(sys.argv[1])), sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
