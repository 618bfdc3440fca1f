"""Stands for the libraries that read documents, as hostile files make them behave."""

from __future__ import annotations

import os
import time

from mailflows.letter import DocumentText


def extract(name: str, type: str, content: bytes, seconds: float) -> DocumentText:
    """Do what the file's name says."""
    if name == "slow":
        time.sleep(float(content))
    elif name == "bomb":
        bytearray(int(content))
    elif name == "crash":
        os._exit(11)
    elif name == "raise":
        raise ValueError("a name of a citizen")
    elif name == "scan":
        return DocumentText(fault="no-ocr")
    elif name == "unknown":
        return DocumentText(fault="unknown-type")
    elif name == "endless":
        while True:
            pass
    return DocumentText(f"{name} {os.getpid()}")
