import { PLACES, type Place } from "./place";
import { ThemeSwitch } from "./theme";

const NAMES: Record<Place, string> = { chat: "Chat", dashboard: "Dashboard", setup: "Set-up" };

export function Header({ place }: { place: Place }) {
  return (
    <header class="header">
      <span class="brand">
        <img src="/icon.svg" alt="" width="24" height="24" /> GreenInfer
      </span>
      <nav aria-label="Pages">
        {PLACES.map((name) => (
          <a key={name} href={`#/${name}`} aria-current={name === place ? "page" : undefined}>
            {NAMES[name]}
          </a>
        ))}
      </nav>
      <ThemeSwitch />
    </header>
  );
}
