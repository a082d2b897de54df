// Is the gateway there, and how is it.
import { askJson } from "./request";

export interface Health {
  status: "ok" | "starting" | "draining";
  backend: string;
  optimizer: string;
  configuration_generation: number;
}

export const fetchHealth = (signal: AbortSignal): Promise<Health> => askJson<Health>("/health", { signal });
