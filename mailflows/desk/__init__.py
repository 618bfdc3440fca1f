"""The operator's desk: what he commands, what he can undo, what he is told."""
