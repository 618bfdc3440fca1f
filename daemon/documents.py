"""Lasting child processes that read documents, killed when too slow, replaced after a fault."""

from __future__ import annotations

import hashlib
import socket
import struct
import subprocess
import sys
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotReady
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection

from daemon.logs import log
from daemon.settings.machine import Daemon as DaemonSettings
from mailflows.letter import Attachment, DocumentText, ReadDocument

EXTRACTION = "mailflows.reading.documents"
FILES_A_LIFE = 200  # a child is replaced after so many: libraries leak
OCR = "install tesseract-ocr, tesseract-ocr-ukr, extra `ocr`; till then people read scans"
REMEMBERED = 64  # results kept, so that a supplement need not read again
UNSOUND = ("too-much-memory", "unreadable:")  # after these a child may be damaged


@dataclass(slots=True)
class _Child:
    process: subprocess.Popen[bytes]
    pipe: Connection
    files: int = 0


class DocumentReaders:
    """A small pool; each of its threads owns one child and waits for it."""

    def __init__(self, settings: DaemonSettings, module: str = EXTRACTION) -> None:
        self._settings = settings
        self._module = module
        self._threads = ThreadPoolExecutor(settings.document_workers, "documents")
        self._own = threading.local()
        self._lock = threading.Lock()
        self._results: OrderedDict[bytes, Future[DocumentText]] = OrderedDict()
        self._processes: list[subprocess.Popen[bytes]] = []
        self._closed = False
        self._blind = False  # said that there is no OCR

    def for_letter(
        self, seconds: float | None = None, clock: Callable[[], float] = time.monotonic
    ) -> ReadDocument:
        """A reader for one letter that waits `seconds` in total for all its documents."""
        budget = self._settings.document_wait_seconds if seconds is None else seconds
        until = clock() + budget

        def read_document(attachment: Attachment) -> DocumentText | None:
            try:
                return self._submit(attachment).result(timeout=max(0.0, until - clock()))
            except (NotReady, CancelledError):  # cancelled: the daemon is about to end
                return None

        return read_document

    def patient(self) -> ReadDocument:
        """A reader that waits for each document as long as one may take at all."""
        return self.for_letter(self._settings.document_seconds * 4.0)

    def _submit(self, attachment: Attachment) -> Future[DocumentText]:
        key = hashlib.sha256(attachment.type.encode() + b"\0" + attachment.content).digest()
        with self._lock:
            if self._closed:
                raise CancelledError
            if key in self._results:
                self._results.move_to_end(key)
                return self._results[key]
            future = self._threads.submit(self._read, attachment)
            self._results[key] = future
            while len(self._results) > REMEMBERED:
                self._results.popitem(last=False)
            return future

    def _read(self, attachment: Attachment) -> DocumentText:
        child = self._child()
        child.files += 1
        found: DocumentText | None = None
        fault = "worker-died"
        try:
            child.pipe.send((attachment.name, attachment.type, attachment.content))
            if child.pipe.poll(self._settings.document_seconds):
                found = child.pipe.recv()
            else:
                fault = "too-slow"
        except BlockingIOError:
            fault = "too-slow"  # it does not even take the file
        except (EOFError, OSError):
            pass  # the child died: too much memory, or a fault in a C library
        if self._closed:
            raise CancelledError  # we killed it: that is no fault of the file
        if found is None:
            log().warning("document-failed", code=fault, bytes=len(attachment.content))
            found = DocumentText(fault=fault)
            self._dismiss(child)
        elif (found.fault or "").startswith(UNSOUND) or child.files >= FILES_A_LIFE:
            self._dismiss(child)
        if found.fault == "no-ocr" and not self._blind:
            self._blind = True
            log().warning("no-ocr", action=OCR)
        return found

    def _child(self) -> _Child:
        child: _Child | None = getattr(self._own, "child", None)
        if child is None or child.process.poll() is not None:
            child = self._own.child = self._start()
            with self._lock:
                self._processes = [one for one in self._processes if one.poll() is None]
                self._processes.append(child.process)
            if self._closed:
                child.process.kill()
        return child

    def _start(self) -> _Child:
        """A child of its own program: it imports what reads documents and nothing of ours else."""
        ours, theirs = socket.socketpair()
        patience = struct.pack("ll", self._settings.document_seconds, 0)  # seconds, microseconds
        ours.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, patience)
        with theirs:
            limits = (self._settings.document_memory_mb, self._settings.document_seconds)
            given = (theirs.fileno(), self._module, *limits)
            process = subprocess.Popen(  # noqa: S603 - our own module, our own numbers
                [sys.executable, "-P", "-m", "daemon.document_worker", *map(str, given)],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
            )
        return _Child(process, Connection(ours.detach()))

    def _dismiss(self, child: _Child) -> None:
        self._own.child = None
        child.pipe.close()
        child.process.kill()
        child.process.wait(5)

    def close(self) -> None:
        """Kill the children and end the threads; what was not read stays pending in the store."""
        with self._lock:
            self._closed = True
            processes = list(self._processes)
        for process in processes:
            with suppress(OSError, ValueError):
                process.kill()
        self._threads.shutdown(wait=True, cancel_futures=True)
