"""Sending: the only room that speaks SMTP and the only one with asyncio."""

from daemon.sending.loop import Sending

__all__ = ["Sending"]
