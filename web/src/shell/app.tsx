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

export function App() {
  const place = usePlace();
  return (
    <>
      <a class="skip" href="#main">
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
