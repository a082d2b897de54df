// The frame around the three pages.
import { Chat } from "../chat/chat";
import { Dashboard } from "../dashboard/dashboard";
import { Setup } from "../setup/setup";
import { ConnectionBanner } from "./connection_banner";
import { Header } from "./header";
import { KeyEntry } from "./key_entry";
import { type Place, usePlace } from "./place";

function Page({ place }: { place: Place }) {
  switch (place) {
    case "dashboard":
      return <Dashboard />;
    case "setup":
      return <Setup />;
    default:
      return <Chat />;
  }
}

// The address names the page, so following the link must not change it.
function skip(event: Event): void {
  event.preventDefault();
  document.getElementById("main")?.focus();
}

export function App() {
  const place = usePlace();
  return (
    <>
      {/* biome-ignore lint/a11y/useValidAnchor: a link, as people who use it know it; it leads to a place on the page */}
      <a class="skip" href="#main" onClick={skip}>
        Skip to content
      </a>
      <Header place={place} />
      <ConnectionBanner />
      <KeyEntry />
      <main id="main" tabIndex={-1} class={`page page-${place}`}>
        <Page place={place} />
      </main>
    </>
  );
}
