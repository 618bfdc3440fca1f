"""The commands, a module each or a group of them; `main` puts them together."""
