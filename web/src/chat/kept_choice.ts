// A choice that the browser keeps for the next visit, such as the mode.
import { useState } from "preact/hooks";

function read<T extends string>(key: string, values: readonly T[]): T | null {
  try {
    const kept = localStorage.getItem(key);
    return values.find((value) => value === kept) ?? null;
  } catch {
    return null;
  }
}

function keep(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // It holds for this visit.
  }
}

// Null until the user chose.
export function useKeptChoice<T extends string>(
  key: string,
  values: readonly T[],
): [T | null, (value: T) => void] {
  const [value, setValue] = useState(() => read(key, values));
  const choose = (chosen: T) => {
    keep(key, chosen);
    setValue(chosen);
  };
  return [value, choose];
}
