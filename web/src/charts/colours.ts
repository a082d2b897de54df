// The page's colours as a canvas takes them. A custom property holds `light-dark(…)`, which only the style engine can
// resolve, so each is put on an element for a moment and read back.
import { useEffect, useState } from "preact/hooks";

const TOKENS = ["ink", "ink-soft", "line", "surface", "brand", "warn", "bad"] as const;
const SERIES = ["series-1", "series-2", "series-3", "series-4", "series-5", "series-6"] as const;

export interface Colours {
  ink: string;
  inkSoft: string;
  line: string;
  surface: string;
  brand: string;
  warn: string;
  bad: string;
  series: string[];
}

function readColours(): Colours {
  const probe = document.createElement("span");
  document.body.append(probe);
  const read = (token: string) => {
    probe.style.color = `var(--${token})`;
    return getComputedStyle(probe).color;
  };
  const [ink = "", inkSoft = "", line = "", surface = "", brand = "", warn = "", bad = ""] = TOKENS.map(read);
  const series = SERIES.map(read);
  probe.remove();
  return { ink, inkSoft, line, surface, brand, warn, bad, series };
}

// Changes when the theme does, by the switch or by the system.
export function useColours(): Colours {
  const [colours, setColours] = useState(readColours);
  useEffect(() => {
    const again = () => setColours(readColours());
    const system = matchMedia("(prefers-color-scheme: dark)");
    const observer = new MutationObserver(again);
    observer.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
    system.addEventListener("change", again);
    return () => {
      observer.disconnect();
      system.removeEventListener("change", again);
    };
  }, []);
  return colours;
}

// A colour with another opacity; canvas colours read back are rgb(…).
export const faded = (colour: string, opacity: number): string =>
  colour.replace(/^rgb\((.+)\)$/, `rgb($1 / ${opacity})`).replace(/,/g, " ");
