"""All the carbon there is, over all providers, and how far the figure can be trusted."""

from __future__ import annotations

from .kinds import (
    COUNT,
    GRAMS,
    GRAMS_PER_HOUR,
    GRAMS_PER_KWH,
    JOULES,
    KWH,
    SHARE,
    TIME_AGO,
    WATTS,
    bars,
    lines,
    number,
    shares,
    steps,
    table,
    words,
)
from .panel import Board, Panel, Section
from .queries import (
    ATTEMPTS,
    ENERGY,
    JOULES_PER_KWH,
    OURS,
    SPENT,
    TOKENS,
    by_provider,
    now,
    or_zero,
    per_hour,
    per_second,
    ratio,
    series,
    total,
)

OPERATIONAL = (
    "Operational CO2e of all work, answers thrown away and checks included: facility energy times the "
    "carbon intensity of the grid zone, location-based. No offsets, nothing market-based, no embodied "
    "carbon."
)


def _totals() -> tuple[Panel, ...]:
    answered = total(ATTEMPTS, 'end="answered"')
    written = total(TOKENS, 'kind=~"completion|estimated"')
    return (
        number("Total CO2e", total(SPENT), GRAMS, OPERATIONAL),
        number(
            "Energy",
            f"{total(ENERGY)} / {JOULES_PER_KWH}",
            KWH,
            "Facility energy: that of the machines times the PUE of their region.",
        ),
        number(
            "CO2e per answer",
            ratio(total(SPENT), answered),
            GRAMS,
            "Grams of all work for each answer that a client got.",
        ),
        number(
            "CO2e per 1,000 tokens written",
            f"1000 * {ratio(total(SPENT), written)}",
            GRAMS,
            "Grams of all work, prompts included, for 1,000 tokens of answers.",
        ),
        number(
            "Intensity of the electricity used",
            f"{JOULES_PER_KWH} * {ratio(total(SPENT), total(ENERGY))}",
            GRAMS_PER_KWH,
            "Grams per kWh, weighted by what was really used where and when.",
        ),
        number(
            "Embodied CO2e",
            or_zero(total("greeninfer_embodied_carbon_grams_total")),
            GRAMS,
            "A share of making the servers, for models with energy.embodied. Apart from the operational, "
            "never added to it.",
        ),
    )


def _places() -> tuple[Panel, ...]:
    return (
        bars(
            "CO2e by provider",
            by_provider("increase", SPENT, "$__range"),
            "{{provider}}",
            GRAMS,
            "Providers add up to the total. `none` is an endpoint without a region; `unknown` a region "
            "that no gateway describes any more.",
        ),
        shares("CO2e by region", total(SPENT, by="region"), "{{region}}", GRAMS, OPERATIONAL),
        shares("CO2e by model", total(SPENT, by="model"), "{{model}}", GRAMS, OPERATIONAL),
        lines(
            "CO2e by provider over time",
            (f"3600 * ({by_provider('rate', SPENT, '$__rate_interval')})", "{{provider}}"),
            GRAMS_PER_HOUR,
            "Grams an hour at the pace of the moment.",
            stacked=True,
        ),
        lines(
            "CO2e by region over time",
            (per_hour(SPENT, by="region"), "{{region}}"),
            GRAMS_PER_HOUR,
            "Grams an hour at the pace of the moment.",
            stacked=True,
        ),
        lines(
            "CO2e by model over time",
            (per_hour(SPENT, by="model"), "{{model}}"),
            GRAMS_PER_HOUR,
            "Grams an hour at the pace of the moment.",
            stacked=True,
        ),
        lines(
            "Power by model",
            (per_second(ENERGY, by="model"), "{{model}}"),
            WATTS,
            "Facility energy that requests were charged with, per second. Energy is booked when a request "
            "ends.",
            stacked=True,
        ),
    )


def _evidence() -> tuple[Panel, ...]:
    unknown, attempts = total("greeninfer_energy_unknown_requests_total"), total(ATTEMPTS)
    banned = now("greeninfer_zero_trust_info", by="instance, writes_denied_by", how="max")
    everyone = now("greeninfer_build_info", by="instance", how="max")
    off = f'label_replace({everyone}, "writes_denied_by", "zero_trust is off", "", "")'
    return (
        number(
            "Unknown energy",
            ratio(or_zero(unknown), attempts),
            SHARE,
            "Share of attempts whose energy nothing tells. They are in no sum, so sums are too low by them.",
            **steps((0.01, "orange"), (0.05, "red")),
        ),
        number(
            "Records written",
            now("greeninfer_telemetry_records_total"),
            COUNT,
            "Records of attempts that went into the ring since the gateways started; the hourly report is "
            "made of them.",
        ),
        number(
            "Records lost",
            now("greeninfer_telemetry_dropped_total"),
            COUNT,
            "Records that the ring had no room for since the gateways started. Always 0, or the hourly "
            "report is too low.",
            **steps((1, "red")),
        ),
        number(
            "Ring",
            now("greeninfer_telemetry_ring_locked", how="min"),
            COUNT,
            "Whether the kernel keeps the records of every gateway in memory, so that they can reach no "
            "disk.",
            **words(_0="may be swapped", _1="locked"),
        ),
        number(
            "Account since",
            f"1000 * max({series('process_start_time_seconds')} {OURS})",
            TIME_AGO,
            "Last start of a gateway. Its counters began at 0 then; the totals here go on.",
        ),
        shares(
            "Energy by evidence",
            total(ENERGY, by="method"),
            "{{method}}",
            JOULES,
            "measured: the server said so. attributed: a share of a meter. modelled: from the hardware. "
            "proxy: tokens times a published coefficient, right within a factor of 5 in nine of ten cases.",
        ),
        bars(
            "Attempts by end",
            total(ATTEMPTS, by="end"),
            "{{end}}",
            COUNT,
            "Every attempt is charged: answered, discarded for a larger model's answer, checked (a "
            "one-token check), previewed, failed and cancelled.",
        ),
        bars(
            "Metered energy",
            total("greeninfer_meter_it_energy_joules_total", by="meter"),
            "{{meter}}",
            JOULES,
            "What meters counted, idle time included. IT energy: PUE is not in it.",
        ),
        bars(
            "Share of metered energy that belongs to no request",
            ratio(
                total("greeninfer_unallocated_energy_joules_total", by="meter"),
                total("greeninfer_meter_it_energy_joules_total", by="meter"),
            ),
            "{{meter}}",
            SHARE,
            "Idle machines and work of others. It is in no total above, because nobody asked for it.",
            max=1,
            **steps((0.5, "orange")),
        ),
        table(
            "Writing to disk",
            f"{banned} or on (instance) {off}",
            ("instance", "writes_denied_by"),
            "What keeps each gateway from writing files with security.zero_trust; `none` is nothing, "
            "although asked for.",
            16,
        ),
    )


BOARD = Board(
    "greeninfer-carbon",
    "GreenInfer: carbon",
    "Total CO2e over all providers, by provider, region and model, and the evidence behind it.",
    (
        Section("All providers", _totals()),
        Section("Where and by which model", _places()),
        Section("How far it can be trusted", _evidence()),
    ),
)
