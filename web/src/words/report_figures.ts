// The report's own units (kWh, g, $), printed as everything else on the page.
import { carbon, energy, money } from "./quantities";

type Amount = number | null | undefined;

export const kilowattHours = (kwh: Amount): string => energy(typeof kwh === "number" ? kwh * 1e6 : kwh);
export const joules = (amount: Amount): string => energy(typeof amount === "number" ? amount / 3.6 : amount);

export const PRINT = { energy: kilowattHours, carbon, cost: money } as const;
