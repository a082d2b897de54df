"""One run of a gateway in which everything happens that a dashboard can show, for some seconds.

The small tier is the real engine. The larger ones are scripted, in regions of two clouds and in one of the
gateway's own; what a scripted model does with a request stands in its prompt.
"""

from __future__ import annotations

import itertools
import json
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import httpx

from .budgets import client_entry, headers_of
from .cascade import CALIBRATION, QUESTION, is_check, verdict
from .configs import BASE_CONFIG, Config, merge
from .exporter import Exporter
from .gateway import Gateway
from .grid_by_hand import KEY_VARIABLE, GridByHand
from .kv_events import Publisher, batch, stored
from .raw_http import CHAT, RawConnection
from .replies import completion, content_event, error_body, finish_event, role_event, usage_event
from .script import DONE, Close, Script, Silence, open_stream, stream, whole
from .scripted_upstream import Received, ScriptedUpstream

TEXAS, PARIS, SWEDEN, LAB = "us-south1", "europe-west9", "eu-north-1", "lab"
ENGINE, MEDIUM, LARGE, OWN = "smollm2-135m", "model-medium", "model-large", "model-own"
SAYS_NO_USAGE, SAYS_JOULES, NEVER_ENDS = "Say no usage.", "Say joules.", "Never end."
FAILS, MEDIUM_FAILS, BREAKS_OFF = "Fail.", "Fail, but not as the large model.", "Break off."
# Known phrases go from it without a model, and the gap before its end without a loss.
VERBOSE = (
    "Hello, I hope you are doing well today. I was wondering if you could possibly explain to me how "
    "photosynthesis works. Thank you very much in advance for your help.\n\n\n\n\n\n\n\nIt is for school."
)
# Long enough to be placed by its prefix; of fewer tokens than model servers report to have found.
LONG = "Two blocks of 64 bytes, which a cache may have, and a question behind them. " * 2
ANSWER = "It is bounded, so it has a least upper bound, and that is its limit."


def scripted_model(is_large: bool) -> Callable[[Received], Script]:
    """Every other check fails. Of 100 prompt tokens 80 were cached; as many are written as are allowed."""
    verdicts = itertools.cycle([0.1, 0.9])

    def choose(request: Received) -> Script:
        prompt = json.loads(request.body)["messages"][-1]["content"]
        if is_check(request):
            return whole(verdict(next(verdicts)))
        if FAILS in prompt or (MEDIUM_FAILS in prompt and not is_large):
            return whole(error_body("no"), 500)
        if BREAKS_OFF in prompt:
            return [*open_stream([role_event(), *(content_event("once upon ") for _ in range(4))]), Close()]
        if NEVER_ENDS in prompt:
            return [*open_stream([role_event(), content_event("once upon ")]), Silence()]
        return _answer(request, prompt)

    return choose


def _answer(request: Received, prompt: str) -> Script:
    body = json.loads(request.body)
    written = int(body.get("max_tokens") or 20)
    usage: dict[str, Any] = {
        "prompt_tokens": 100,
        "completion_tokens": written,
        "total_tokens": 100 + written,
    }
    usage["prompt_tokens_details"] = {"cached_tokens": 80}
    if body.get("stream"):
        return stream([role_event(), content_event(ANSWER), finish_event(), usage_event(usage), DONE])
    reply = completion(ANSWER, usage=usage)
    if SAYS_NO_USAGE in prompt:
        del reply["usage"]
    if SAYS_JOULES in prompt:
        reply["energy"] = {"energy_joules": 36.0}
    return whole(reply)


