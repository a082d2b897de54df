// Which of the pages is open: the part of the address after #, so that links, reload and the back button work.
import { useEffect, useState } from "preact/hooks";

export const PLACES = ["chat", "dashboard", "setup"] as const;
export type Place = (typeof PLACES)[number];

export function placeOf(hash: string): Place {
  const name = hash.replace(/^#\/?/, "").split(/[/?]/)[0];
  return PLACES.find((place) => place === name) ?? "chat";
}

export function usePlace(): Place {
  const [place, setPlace] = useState(() => placeOf(location.hash));
  useEffect(() => {
    const follow = () => setPlace(placeOf(location.hash));
    addEventListener("hashchange", follow);
    return () => removeEventListener("hashchange", follow);
  }, []);
  return place;
}
