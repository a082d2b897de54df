"""The small command line: `chat` and `watch`."""
