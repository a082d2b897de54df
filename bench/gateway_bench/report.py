"""The report: the judged gateway against the bounds, then every number of every gateway."""

from __future__ import annotations

import statistics

from .bounds import Bound, bounds
from .gateways import REFERENCE
from .quantities import Quantity, Reading, read
from .rounds import Results
from .settings import CALM_LIMIT, Settings

JUDGED_RATE = 500


def write_report(results: Results, versions: dict[str, str], settings: Settings, judged: str) -> str:
    lines = [_preface(results, settings)]
    if judged in results:
        lines += _bounds_table(results, settings, judged)
    lines += _numbers_table(results, versions, settings)
    lines += _failures(results)
    lines.append(_disturbance(results))
    return "\n".join(lines) + "\n"


def _preface(results: Results, settings: Settings) -> str:
    rounds = max((len(measured) for measured in results.values()), default=0)
    return (
        f"Gateway on core {settings.gateway_core}, mock upstream and load generator on core "
        f"{settings.load_core}. "
        f"{rounds} interleaved rounds, medians; ratios are taken within a round, their range in brackets. "
        f"`~`: in no round were the cores calm (others used more than {CALM_LIMIT:.0%} of one). "
        f"`added` is minus the same figure of the same round without a gateway. `-`: not measured.\n"
    )


def _bounds_table(results: Results, settings: Settings, judged: str) -> list[str]:
    lines = [f"## {judged} against the bounds\n"]
    lines.append(f"| what | {REFERENCE} | {judged} | ratio | bound | met |")
    lines.append("|---|--:|--:|--:|---|---|")
    rate = JUDGED_RATE if JUDGED_RATE in settings.rates else settings.rates[-1]
    return lines + [_bound_row(results, judged, bound) for bound in bounds(rate)] + [""]


def _bound_row(results: Results, judged: str, bound: Bound) -> str:
    quantity = bound.quantity
    own, reference = read(results, judged, quantity), read(results, REFERENCE, quantity)
    reading = bound.judged(results, judged, quantity)
    ratio = _show_ratio(reading) if bound.judged is not read else ""
    met = "-" if reading is None else ("met" if bound.is_met(reading) else "NOT MET")
    cells = [quantity.title, _show(reference, quantity), _show(own, quantity), ratio, bound.text, met]
    return "| " + " | ".join(cells) + " |"


def _numbers_table(results: Results, versions: dict[str, str], settings: Settings) -> list[str]:
    names = [name for name, measured in results.items() if measured]
    lines = ["## All numbers\n", "| | " + " | ".join(names) + " |", "|---|" + "--:|" * len(names)]
    lines.append("| version | " + " | ".join(versions.get(name, "") for name in names) + " |")
    for quantity in _quantities(settings):
        cells = [_show(read(results, name, quantity), quantity) for name in names]
        lines.append(f"| {quantity.title} | " + " | ".join(cells) + " |")
    return [*lines, ""]


def _quantities(settings: Settings) -> list[Quantity]:
    """The rows of the big table, in reading order."""
    return [
        Quantity("requests/s at saturation", "saturation.requests_per_s"),
        Quantity("gateway core used at saturation", "saturation.gateway_share", digits=2),
        Quantity("CPU per request, us", "saturation.cpu_us", digits=1),
        *(row for rate in settings.rates for row in _rate_quantities(rate)),
        Quantity("time to first token p50, us", "paced.first_token_p50_us"),
        Quantity("time to first token p99, us", "paced.first_token_p99_us"),
        Quantity("added time to first token p50, us", "paced.first_token_p50_us", added=True),
        Quantity("added time to first token p99, us", "paced.first_token_p99_us", added=True),
        Quantity("gap between tokens p99, us (5,000 sent)", "paced.gap_p99_us"),
        Quantity("first to last token p50, us", "paced.spread_p50_us"),
        Quantity("stream text right", "paced.text_right", digits=2),
        Quantity("stream usage right", "paced.usage_right", digits=2),
        Quantity("stream [DONE] right", "paced.done_right", digits=2),
        Quantity("stream content type right", "paced.content_type_right", digits=2),
        Quantity("streams/s, 32 at once", "loaded.streams_per_s"),
        Quantity("CPU per streamed token, us", "loaded.cpu_us_per_token", digits=2),
        Quantity("request bytes unchanged", "unchanged.request"),
        Quantity("answer bytes unchanged", "unchanged.answer"),
        Quantity("stream bytes unchanged", "unchanged.stream"),
        Quantity("RSS idle, MiB", "idle.rss_mib", digits=1),
        Quantity("RSS at saturation, MiB", "saturation.rss_mib", digits=1),
        Quantity(f"RSS with {settings.open_streams:,} open streams, MiB", "open_streams.rss_mib", digits=1),
        Quantity("RSS after them, MiB", "open_streams.rss_after_mib", digits=1),
        Quantity("most streams open at once", "open_streams.most_open"),
        Quantity("soak: RSS growth, MiB per million requests", "soak.mib_per_million", digits=2),
        Quantity("soak: RSS growth, MiB per minute", "soak.mib_per_minute", digits=2),
        Quantity("soak: requests", "soak.answers"),
        Quantity("ready, ms", "ready.ms"),
    ]


def _rate_quantities(rate: int) -> list[Quantity]:
    key = f"rate_{rate}"
    return [
        Quantity(f"p50 at {rate}/s, us", f"{key}.p50_us"),
        Quantity(f"p99 at {rate}/s, us", f"{key}.p99_us"),
        Quantity(f"added p50 at {rate}/s, us", f"{key}.p50_us", added=True),
        Quantity(f"added p99 at {rate}/s, us", f"{key}.p99_us", added=True),
    ]


def _show(reading: Reading | None, quantity: Quantity) -> str:
    if reading is None:
        return "-"
    if quantity.phase == "unchanged":
        return "yes" if reading.low >= 1 else "no"
    return f"{'' if reading.calm else '~'}{reading.median:,.{quantity.digits}f}"


def _show_ratio(reading: Reading | None) -> str:
    if reading is None:
        return "-"
    return f"{'' if reading.calm else '~'}{reading.median:.2f} ({reading.low:.2f}-{reading.high:.2f})"


def _failures(results: Results) -> list[str]:
    """Wrong, cut and refused answers of all phases; a fast wrong answer is a failure, not a result."""
    lines = []
    for name, rounds in results.items():
        for number, measured in enumerate(rounds, 1):
            problems = ([f"stopped: {measured.error}"] if measured.error else []) + measured.failures
            lines += [f"- {name}, round {number}: {problem}" for problem in problems]
    return ["## Failures\n", *(lines or ["None: every answer that was checked was right."]), ""]


def _disturbance(results: Results) -> str:
    numbers = [measured.numbers for rounds in results.values() for measured in rounds]
    foreign = [n["saturation.foreign"] for n in numbers if "saturation.foreign" in n]
    stolen = [n["saturation.stolen"] for n in numbers if "saturation.stolen" in n]
    if not foreign:
        return "Nothing reached saturation."
    return (
        f"Other processes on the two cores during saturation: median {statistics.median(foreign):.0%}, "
        f"at most {max(foreign):.0%} of a core; taken by the hypervisor: at most {max(stolen):.0%}."
    )
