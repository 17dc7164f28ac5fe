import { mount, unmount } from "svelte";
import App from "./App.svelte";
import "./app.css";
import { embedded, type Page } from "./lib/document";
import * as server from "./lib/live";
import { remember } from "./lib/save";
import { at, read } from "./lib/state.svelte";
import { fill, w } from "./lib/words";

const root = document.getElementById("page")!;
let shown: ReturnType<typeof mount> | null = null;

function show(page: Page, live: boolean): void {
  if (shown) unmount(shown);
  root.replaceChildren();
  shown = mount(App, { target: root, props: { page, live, ontwin: (name: string) => void beside(page, name) } });
}

function say(sentence: string): void {
  root.replaceChildren(Object.assign(document.createElement("p"), { className: "waiting", textContent: sentence }));
}

/** Open the page of an experiment again, with another one as its twin. */
async function beside(page: Page, twin: string): Promise<void> {
  say(w().loading);
  at.twin = true;
  at.tab = "twin";
  await server.page(page.experiment.name, twin).then(
    (both) => show(both, true),
    (error) => say(fill(w().broken, { reason: String(error?.message ?? error) })),
  );
}

async function start(): Promise<void> {
  const held = document.body.dataset.state ?? "";
  read(location.hash.length > 1 ? location.hash : held, navigator.language);
  const own = await embedded();
  if (own) return show(own, false);
  say(w().loading);
  const live = await server.alive();
  const found = live ? await server.experiments() : [];
  if (!found.length) return say(w().noDocument);
  const asked = new URLSearchParams(location.search);
  show(await server.page(asked.get("experiment") ?? found[0].name, asked.get("twin") ?? ""), live);
}

remember();
window.addEventListener("hashchange", () => read(location.hash, at.lang));
start().catch((error) => say(fill(w().broken, { reason: String(error?.message ?? error) })));
