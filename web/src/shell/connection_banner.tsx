// Says once, for the whole page, that the gateway cannot be reached, and looks by itself whether it is back.
import { useEffect, useState } from "preact/hooks";
import { Poller } from "../live/poller";
import { fetchHealth } from "../server/status";
import { clockWithSeconds } from "../words/moments";
import { useConnection } from "./use_connection";

const FIRST_LOOK_MS = 1000;
const BACK_SHOWN_MS = 4000;

// The answer itself says that the gateway is back: server/request notes it.
function useLooking(isLost: boolean): void {
  useEffect(() => {
    if (!isLost) return;
    const poller = new Poller(fetchHealth, FIRST_LOOK_MS, () => undefined);
    const onSeen = () => poller.wake();
    document.addEventListener("visibilitychange", onSeen);
    addEventListener("online", onSeen);
    poller.wake();
    return () => {
      poller.stop();
      document.removeEventListener("visibilitychange", onSeen);
      removeEventListener("online", onSeen);
    };
  }, [isLost]);
}

export function ConnectionBanner() {
  const { lostAt } = useConnection();
  const isLost = lostAt !== null;
  const [wasLost, setWasLost] = useState(false);
  useLooking(isLost);
  useEffect(() => {
    if (isLost) setWasLost(true);
    else if (wasLost) {
      const timer = setTimeout(() => setWasLost(false), BACK_SHOWN_MS);
      return () => clearTimeout(timer);
    }
    return undefined;
  }, [isLost, wasLost]);
  return (
    <div aria-live="assertive">
      {lostAt !== null && (
        <p class="banner outage" data-testid="banner-outage">
          <strong>The gateway cannot be reached</strong> since {clockWithSeconds(lostAt)}. What you see is not
          live. It is asked again by itself; is <code>greeninfer serve</code> running?
        </p>
      )}
      {!isLost && wasLost && (
        <p class="banner back" data-testid="banner-back">
          The gateway is back.
        </p>
      )}
    </div>
  );
}
