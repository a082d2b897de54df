// What the gateway's names of evidence and sources mean, for people.

const METHODS: Record<string, string> = {
  measured: "measured: the model server's own figure for this answer",
  attributed: "attributed: this answer's share of a meter",
  modelled: "modelled: from the hardware and how busy it was",
  proxy: "proxy: tokens times a coefficient",
};

const SOURCES: Record<string, string> = {
  world_average: "world average, because no zone is configured",
  static: "yearly table of the zone or country",
  google_cloud: "Google's yearly table of its regions",
  aws: "table of the zone that the AWS region lies in",
  configured: "the operator's own figure",
  hourly_table: "the operator's own figures by the hour",
  electricity_maps: "Electricity Maps",
  watttime: "WattTime",
  uk_neso: "UK NESO",
  eia: "US EIA",
  ercot: "ERCOT",
  entsoe: "ENTSO-E",
};

// Names that are not known here are shown as the gateway wrote them.
export const methodWords = (method: string | undefined): string | null =>
  method === undefined ? null : (METHODS[method] ?? method);

export const sourceWords = (source: string | undefined): string | null =>
  source === undefined ? null : (SOURCES[source] ?? source);
