"""Pure rules of the domain, one idea a file."""
