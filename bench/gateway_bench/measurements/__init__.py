"""One measurement per file. Each takes a Subject and returns named numbers; the unit ends the name."""
