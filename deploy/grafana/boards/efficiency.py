"""What each means of saving brought, and what it lost."""

from __future__ import annotations

from .kinds import (
    BYTES,
    COUNT,
    GRAMS,
    GRAMS_PER_HOUR,
    GRAMS_PER_KWH,
    JOULES,
    SECONDS,
    SHARE,
    bars,
    lines,
    number,
    shares,
)
from .panel import Board, Panel, Section
from .queries import (
    ATTEMPTS,
    ENERGY,
    JOULES_PER_KWH,
    SAVED,
    SPENT,
    TOKENS,
    net,
    now,
    or_zero,
    per_hour,
    per_second,
    ratio,
    total,
)

NEVER_ADDED = " It has a baseline of its own: never add it to another saving."
CHOSEN_MODELS = (
    "Against the largest configured model writing an answer of the same length, by the average energy of a"
    " token. All that was spent counts, thrown-away answers and checks included."
)
CLEANER_PLACE = (
    "Against the same work spread evenly over the places of its model that could have answered. Only what "
    "carbon decided counts."
)
READ_ANEW = "Estimated, against reading the cached part of the prompts anew."


def _lost(kind: str) -> str:
    return or_zero(total(SAVED, f'kind="{kind}_lost"'))


def _models() -> tuple[Panel, ...]:
    spent_or_saved = f"({total(SPENT)} + {net('attributed')})"
    return (
        number(
            "CO2e saved by choosing models",
            net("attributed"),
            GRAMS,
            f"What was saved less what was lost. {CHOSEN_MODELS} Below 0 it cost more.{NEVER_ADDED}",
        ),
        number(
            "of what the largest would have caused",
            ratio(f"({net('attributed')})", spent_or_saved),
            SHARE,
            CHOSEN_MODELS,
        ),
        number(
            "of this lost",
            _lost("attributed"),
            GRAMS,
            "Requests that cost more than the largest model at once would have: mostly answers that were "
            "thrown away. Already taken off the saving.",
        ),
        number(
            "CO2e really less drawn",
            net("incremental"),
            GRAMS,
            "The same with what one request more really draws on a server that runs anyway: 0.14 of the "
            f"average. What you save while the number of servers stays the same.{NEVER_ADDED}",
        ),
        number(
            "Requests answered again",
            ratio(
                or_zero(total("greeninfer_escalations_total")),
                total("greeninfer_requests_total", 'code="200"', 'model!="none"'),
            ),
            SHARE,
            "Escalations per request that was answered.",
        ),
        number(
            "Attempts per answer",
            ratio(total(ATTEMPTS), total(ATTEMPTS, 'end="answered"')),
            COUNT,
            "Checks, thrown-away answers and failures included; 1 is none of them.",
        ),
        lines(
            "Saved and lost by choosing models",
            {
                "saved": per_hour(SAVED, 'kind="attributed"'),
                "lost": "-" + or_zero(per_hour(SAVED, 'kind="attributed_lost"')),
            },
            GRAMS_PER_HOUR,
            CHOSEN_MODELS,
        ),
        shares(
            "Answers by tier",
            total("greeninfer_requests_total", 'code="200"', 'model!="none"', by="tier"),
            "{{tier}}",
            COUNT,
            "Which size of model gave the answer.",
        ),
    )


def _cascade() -> tuple[Panel, ...]:
    return (
        bars(
            "Escalations",
            total("greeninfer_escalations_total", by="from, to, reason"),
            "{{from}} to {{to}}: {{reason}}",
            COUNT,
            "Answers thrown away for one of a larger model, and on what ground.",
        ),
        bars(
            "Judgements of held answers",
            total("greeninfer_cascade_judgements_total", by="signal, result"),
            "{{signal}}: {{result}}",
            COUNT,
            "What they rest on, and what became of the answer.",
        ),
        bars(
            "One-token checks",
            total("greeninfer_cascade_checks_total", by="model, result"),
            "{{model}}: {{result}}",
            COUNT,
            "By the model that checked, and what its token brought.",
        ),
    )


