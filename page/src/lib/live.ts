// The server, where there is one. Opened from a file, the page never calls it.
import type { Page } from "./document";
import { token } from "./state.svelte";

const headers = (): Record<string, string> => (token() ? { "X-Token": token() } : {});

async function asked<T>(path: string, how: RequestInit = {}): Promise<T> {
  const answer = await fetch(`api/${path}`, { ...how, headers: { ...headers(), ...(how.headers as object) } });
  if (!answer.ok) throw new Error((await answer.json().catch(() => null))?.error?.toString() ?? `${answer.status}`);
  return answer.json();
}

export interface Experiment {
  name: string;
  title?: string;
}
export const experiments = () => asked<Experiment[]>("experiments");

/** The document of an experiment; without whole histories it comes at once, with them some seconds later. */
export const page = (name: string, twin = "", whole = true) => {
  const wanted = new URLSearchParams({ ...(twin ? { twin } : {}), ...(whole ? {} : { whole: "0" }) });
  return asked<Page>(`experiments/${encodeURIComponent(name)}/document?${wanted}`);
};

export const exported = (name: string) => `api/experiments/${encodeURIComponent(name)}/export.html`;

export const life = (name: string, history: number, person: number) =>
  asked<import("./document").Life>(`experiments/${encodeURIComponent(name)}/histories/${history}/life?person=${person}`);

export const start = (wanted: object) =>
  asked<{ id: string }>("runs", { method: "POST", body: JSON.stringify(wanted), headers: { "Content-Type": "application/json" } });

export const cancel = (id: string) => asked<unknown>(`runs/${encodeURIComponent(id)}`, { method: "DELETE" });

/** Follow a run: what the server says, as it says it. */
export async function follow(id: string, said: (kind: string, data: any) => void): Promise<void> {
  const answer = await fetch(`api/runs/${encodeURIComponent(id)}/events`, { headers: headers() });
  if (!answer.ok || !answer.body) throw new Error(String(answer.status));
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let held = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    held += value.replaceAll("\r\n", "\n");
    for (let end = held.indexOf("\n\n"); end >= 0; end = held.indexOf("\n\n")) {
      const lines = held.slice(0, end).split("\n");
      held = held.slice(end + 2);
      const kind = lines.find((line) => line.startsWith("event:"))?.slice(6).trim() ?? "message";
      const data = lines.filter((line) => line.startsWith("data:")).map((line) => line.slice(5).trim()).join("\n");
      if (data) said(kind, JSON.parse(data));
    }
  }
}