def run_config(
    folder: Path, grid: GridByHand, exporter: Exporter, publisher: Publisher, models: list[ScriptedUpstream]
) -> Config:
    calibration = folder / "cascade.json"
    calibration.write_text(json.dumps(CALIBRATION))
    config: Config = {
        "clients": [
            client_entry("research", department="research"),
            client_entry("support", department="support"),
            # A dollar is 1,000 tokens of the medium model.
            client_entry("spender", department="spending", money_budget={"usd": 1, "per": "month"}),
            client_entry("proxy", department="web", may_set_department=True),
        ],
        "departments": [
            {"name": "research", "carbon_budget": {"grams": 1000, "per": "month"}},
            {"name": "support", "carbon_budget": {"grams": 50, "per": "day"}},
            {"name": "spending", "money_budget": {"usd": 1, "per": "month"}},
            {"name": "web"},
        ],
        "security": {"zero_trust": True, "allow_unenforced": True},
        "regions": [{"name": LAB, "provider": "own", "zone": "LAB", "pue": 1.1}],
        "models": _models(exporter, publisher, *models),
        "meters": [
            {"name": "gpu", "kind": "dcgm", "urls": [exporter.url], "interval": "1s", "tdp_watts": 700}
        ],
        # Its own meter, processor time, closes a window too seldom for a run of some seconds.
        "local_engine": {"enabled": True, "slots": 2, "queue": 8, "context": 1024, "meter": "gpu"},
        "routing": {
            "policy": "bands",
            "balanced": {"small_below": 101, "medium_below": 101},
            "performance": {"small_below": 0, "medium_below": 101},
        },
        "cascade": {"calibration": str(calibration)},
        "enterprise": {
            "green_routing": {"enabled": True, "max_added_latency": "10s"},
            "routing": {"strategy": "kv_aware", "exploration": 0},
        },
    }
    zones = [{"name": "LAB", "intensity": 200, "source": "the meter of the test"}]
    return merge(merge(BASE_CONFIG, config), grid.config(zones=zones))


def _models(exporter: Exporter, publisher: Publisher, *servers: ScriptedUpstream) -> list[Config]:
    paris, texas, sweden, lab = (server.url for server in servers)

    def endpoint(url: str, region: str, **fields: object) -> Config:
        return {"url": url, "model": "upstream-model", "region": region, **fields}

    medium = {"tier": "medium", "price": {"input_per_mtok": 0, "output_per_mtok": 1000}}
    large = {"tier": "large", "price": {"input_per_mtok": 1000, "output_per_mtok": 4000}}
    hardware = {"active_parameters_b": 70, "gpu": "H100", "gpus": 4, "embodied": True}
    able = {"capabilities": ["logprobs"], "context_window": 8192}
    events = {"url": publisher.url, "replay_url": publisher.replay_url}
    sweden_endpoint = endpoint(sweden, SWEDEN, metrics_url=exporter.url, kv_events=events)
    return [
        {"name": MEDIUM, **medium, **able, "endpoints": [endpoint(paris, PARIS), endpoint(texas, TEXAS)]},
        {"name": LARGE, **large, **able, "energy": hardware, "endpoints": [sweden_endpoint]},
        # Too small for what is left open, so it is asked by its name alone.
        {"name": OWN, **medium, "context_window": 128, "endpoints": [endpoint(lab, LAB)]},
    ]


