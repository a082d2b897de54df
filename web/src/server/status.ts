// Short questions about the gateway itself: is it there, and which models may be asked for.
import { askJson } from "./request";

export interface Health {
  status: "ok" | "starting" | "draining";
  backend: string;
  optimizer: string;
  configuration_generation: number;
}

export const fetchHealth = (signal: AbortSignal): Promise<Health> => askJson<Health>("/health", { signal });

export async function fetchModelNames(signal: AbortSignal): Promise<string[]> {
  const list = await askJson<{ data: { id: string }[] }>("/v1/models", { signal });
  return list.data.map(({ id }) => id);
}
