"""Names of workers, made so that a new life knows which of their holders are dead."""

from __future__ import annotations

import os
import socket

from daemon.clock import Clock
from daemon.logs import log
from store import leases
from store.database import session


def name(part: str) -> str:
    """The name of a worker of this process, as it stands in claims and bookings."""
    return f"{socket.gethostname()}:{os.getpid()}:{part}"


def is_dead(worker: str) -> bool:
    """Whether the worker's process has ended; False when nobody here can know.

    To be asked before this process has workers of its own: its number may be a dead one's again.
    """
    host, _, rest = worker.rpartition(":")[0].rpartition(":")
    if host != socket.gethostname() or not rest.isdecimal():
        return False
    if int(rest) == os.getpid():
        return True
    try:
        os.kill(int(rest), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False  # it lives and is another user's
    return False


def free_the_dead(clock: Clock) -> None:
    """End the leases of killed processes of this machine: an alert is not to wait for them."""
    with session():
        for worker in leases.holders():
            if is_dead(worker) and (count := leases.free(worker, clock.now())):
                log().warning("freed", worker=worker, count=count)