class WholeRun:
    """Asks the gateway for everything once with each round."""

    def __init__(
        self, gateway: Gateway, http: httpx.Client, exporter: Exporter, publisher: Publisher
    ) -> None:
        self.gateway, self._http = gateway, http
        self._exporter, self._publisher = exporter, publisher

    def wait_until_ready(self, timeout_seconds: float = 60) -> None:
        """Until the engine has its model and the grid its readings."""
        wait = self.gateway.wait_for_metric
        wait("greeninfer_endpoint_up", 1, timeout_seconds, endpoint=f"{ENGINE}@local")
        wait(
            "greeninfer_grid_intensity_grams_per_kwh",
            30,
            timeout_seconds,
            zone="FR",
            source="electricity_maps",
        )

    def run(self, seconds: float) -> None:
        """Rounds until the time is over, at least four: of scripted models, and of the engine beside them."""
        end = time.monotonic() + seconds

        def repeated(once: Callable[[], None]) -> None:
            rounds = 0
            while time.monotonic() < end or rounds < 4:
                once()
                rounds += 1
                time.sleep(0.2)

        with ThreadPoolExecutor(2) as threads:
            for running in [
                threads.submit(repeated, once) for once in (self.scripted_round, self.cascade_round)
            ]:
                running.result()

    def scripted_round(self) -> None:
        for client in ("research", "support", "proxy"):
            self.ask(client, MEDIUM, "Hello.")
            self.ask(client, OWN, "Hello.")
            self.ask(client, LARGE, "Hello.", stream=True)
        self.ask("research", MEDIUM, SAYS_NO_USAGE)
        self.ask("research", LARGE, SAYS_JOULES)
        self.ask("support", MEDIUM, FAILS)
        # The gateway closes what it had to break off; a client that keeps connections may notice too late.
        self.ask("support", MEDIUM, BREAKS_OFF, headers={"connection": "close"}, stream=True)
        self.ask("proxy", MEDIUM, "Hello.", headers={"x-greeninfer-department": "research"})
        self.ask("proxy", MEDIUM, "Hello.", headers={"x-greeninfer-department": "nobody"})
        self.ask("support", MEDIUM, "Hello.", headers={"x-greeninfer-department": "research"})
        self.ask("research", LARGE, "Hello.", headers={"x-greeninfer-defer-within": "1"})
        self.ask("research", MEDIUM, "Hello.", headers={"x-greeninfer-session": "s"})
        self.ask("research", MEDIUM, LONG)
        self.tell_of_caches()
        self.leave()
        self.spend()

    def cascade_round(self) -> None:
        # The engine breaks off; where it shows little trust in its own words, the medium model answers.
        self.ask("research", "auto", QUESTION, max_tokens=12)
        # The medium model answers and the large one checks, or answers where that fails.
        self.ask("proxy", "auto-performance", QUESTION, max_tokens=300)
        self.ask("support", "auto-performance", f"{MEDIUM_FAILS} {QUESTION}", max_tokens=300)
        self.ask("support", "auto-performance", VERBOSE)
        self.ask("support", ENGINE, "What is the capital of France?", max_tokens=8, stream=True)

    def tell_of_caches(self) -> None:
        """What the large model's server says: of 100 tokens it has found 40, and it has a block more."""
        told = self._exporter.told
        told["prefix_cache_queries_total"] += 100
        told["prefix_cache_hits_total"] += 40
        block = self._publisher.sequence
        self._publisher.publish(batch([stored([block], [block * 16 + place for place in range(16)])]))

    def spend(self) -> None:
        """The first round spends 95 % of the budget, later ones are held to eco mode or refused."""
        self.ask("spender", MEDIUM, "Hello.", max_tokens=950)
        self.ask("spender", "auto-performance", "Hello.", max_tokens=2)

    def leave(self) -> None:
        with RawConnection(("127.0.0.1", self.gateway.port)) as connection:
            body = self.body(MEDIUM, NEVER_ENDS, stream=True)
            connection.post(body, headers=headers_of("research"))
            connection.read_head()
            connection.read_chunk()

    def body(self, model: str, prompt: str, **fields: object) -> dict[str, Any]:
        return {"model": model, "messages": [{"role": "user", "content": prompt}], "max_tokens": 20, **fields}

    def ask(
        self, client: str, model: str, prompt: str, headers: dict[str, str] | None = None, **fields: object
    ) -> httpx.Response:
        named = {**headers_of(client), **(headers or {})}
        return self._http.post(CHAT, json=self.body(model, prompt, **fields), headers=named)


@contextmanager
def whole_run(folder: Path) -> Iterator[WholeRun]:
    """The gateway with all that it needs, which still may have to get ready."""
    with ExitStack() as ends:
        grid = GridByHand(US_TEX_ERCO=450, FR=30, SE_SE3=420, LAB=430)
        ends.callback(grid.stop)
        exporter = Exporter(watts=100)
        exporter.told = {"num_requests_waiting": 1.0, "kv_cache_usage_perc": 0.5}
        exporter.told |= {"prefix_cache_queries_total": 0.0, "prefix_cache_hits_total": 0.0}
        ends.callback(exporter.stop)
        publisher = Publisher()
        ends.callback(publisher.stop)
        servers = [ScriptedUpstream() for _ in range(4)]
        for number, server in enumerate(servers):
            server.choose_with(scripted_model(is_large=number >= 2))
            ends.callback(server.stop)
        config = run_config(folder, grid, exporter, publisher, servers)
        gateway = Gateway(folder / "gateway", config, {KEY_VARIABLE: "a-key"})
        ends.callback(gateway.kill)
        http = ends.enter_context(httpx.Client(base_url=gateway.url, trust_env=False, timeout=60))
        yield WholeRun(gateway, http, exporter, publisher)
        gateway.stop(15)
