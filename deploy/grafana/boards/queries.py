"""The few forms of PromQL that nearly all panels have.

Everything goes through rate or increase, because counters begin at 0 when a gateway restarts, and is
added up over the gateways that the variable `instance` chooses.
"""

from __future__ import annotations

# Of what every program exports, only that of gateways.
OURS = "and on (job, instance) greeninfer_build_info"
HERE = 'instance=~"$instance"'
JOULES_PER_KWH = 3.6e6

SPENT = "greeninfer_carbon_grams_total"
ENERGY = "greeninfer_energy_joules_total"
SAVED = "greeninfer_carbon_saved_grams_total"
ATTEMPTS = "greeninfer_accounted_attempts_total"
TOKENS = "greeninfer_tokens_total"


def series(name: str, *matchers: str) -> str:
    return f"{name}{{{','.join((HERE, *matchers))}}}"


def _added_up(inner: str, by: str) -> str:
    return f"sum by ({by}) ({inner})" if by else f"sum({inner})"


def total(name: str, *matchers: str, by: str = "") -> str:
    """What was added to a counter in the time that the dashboard shows."""
    return _added_up(f"increase({series(name, *matchers)}[$__range])", by)


def per_second(name: str, *matchers: str, by: str = "") -> str:
    return _added_up(f"rate({series(name, *matchers)}[$__rate_interval])", by)


def per_hour(name: str, *matchers: str, by: str = "") -> str:
    return f"3600 * {per_second(name, *matchers, by=by)}"


def now(name: str, *matchers: str, by: str = "", how: str = "sum") -> str:
    return f"{how} by ({by}) ({series(name, *matchers)})" if by else f"{how}({series(name, *matchers)})"


def or_zero(expression: str) -> str:
    """0 for what has not happened yet, but nothing where no gateway is seen at all."""
    return f"({expression} or 0 * sum({series('greeninfer_build_info')}))"


def ratio(above: str, below: str) -> str:
    """Nothing while there is nothing to divide by, rather than NaN."""
    return f"{above} / ({below} > 0)"


def percentile(
    share: float, name: str, *matchers: str, by: str = "", window: str = "$__rate_interval"
) -> str:
    labels = f"{by}, le" if by else "le"
    buckets = f"sum by ({labels}) (rate({series(f'{name}_bucket', *matchers)}[{window}]))"
    return f"histogram_quantile({share}, {buckets})"


def by_provider(function: str, name: str, window: str) -> str:
    """Joins the provider of a region on. Regions that no gateway describes any more count as `unknown`."""
    counted = f"{function}({series(name)}[{window}])"
    key, info = "on (job, instance, region)", series("greeninfer_region_info")
    known = f"sum by (provider) ({counted} * {key} group_left (provider) {info})"
    unknown = f'label_replace(sum({counted} unless {key} {info}), "provider", "unknown", "", "")'
    return f"{known} or {unknown}"


def net(kind: str) -> str:
    """What a kind of saving gained less what it lost."""
    gained, lost = (or_zero(total(SAVED, f'kind="{name}"')) for name in (kind, f"{kind}_lost"))
    return f"{gained} - {lost}"
