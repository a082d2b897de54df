"""The few samples that `watch` wants of Prometheus's text format."""

from __future__ import annotations

import contextlib


class Samples:
    def __init__(self, text: str) -> None:
        self._values: dict[str, list[float]] = {}
        for line in text.splitlines():
            if line.startswith("# TYPE "):
                self._values.setdefault(line.split(" ")[2], [])
            if not line or line.startswith("#"):
                continue
            # A label's value may hold spaces and braces, but the sample's own value is the last word.
            name = line.split("{", 1)[0].split(" ", 1)[0]
            with contextlib.suppress(ValueError, IndexError):
                self._values.setdefault(name, []).append(float(line.rsplit(" ", 1)[1]))

    def sum(self, name: str) -> float | None:
        """Over all labels, 0 where nothing was counted yet; None where the server has no such metric."""
        values = self._values.get(name)
        return None if values is None else sum(values)
