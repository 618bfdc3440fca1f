"""Timed flows: what is decided because its time has come, not because a letter came."""
