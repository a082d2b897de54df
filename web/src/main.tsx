import { render } from "preact";
import { App } from "./shell/app";
import { takeStoredKey } from "./shell/key";
import "./style/page.css";

takeStoredKey();
const root = document.getElementById("app");
if (root) render(<App />, root);
if ("serviceWorker" in navigator) {
  // Browsers refuse it on plain http from elsewhere; the page works without it.
  navigator.serviceWorker.register("/sw.js").catch(() => undefined);
}
