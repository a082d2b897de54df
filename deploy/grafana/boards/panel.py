"""Panels and dashboards as this project needs them, and the JSON that Grafana 10 and 11 import."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from .queries import OURS, series

Json = dict[str, Any]

DATASOURCE: Json = {"type": "prometheus", "uid": "${datasource}"}
COLUMNS = 24
REDUCED: Json = {"values": False, "calcs": ["lastNotNull"], "fields": ""}


@dataclass(frozen=True)
class Query:
    expression: str
    legend: str = ""


@dataclass(frozen=True)
class Panel:
    """`kind` is Grafana's word for it; all but time series ask once, for the end of the time shown."""

    title: str
    kind: str
    description: str
    queries: tuple[Query, ...]
    unit: str
    width: int
    height: int
    options: Json
    defaults: Json = field(default_factory=dict)
    transformations: tuple[Json, ...] = ()

    def to_json(self, number: int, x: int, y: int) -> Json:
        shape = {
            "id": number,
            "title": self.title,
            "description": self.description,
            "type": self.kind,
            "datasource": DATASOURCE,
            "gridPos": {"x": x, "y": y, "w": self.width, "h": self.height},
            "targets": [self._target(index, query) for index, query in enumerate(self.queries)],
            "fieldConfig": {"defaults": {"unit": self.unit, **self.defaults}, "overrides": []},
            "options": self.options,
        }
        return {**shape, **({"transformations": list(self.transformations)} if self.transformations else {})}

    def _target(self, index: int, query: Query) -> Json:
        over_time = self.kind == "timeseries"
        return {
            "refId": chr(ord("A") + index),
            "datasource": DATASOURCE,
            "expr": query.expression,
            "legendFormat": query.legend or self.title,
            "range": over_time,
            "instant": not over_time,
            "format": "table" if self.kind == "table" else "time_series",
        }


@dataclass(frozen=True)
class Section:
    title: str
    panels: tuple[Panel, ...]


@dataclass(frozen=True)
class Variable:
    """A choice among the values of a label; `All` matches everything."""

    name: str
    metric: str

    def to_json(self) -> Json:
        query = f"label_values({self.metric}, {self.name})"
        return {
            "name": self.name,
            "label": self.name.capitalize(),
            "type": "query",
            "datasource": DATASOURCE,
            "query": {"query": query, "refId": self.name},
            "definition": query,
            "includeAll": True,
            "allValue": ".*",
            "multi": True,
            "current": {"text": "All", "value": "$__all"},
            "refresh": 2,
            "sort": 1,
        }


@dataclass(frozen=True)
class Board:
    uid: str
    title: str
    description: str
    sections: tuple[Section, ...]
    variables: tuple[Variable, ...] = ()

    def to_json(self) -> Json:
        variables = (Variable("instance", "greeninfer_build_info"), *self.variables)
        return {
            "uid": self.uid,
            "title": self.title,
            "description": self.description,
            "tags": ["greeninfer"],
            "schemaVersion": 39,
            "version": 1,
            "editable": True,
            "graphTooltip": 1,
            "refresh": "30s",
            "time": {"from": "now-24h", "to": "now"},
            "timezone": "browser",
            "links": [_link_to_the_others()],
            "templating": {"list": [_datasource_variable(), *(one.to_json() for one in variables)]},
            "annotations": {"list": [_restarts()]},
            "panels": list(_laid_out(self.sections)),
        }


def _datasource_variable() -> Json:
    return {
        "name": "datasource",
        "label": "Data source",
        "type": "datasource",
        "query": "prometheus",
        "current": {},
        "refresh": 1,
    }


def _link_to_the_others() -> Json:
    return {
        "title": "GreenInfer",
        "type": "dashboards",
        "tags": ["greeninfer"],
        "asDropdown": True,
        "includeVars": True,
        "keepTime": True,
    }


def _restarts() -> Json:
    return {
        "name": "Restarts",
        "datasource": DATASOURCE,
        "enable": True,
        "iconColor": "orange",
        "expr": f"changes({series('process_start_time_seconds')}[2m]) > 0 {OURS}",
        "titleFormat": "{{instance}} was restarted: its account began anew",
    }


def _laid_out(sections: Sequence[Section]) -> Iterator[Json]:
    """Sections one below the other, panels from left to right; only panels of one height share a line."""
    number, y = 1, 0
    for section in sections:
        place = {"x": 0, "y": y, "w": COLUMNS, "h": 1}
        yield {"id": number, "title": section.title, "type": "row", "gridPos": place, "panels": []}
        number, y, x, height = number + 1, y + 1, 0, 0
        for panel in section.panels:
            if x + panel.width > COLUMNS or (x > 0 and panel.height != height):
                x, y = 0, y + height
            yield panel.to_json(number, x, y)
            number, x, height = number + 1, x + panel.width, panel.height
        y += height
