"""How fast answers come, where their time goes, and how the model servers are doing."""

from __future__ import annotations

from .kinds import COUNT, PER_SECOND, SECONDS, SHARE, bars, lines, number, steps, words
from .panel import Board, Section
from .queries import now, or_zero, per_second, percentile, ratio, series, total

DURATION = "greeninfer_request_duration_seconds"
FIRST_TOKEN = "greeninfer_time_to_first_token_seconds"
WHOLE = 'stage="total"'
REQUESTS = "greeninfer_requests_total"
FOR_A_MODEL = 'model!="none"'  # GET /metrics and the like have none
BUCKETS = " Read from buckets, so within a factor of 2.5."

_requests = (
    number("Requests", total(REQUESTS, FOR_A_MODEL), COUNT, "That asked for a model, also those refused."),
    number(
        "Failed",
        ratio(or_zero(total(REQUESTS, FOR_A_MODEL, 'code=~"5.."')), total(REQUESTS, FOR_A_MODEL)),
        SHARE,
        "Share that ended with a status of 500 or above.",
        **steps((0.01, "orange"), (0.05, "red")),
    ),
    number("In work", now("greeninfer_requests_in_flight"), COUNT, "Requests that are answered now."),
    number(
        "Left early",
        or_zero(total("greeninfer_requests_cancelled_total")),
        COUNT,
        "Clients that left before the end of their answer. What was made until then is charged.",
    ),
    number("Tried again", or_zero(total("greeninfer_retries_total")), COUNT, "Attempts after the first one."),
    number(
        "Median time of the gateway",
        percentile(0.5, DURATION, 'stage="decide"', window="$__range"),
        SECONDS,
        f"From the request received to the decision who answers.{BUCKETS}",
    ),
    lines(
        "Time of requests",
        {f"p{round(share * 100)}": percentile(share, DURATION, WHOLE) for share in (0.5, 0.9, 0.99)},
        SECONDS,
        f"From the request received to the end of its answer.{BUCKETS}",
    ),
    lines(
        "Where the time goes (p99)",
        (percentile(0.99, DURATION, by="stage"), "{{stage}}"),
        SECONDS,
        "decide: the gateway, waiting for cleaner electricity included. upstream: until the model server's"
        f" answer begins. relay: until it has been passed on.{BUCKETS}",
    ),
    lines(
        "First token (median)",
        (percentile(0.5, FIRST_TOKEN, by="model"), "{{model}}"),
        SECONDS,
        "From the whole request received to the first content of its answer; of a cascade, with what was "
        "held back.",
    ),
    lines(
        "First token (p99)",
        (percentile(0.99, FIRST_TOKEN, by="model"), "{{model}}"),
        SECONDS,
        "From the whole request received to the first content of its answer.",
    ),
    lines(
        "Requests by status",
        (per_second(REQUESTS, FOR_A_MODEL, by="code"), "{{code}}"),
        PER_SECOND,
        "499 is a client that left.",
        stacked=True,
    ),
    lines(
        "Requests by model",
        (per_second(REQUESTS, FOR_A_MODEL, by="model"), "{{model}}"),
        PER_SECOND,
        "By the model that answered; `other` was refused before one was chosen.",
        stacked=True,
    ),
)
_servers = (
    bars(
        "Endpoints",
        now("greeninfer_endpoint_up", by="endpoint", how="min"),
        "{{endpoint}}",
        COUNT,
        "Whether they have an address and pass their health checks.",
        max=1,
        **words(_0="down", _1="up"),
    ),
    bars(
        "Circuit breakers",
        now("greeninfer_endpoint_breaker_state", by="endpoint", how="max"),
        "{{endpoint}}",
        COUNT,
        "open: the endpoint keeps failing and gets no requests. half open: it is being tried again.",
        max=2,
        **{**steps((1, "red"), (2, "orange")), **words(_0="closed", _1="open", _2="half open")},
    ),
    bars(
        "Attempts by outcome",
        total("greeninfer_endpoint_attempts_total", by="endpoint, outcome"),
        "{{endpoint}}: {{outcome}}",
        COUNT,
        "How requests to an endpoint ended.",
    ),
    lines(
        "Requests at endpoints",
        (now("greeninfer_endpoint_in_flight", by="endpoint"), "{{endpoint}}"),
        COUNT,
        "That an endpoint is answering for these gateways.",
    ),
    lines(
        "Occupancy of model servers",
        (f"max by (endpoint) ({series('greeninfer_endpoint_occupancy')})", "{{endpoint}}"),
        COUNT,
        "Requests that a server runs at once, as its own metrics say (endpoints[].metrics_url). The energy"
        " of an answer depends on it more than on the model's size.",
    ),
    lines(
        "Second chances",
        {
            "retries": or_zero(per_second("greeninfer_retries_total")),
            "to another endpoint": or_zero(per_second("greeninfer_failovers_total")),
            "to a larger tier": or_zero(per_second("greeninfer_tier_failovers_total")),
            "refused by the retry budget": or_zero(per_second("greeninfer_retries_refused_total")),
        },
        PER_SECOND,
        "What clients do not notice, but their carbon does.",
    ),
    lines(
        "Connections",
        {
            "clients": now("greeninfer_client_connections_open"),
            "model servers": now("greeninfer_upstream_connections_open"),
        },
        COUNT,
        "Open now, idle ones included.",
    ),
)

BOARD = Board(
    "greeninfer-latency",
    "GreenInfer: latency",
    "Time of requests and of first tokens, by stage and model, and the model servers behind them.",
    (Section("Requests", _requests), Section("Model servers", _servers)),
)
