import assert from "node:assert/strict";
import { test } from "node:test";
import { Scrape } from "../../server/metrics";
import {
  byModel,
  eventWords,
  filledWords,
  fleetEndpoints,
  foundWords,
  gapsOf,
  hasChoice,
} from "./fleet_endpoints";

const INFO = 'greeninfer_endpoint_info{endpoint="org/m@a:1",model="org/m",cluster="lab",region="none"} 1\n';
const BARE = 'greeninfer_endpoint_up{endpoint="org/m@a:1"} 1\n';
const FULL =
  BARE +
  INFO +
  [
    'endpoint_in_flight{endpoint="org/m@a:1"} 3',
    'endpoint_occupancy{endpoint="org/m@a:1"} 7',
    'endpoint_waiting{endpoint="org/m@a:1"} 2',
    'endpoint_kv_usage_ratio{endpoint="org/m@a:1"} 0.305',
    'endpoint_report_age_seconds{endpoint="org/m@a:1",engine="vllm"} 1.5',
    'endpoint_prefix_queried_tokens_total{endpoint="org/m@a:1"} 4000',
    'endpoint_prefix_hit_tokens_total{endpoint="org/m@a:1"} 1000',
    'kv_event_silent{endpoint="org/m@a:1"} 0',
    'kv_event_blocks{endpoint="org/m@a:1"} 12',
  ]
    .map((line) => `greeninfer_${line}\n`)
    .join("");

function first(text: string) {
  const [endpoint] = fleetEndpoints(new Scrape(0, text));
  assert.ok(endpoint);
  return endpoint;
}

test("every figure of an endpoint is its own", () => {
  const other = 'greeninfer_endpoint_up{endpoint="n@b"} 0\ngreeninfer_endpoint_waiting{endpoint="n@b"} 50\n';
  const endpoint = first(FULL + other);
  assert.deepEqual(
    [endpoint.model, endpoint.place, endpoint.cluster, endpoint.region],
    ["org/m", "a:1", "lab", null],
  );
  assert.deepEqual([endpoint.isUp, endpoint.inFlight, endpoint.running, endpoint.waiting], [true, 3, 7, 2]);
  assert.equal(filledWords(endpoint), "31 %");
  assert.equal(foundWords(endpoint), "1,000 (25 %)");
  assert.equal(eventWords(endpoint), "heard, 12 blocks");
  assert.deepEqual(gapsOf(endpoint), []);
  assert.equal(fleetEndpoints(new Scrape(0, FULL + other))[1]?.isUp, false);
});

test("what a server does not say is a dash with a reason, and never 0", () => {
  const endpoint = first(BARE);
  assert.deepEqual(
    [endpoint.inFlight, endpoint.running, endpoint.waiting, endpoint.filled],
    [null, null, null, null],
  );
  assert.deepEqual([filledWords(endpoint), foundWords(endpoint), eventWords(endpoint)], ["–", "–", "–"]);
  assert.match(gapsOf(endpoint).join(" "), /metrics_url.*kv_events/);
  const partly = first(
    `${BARE}greeninfer_endpoint_report_age_seconds{endpoint="org/m@a:1",engine="vllm"} 1\n`,
  );
  assert.match(gapsOf(partly)[0] ?? "", /leaves the others out/);
});

test("0 is a figure", () => {
  const hits = first(`${BARE}greeninfer_endpoint_prefix_hit_tokens_total{endpoint="org/m@a:1"} 0\n`);
  assert.equal(foundWords(hits), "0");
  assert.equal(
    filledWords(first(`${BARE}greeninfer_endpoint_kv_usage_ratio{endpoint="org/m@a:1"} 0\n`)),
    "0 %",
  );
});

test("a server that promised events and sends none is called silent", () => {
  const endpoint = first(`${BARE}greeninfer_kv_event_silent{endpoint="org/m@a:1"} 1\n`);
  assert.equal(eventWords(endpoint), "silent");
  assert.ok(!gapsOf(endpoint).join(" ").includes("kv_events"), "it is configured");
});

test("there is a choice where a model has two endpoints, whatever others have", () => {
  const up = (name: string) => `greeninfer_endpoint_up{endpoint="${name}"} 1\n`;
  const fleets = (text: string) => byModel(fleetEndpoints(new Scrape(0, text)));
  assert.equal(hasChoice(fleets("")), false);
  assert.equal(hasChoice(fleets(up("m@a") + up("n@a"))), false);
  assert.equal(hasChoice(fleets(up("m@a") + up("n@a") + up("n@b"))), true);
});
