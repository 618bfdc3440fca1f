"""Typed settings: read from an INI file, all faults told at once, documented in place."""

from daemon.settings.faults import BadSettings, Fault
from daemon.settings.load import Settings, load
from daemon.settings.policy import make_policy

__all__ = ["BadSettings", "Fault", "Settings", "load", "make_policy"]
