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

function show(page: Page, live: boolean, rest?: Promise<Page>): void {
  if (shown) void unmount(shown);
  root.replaceChildren();
  shown = mount(App, { target: root, props: { first: page, rest, live, ontwin: (name: string) => void beside(page.experiment.name, name) } });
}

/** Show what comes at once; the whole histories, which are run again for it, follow by themselves. */
async function open(name: string, twin = ""): Promise<void> {
  const first = await server.page(name, twin, false);
  show(first, true, server.page(name, twin));
}

function say(sentence: string): void {
  root.replaceChildren(Object.assign(document.createElement("p"), { className: "waiting", textContent: sentence }));
}

/** Open the page of an experiment again, with another one as its twin. */
async function beside(name: string, twin: string): Promise<void> {
  say(w().loading);
  at.twin = true;
  at.tab = "twin";
  history.replaceState(null, "", `?${new URLSearchParams({ experiment: name, twin })}${location.hash}`);
  await open(name, twin).catch((error) => say(fill(w().broken, { reason: String(error?.message ?? error) })));
}

async function start(): Promise<void> {
  const held = document.body.dataset.state ?? "";
  read(location.hash.length > 1 ? location.hash : held, navigator.language);
  const own = await embedded();
  if (own) return show(own, false);
  say(w().loading);
  if (!location.protocol.startsWith("http")) return say(w().noDocument);
  const asked = new URLSearchParams(location.search);
  const name = asked.get("experiment") ?? (await server.experiments())[0]?.name;
  if (!name) return say(w().noDocument);
  await open(name, asked.get("twin") ?? "");
}

remember();
window.addEventListener("hashchange", () => read(location.hash, at.lang));
start().catch((error) => say(fill(w().broken, { reason: String(error?.message ?? error) })));
