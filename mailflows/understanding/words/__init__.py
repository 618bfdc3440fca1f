"""Words and how they are compared: shapes, stems, patterns, likeness to known texts, dates."""
