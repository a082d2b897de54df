"""Where prompts go and what that saved; the endpoints, their caches, and the events that tell of these."""

from __future__ import annotations

from .kinds import COUNT, GRAMS, JOULES, PER_SECOND, SECONDS, SHARE, bars, lines, number, steps, table
from .panel import Board, Panel, Section
from .queries import now, or_zero, per_second, ratio, series, total

IN_TURN = (
    "Estimated when a prompt was placed by its prefix, against sending it to its model's endpoints in turn: "
    "the mean over those that could have answered, by the same index at the same moment. What load or "
    "carbon, or a cache that had less than was thought, cost is taken off."
)
SELF_TOLD = " As model servers say themselves (endpoints[].metrics_url); one that does not has no line."
SILENT = "greeninfer_kv_event_silent"
BATCHES = "greeninfer_kv_event_batches_total"
CLEARS = "greeninfer_kv_event_clears_total"


def _routed(what: str) -> str:
    metric = f"greeninfer_prefix_routing_{what}_total"
    saved, lost = (or_zero(total(metric, f'direction="{name}"')) for name in ("saved", "lost"))
    return f"{saved} - {lost}"


def _by_cluster(gauge: str) -> str:
    """Joins the cluster of an endpoint on."""
    key = "on (job, instance, endpoint) group_left (cluster)"
    return f"sum by (cluster) ({series(gauge)} * {key} {series('greeninfer_endpoint_info')})"


def _placing() -> tuple[Panel, ...]:
    tokens = "greeninfer_prefix_routing_tokens_total"
    return (
        number("Tokens not read again by placing prompts", _routed("tokens"), COUNT, IN_TURN),
        number("Time saved by placing prompts", _routed("seconds"), SECONDS, IN_TURN),
        number("Energy saved by placing prompts", _routed("joules"), JOULES, IN_TURN),
        number(
            "CO2e saved by placing prompts",
            _routed("grams"),
            GRAMS,
            f"{IN_TURN} Only where green routing compares places, whose choice is in it. It has a baseline "
            "of its own: never add it to another saving.",
        ),
        lines(
            "Tokens saved and lost by placing prompts",
            {
                "saved": per_second(tokens, 'direction="saved"'),
                "lost": "-" + or_zero(per_second(tokens, 'direction="lost"')),
            },
            PER_SECOND,
            f"Tokens per second. {IN_TURN}",
        ),
        lines(
            "Tokens found in caches, by cluster",
            (per_second("greeninfer_prefix_hit_tokens_total", by="cluster"), "{{cluster}}"),
            PER_SECOND,
            "Prompt tokens per second that model servers did not read anew, as their answers report it: no "
            "estimate. `none` is no cluster.",
        ),
    )


def _endpoints() -> tuple[Panel, ...]:
    found, looked_for = (
        per_second(f"greeninfer_endpoint_prefix_{name}_tokens_total", by="endpoint")
        for name in ("hit", "queried")
    )
    return (
        number(
            "Endpoints up",
            now("greeninfer_endpoint_up"),
            COUNT,
            "That have an address and pass their checks.",
        ),
        number(
            "Endpoints down",
            f"count({series('greeninfer_endpoint_up')}) - {now('greeninfer_endpoint_up')}",
            COUNT,
            "They get no requests; the dashboard Latency shows which.",
            **steps((1, "red")),
        ),
        lines(
            "Requests in flight, by cluster",
            (_by_cluster("greeninfer_endpoint_in_flight"), "{{cluster}}"),
            COUNT,
            "Requests that these gateways have sent and that are not answered; `none` is no cluster.",
            stacked=True,
        ),
        lines(
            "Running in model servers",
            (f"max by (endpoint) ({series('greeninfer_endpoint_occupancy')})", "{{endpoint}}"),
            COUNT,
            f"Requests at once, of all their clients.{SELF_TOLD}",
        ),
        lines(
            "Waiting in model servers",
            (f"max by (endpoint) ({series('greeninfer_endpoint_waiting')})", "{{endpoint}}"),
            COUNT,
            f"A queue that stays: too little capacity, or prompts that all want one warm server.{SELF_TOLD}",
        ),
        lines(
            "Filled share of caches",
            (f"max by (endpoint) ({series('greeninfer_endpoint_kv_usage_ratio')})", "{{endpoint}}"),
            SHARE,
            f"Near 1 an engine puts requests back; the choice avoids it before that.{SELF_TOLD}",
        ),
        lines(
            "Found of what was looked for",
            (ratio(found, looked_for), "{{endpoint}}"),
            SHARE,
            f"Prompt tokens found in the prefix cache, of all their clients.{SELF_TOLD}",
        ),
        bars(
            "Metrics pages of model servers",
            total("greeninfer_engine_pages_total", by="outcome"),
            "{{outcome}}",
            COUNT,
            "silent: no answer. refused: another status than 200. unknown: no figure that is known.",
        ),
        table(
            "Who belongs where",
            series("greeninfer_endpoint_info"),
            ("endpoint", "model", "cluster", "region", "instance"),
            "Every endpoint with its model, cluster and region.",
            width=16,
        ),
    )


def _events() -> tuple[Panel, ...]:
    return (
        number(
            "Silent servers",
            now(SILENT),
            COUNT,
            "Said to publish cache events, and not heard: what they have is only estimated.",
            **steps((1, "red")),
        ),
        number(
            "Batches of cache events",
            total(BATCHES, 'outcome="applied"'),
            COUNT,
            "Taken into the index.",
        ),
        number(
            "Batches not to be decoded",
            total(BATCHES, 'outcome="undecodable"'),
            COUNT,
            "Above 0: the engine's wire form has changed, and what it has is only estimated.",
            **steps((1, "red")),
        ),
        number(
            "Events of an unknown type",
            total("greeninfer_kv_events_unknown_total"),
            COUNT,
            "Passed over: a newer engine tells of more than is followed.",
            **steps((1, "orange")),
        ),
        number(
            "Asked for again",
            total("greeninfer_kv_event_replays_total"),
            COUNT,
            "Times that a server was asked for events, at a connection or after a gap.",
        ),
        bars(
            "Caches dropped from the index",
            total(CLEARS, by="endpoint, reason"),
            "{{endpoint}}: {{reason}}",
            COUNT,
            "engine: the server dropped it. gap: events were missed for good, as the gateway is too slow or "
            "kv_events.replay_url is missing. restart, disconnected: of the server.",
        ),
        lines(
            "Batches by outcome",
            (per_second(BATCHES, by="outcome"), "{{outcome}}"),
            PER_SECOND,
            "duplicate: it came twice, such as after a replay, and counts once.",
        ),
        lines(
            "Blocks in caches",
            (f"max by (endpoint) ({series('greeninfer_kv_event_blocks')})", "{{endpoint}}"),
            COUNT,
            "Blocks of tokens that a server has now, as its events say.",
        ),
    )


BOARD = Board(
    "greeninfer-fleet",
    "GreenInfer: fleet",
    "What placing prompts by their prefix saved, how endpoints and their caches are doing, and whether their "
    "events are heard.",
    (
        Section("Placing prompts by their prefix", _placing()),
        Section("Endpoints", _endpoints()),
        Section("Cache events", _events()),
    ),
)
