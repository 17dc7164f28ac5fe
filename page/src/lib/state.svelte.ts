// What the reader looks at. The address holds all of it, so an address can be handed on.

export interface State {
  lang: "en" | "fr";
  view: "story" | "lab";
  chapter: number; // of the story: 0 is the opening question
  week: number;
  figure: string; // series@region of the archive, or m:measure
  tab: string;
  history: number | null; // one whole history, told as one of many
  unit: number | null; // an organ of that history
  person: number | null;
  twin: boolean;
  bets: Record<string, number[]>; // by figure: a value for each year
  charter: Record<string, string>; // rules as the reader changed them
  changed: string[]; // interventions chosen
}

const START: State = {
  lang: "en", view: "story", chapter: 0, week: -1, figure: "", tab: "figures", history: null, unit: null, person: null,
  twin: false, bets: {}, charter: {}, changed: [],
};

export const at: State = $state({ ...START });
let secret = "";

/** The token of the address, for the server's header; never put anywhere else. */
export const token = () => secret;

const whole = (text: string | null) => (text !== null && /^\d+$/.test(text) ? Number(text) : null);

/** Take the state from an address fragment; what it does not say is as at the start. */
export function read(fragment: string, language: string): void {
  const given = new URLSearchParams(fragment.replace(/^#/, ""));
  secret = given.get("token") ?? secret;
  const lang = given.get("lang") ?? language;
  at.lang = lang.startsWith("fr") ? "fr" : "en";
  at.view = given.get("view") === "lab" ? "lab" : "story";
  at.chapter = whole(given.get("chapter")) ?? 0;
  at.week = whole(given.get("week")) ?? -1;
  at.figure = given.get("figure") ?? "";
  at.tab = given.get("tab") ?? "figures";
  at.history = whole(given.get("history"));
  at.unit = whole(given.get("organ"));
  at.person = whole(given.get("person"));
  at.twin = given.get("twin") === "1";
  at.changed = (given.get("with") ?? "").split(" ").filter(Boolean);
  at.charter = Object.fromEntries([...given].filter(([key]) => key.startsWith("rule.")).map(([key, value]) => [key.slice(5), value]));
  at.bets = Object.fromEntries(
    [...given]
      .filter(([key]) => key.startsWith("bet."))
      .map(([key, value]) => [key.slice(4), value.split(" ").map(Number).filter(Number.isFinite)]),
  );
}

/** The fragment of an address that brings back this state. */
export function fragment(): string {
  const out = new URLSearchParams();
  if (secret) out.set("token", secret);
  out.set("lang", at.lang);
  if (at.view === "lab") out.set("view", "lab");
  if (at.chapter) out.set("chapter", String(at.chapter));
  if (at.week >= 0) out.set("week", String(at.week));
  if (at.figure) out.set("figure", at.figure);
  if (at.tab !== "figures") out.set("tab", at.tab);
  if (at.history !== null) out.set("history", String(at.history));
  if (at.unit !== null) out.set("organ", String(at.unit));
  if (at.person !== null) out.set("person", String(at.person));
  if (at.twin) out.set("twin", "1");
  if (at.changed.length) out.set("with", at.changed.join(" "));
  for (const [name, value] of Object.entries(at.charter)) out.set(`rule.${name}`, value);
  for (const [name, values] of Object.entries(at.bets)) out.set(`bet.${name}`, values.map((v) => +v.toPrecision(4)).join(" "));
  return `#${out}`;
}

let waiting = 0;

/** Write the state into the address, not more often than browsers like. */
export function keep(): void {
  const wanted = fragment();
  clearTimeout(waiting);
  waiting = window.setTimeout(() => {
    if (location.hash !== wanted) history.replaceState(null, "", wanted);
  }, 150);
}