def _optimiser_and_cache() -> tuple[Panel, ...]:
    hits = total("greeninfer_prefix_hit_tokens_total", by="cluster")
    return (
        number(
            "Tokens taken out of prompts",
            total("greeninfer_optimizer_tokens_saved_total"),
            COUNT,
            "By the prompt optimiser, once per answer however many models read it. Counted by the tokenizer "
            "of the local engine where that answered, elsewhere by the answer's tokens per byte.",
        ),
        bars(
            "What became of prompts",
            total("greeninfer_optimizer_requests_total", by="outcome"),
            "{{outcome}}",
            COUNT,
            "Requests whose newest text was shortened, or why it was not.",
        ),
        bars(
            "Bytes compacted without loss",
            total("greeninfer_optimizer_compacted_bytes_total", by="kind"),
            "{{kind}}",
            BYTES,
            "From whole conversations, each time that they were sent.",
        ),
        number(
            "Energy of the optimiser",
            or_zero(total(ENERGY, 'model="optimizer"')),
            JOULES,
            "Its model's processor time as energy of the building; part of all energy, and of each receipt.",
        ),
        number(
            "CO2e saved by prefix caches",
            or_zero(total(SAVED, 'kind="prefix_cache"')),
            GRAMS,
            f"{READ_ANEW}{NEVER_ADDED}",
        ),
        number(
            "Energy saved by prefix caches",
            total("greeninfer_prefix_saved_joules_total"),
            JOULES,
            READ_ANEW,
        ),
        number(
            "Prompt tokens from a cache",
            ratio(or_zero(total(TOKENS, 'kind="cached"')), total(TOKENS, 'kind="prompt"')),
            SHARE,
            "As model servers report it; one that reports none counts as none.",
        ),
        bars(
            "Cached tokens by cluster",
            hits,
            "{{cluster}}",
            COUNT,
            "Tokens that were not read anew; `none` is no cluster.",
        ),
        lines(
            "CO2e saved by prefix caches over time",
            (per_hour(SAVED, 'kind="prefix_cache"'), "saved"),
            GRAMS_PER_HOUR,
            READ_ANEW,
        ),
        lines(
            "Tokens from caches",
            (per_second("greeninfer_prefix_hit_tokens_total", by="cluster"), "{{cluster}}"),
            COUNT,
            "Tokens per second that were not read anew.",
        ),
    )


def _places_and_times() -> tuple[Panel, ...]:
    used = f"{JOULES_PER_KWH} * {ratio(per_second(SPENT), per_second(ENERGY))}"
    return (
        number(
            "CO2e saved by green routing",
            net("green_routing"),
            GRAMS,
            f"What was saved less what was lost. {CLEANER_PLACE}{NEVER_ADDED}",
        ),
        number(
            "of this lost by going elsewhere",
            _lost("green_routing"),
            GRAMS,
            "Work that went where electricity was dirtier than the mean of the places, such as for the "
            "limit on lateness. Already taken off the saving.",
        ),
        number(
            "Requests that waited",
            or_zero(total("greeninfer_deferrable_requests_total")),
            COUNT,
            "Requests that said they may wait for cleaner electricity.",
        ),
        number(
            "Time they waited",
            or_zero(total("greeninfer_deferred_seconds_total")),
            SECONDS,
            "Together. No saving is claimed for waiting: nothing says what the electricity would have been"
            " used for.",
        ),
        bars(
            "Not placed as wanted",
            total("greeninfer_green_fallback_total", by="reason"),
            "{{reason}}",
            COUNT,
            "Attempts of green routing where no region was clean enough, or figures could not be compared.",
        ),
        lines(
            "Electricity used and offered",
            {
                "used": used,
                "mean of the zones": now("greeninfer_grid_intensity_grams_per_kwh", how="avg"),
                "cleanest zone": now("greeninfer_grid_intensity_grams_per_kwh", how="min"),
            },
            GRAMS_PER_KWH,
            "Green routing works where what is used lies below the mean of the zones.",
        ),
        lines(
            "Saved by green routing over time",
            (per_hour(SAVED, 'kind="green_routing"'), "saved"),
            GRAMS_PER_HOUR,
            CLEANER_PLACE,
        ),
    )


BOARD = Board(
    "greeninfer-efficiency",
    "GreenInfer: efficiency",
    "Gains of model choice and cascade, optimiser, prefix caches and green routing, each against its own "
    "baseline, with losses.",
    (
        Section("Choice of models", _models()),
        Section("Cascade", _cascade()),
        Section("Optimiser and prefix caches", _optimiser_and_cache()),
        Section("Green routing and waiting", _places_and_times()),
    ),
)
