"""The kinds of panels: a number, bars, shares, lines, a table."""

from __future__ import annotations

from .panel import REDUCED, Json, Panel, Query

GRAMS = "massg"
GRAMS_PER_HOUR = "suffix: g/h"
GRAMS_PER_KWH = "suffix: g/kWh"
KWH = "kwatth"
WATTS = "watt"
JOULES = "joule"
SECONDS = "s"
SHARE = "percentunit"
DOLLARS = "currencyUSD"
COUNT = "short"
BYTES = "bytes"
PER_SECOND = "ops"
TIME_AGO = "dateTimeFromNow"

LEGEND: Json = {"displayMode": "list", "placement": "bottom", "showLegend": True}


def steps(*marks: tuple[float, str]) -> Json:
    """Green below the first mark, then the colour of the last mark that was reached."""
    first: Json = {"color": "green", "value": None}
    listed = [first, *({"color": color, "value": value} for value, color in marks)]
    return {"thresholds": {"mode": "absolute", "steps": listed}}


def words(**names: str) -> Json:
    """Words in place of numbers: _1="locked"."""
    options = {name.removeprefix("_"): {"text": text} for name, text in names.items()}
    return {"mappings": [{"type": "value", "options": options}]}


def number(
    title: str, expression: str, unit: str, description: str, legend: str = "", **defaults: object
) -> Panel:
    options = {"reduceOptions": REDUCED, "colorMode": "value", "graphMode": "none", "textMode": "auto"}
    queries = (Query(expression, legend),)
    return Panel(title, "stat", description, queries, unit, 4, 4, options, {**steps(), **defaults})


def bars(
    title: str, expression: str, legend: str, unit: str, description: str, width: int = 8, **defaults: object
) -> Panel:
    options = {
        "reduceOptions": REDUCED,
        "orientation": "horizontal",
        "displayMode": "basic",
        "valueMode": "color",
    }
    queries = (Query(expression, legend),)
    return Panel(
        title, "bargauge", description, queries, unit, width, 8, options, {"min": 0, **steps(), **defaults}
    )


def shares(title: str, expression: str, legend: str, unit: str, description: str) -> Panel:
    legend_options = {**LEGEND, "values": ["value", "percent"]}
    options = {"reduceOptions": REDUCED, "pieType": "donut", "legend": legend_options}
    return Panel(title, "piechart", description, (Query(expression, legend),), unit, 8, 8, options)


def lines(
    title: str,
    queries: dict[str, str] | tuple[str, str],
    unit: str,
    description: str,
    width: int = 12,
    stacked: bool = False,
    **defaults: object,
) -> Panel:
    """Over time. `queries` is an expression and its legend, or several as legend: expression."""
    pairs = [queries] if isinstance(queries, tuple) else [(text, legend) for legend, text in queries.items()]
    drawn = {
        "drawStyle": "line",
        "fillOpacity": 30 if stacked else 8,
        "showPoints": "never",
        "stacking": {"mode": "normal" if stacked else "none", "group": "A"},
    }
    options = {"legend": LEGEND, "tooltip": {"mode": "multi", "sort": "desc"}}
    listed = tuple(Query(expression, legend) for expression, legend in pairs)
    return Panel(
        title, "timeseries", description, listed, unit, width, 8, options, {"custom": drawn, **defaults}
    )


def table(title: str, expression: str, labels: tuple[str, ...], description: str, width: int = 12) -> Panel:
    """The labels of an info metric; its value is always 1."""
    hidden = dict.fromkeys(("Time", "Value", "__name__", "job"), True)
    columns = {name: index for index, name in enumerate(labels)}
    organise = {"id": "organize", "options": {"excludeByName": hidden, "indexByName": columns}}
    options = {"showHeader": True, "cellHeight": "sm"}
    return Panel(
        title, "table", description, (Query(expression),), "none", width, 8, options, {}, (organise,)
    )
