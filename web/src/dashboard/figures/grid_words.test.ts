import assert from "node:assert/strict";
import { test } from "node:test";
import type { GridZone } from "../../server/grid";
import { ageWords, forecastRemedy, levelWords, signalWords } from "./grid_words";

const TABLE = {
  grams_per_kwh: 363,
  signal: "average_lifecycle_consumption",
  source: "static",
  live: false,
  estimated: false,
  year: 2025,
};
const ZONE: GridZone = {
  ...TABLE,
  zone: "US-TEX-ERCO",
  regions: [],
  level: "unknown",
  table: TABLE,
  forecast: [],
};
const LIVE: GridZone = {
  ...ZONE,
  source: "ercot",
  live: true,
  age_seconds: 50,
  level: "dirty",
  implied_mode: "eco",
};

test("a table is never called live", () => {
  assert.equal(ageWords(TABLE, 0), "table of 2025");
  assert.equal(ageWords({ ...TABLE, year: null }, 0), "table, not live");
});

test("a live figure grows older while the page is open", () => {
  assert.equal(ageWords(LIVE, 0), "live, 50 s ago");
  assert.equal(ageWords(LIVE, 70), "live, 2 min ago");
  assert.equal(ageWords({ ...LIVE, estimated: true }, 0), "live, 50 s ago, estimated by the source");
});

test("levels say what they lead to, and a table has none", () => {
  assert.equal(levelWords(LIVE), "dirty: requests run in eco mode");
  assert.match(levelWords(ZONE), /no level/);
  assert.equal(signalWords(TABLE.signal), "average, lifecycle, consumption");
});

test("without a forecast the reader learns who could give one", () => {
  assert.match(forecastRemedy({ ...ZONE, zone: "world" }), /grid\.zone/);
  assert.match(forecastRemedy({ ...ZONE, zone: "GB" }), /uk_neso/);
  assert.match(forecastRemedy(ZONE), /electricity_maps\.api_key_env/);
  assert.match(forecastRemedy(LIVE), /ERCOT gave none/);
});
