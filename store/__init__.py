"""What we remember: rows go in and come out as records, and models never leave this room."""
