// The charter as switches, and as the file that runs.
import type { Article, Charter, Filled, Organ, Page } from "./document";
import { at } from "./state.svelte";
import { w } from "./words";

export const SECTIONS = ["admission", "minorities", "decisions", "officers"] as const;

/** Largest value of a rule that is not a share. */
const LARGEST: Record<string, number> = { candidate_weeks: 208, ban_weeks: 520, congress_weeks: 208, back_to_bench: 4, veto_weeks: 520, referendum_proxies: 10 };

export interface Switch {
  key: string; // as in the address: "press", or "organ.place.term"
  label: string;
  value: number | boolean | string;
  given: number | boolean | string; // by the charter as it was
  kind: "share" | "number" | "boolean" | "choice";
  high: number;
  choices: string[];
}

const parsed = (text: string, like: unknown) => (typeof like === "boolean" ? text === "1" : typeof like === "number" ? Number(text) : text);

function one(key: string, label: string, given: number | boolean | string, choices: string[] = []): Switch {
  const name = key.split(".").at(-1)!;
  const high = LARGEST[name] ?? (name === "term" ? 520 : name === "seats" ? 301 : 1);
  const kind = typeof given === "boolean" ? "boolean" : choices.length ? "choice" : high === 1 ? "share" : "number";
  const value = key in at.charter ? parsed(at.charter[key], given) : given;
  return { key, label, value, given, kind, high, choices };
}

export const levelName = (charter: Charter, name: string) => {
  const level = charter.levels.find((held) => held.name === name);
  return level ? (at.lang === "fr" && level.title_fr !== "—" ? level.title_fr : level.title) : name;
};

const organName = (organ: Organ) => (at.lang === "fr" && organ.name_fr !== "—" ? organ.name_fr : organ.name);

const mixed = (organ: Organ) => Object.keys(organ.filling ?? {}).length > 0;
const isTop = (charter: Charter, organ: Organ) => organ.level === charter.levels.at(-1)!.name;

/** Ways to fill an organ: nobody stands above the highest. */
const ways = (charter: Charter, organ: Organ): Filled[] =>
  isTop(charter, organ) ? ["elected", "co-opted", "by lot", "ex officio"] : ["elected", "appointed", "co-opted", "by lot", "ex officio"];

/** What a rule may be, where it is neither a number nor yes or no. */
function choices(charter: Charter, key: string): string[] {
  if (key === "factions") return ["free", "may_be_banned", "banned"];
  if (key === "veto_by") return ["nobody", "members", ...charter.organs.filter((organ) => !isTop(charter, organ)).map((organ) => organ.level)];
  return [];
}

/** The switches of a charter, section by section. */
export function switches(charter: Charter): { title: string; items: Switch[] }[] {
  const organs = charter.organs.map((organ) => ({
    title: organName(organ),
    items: [
      ...(mixed(organ) ? [] : [one(`organ.${organ.level}.filled_by`, w().how, organ.filled_by, ways(charter, organ))]),
      one(`organ.${organ.level}.may_appoint`, w().mayAppoint, organ.may_appoint),
      ...(organ.term === null ? [] : [one(`organ.${organ.level}.term`, w().term, organ.term)]), // none: no number to move
    ],
  }));
  const sections = SECTIONS.map((section) => ({
    title: w().ruleGroup[section],
    items: Object.entries(charter[section])
      .filter(([, given]) => !Array.isArray(given)) // types of members are a table, not a switch
      .map(([key, given]) => one(key, w().rules[key as "press"] ?? key, given, choices(charter, key))),
  }));
  return [...sections, ...organs];
}

/** The charter with the reader's changes. */
export function changed(charter: Charter): Charter {
  const copy = JSON.parse(JSON.stringify(charter)) as Charter;
  for (const [key, text] of Object.entries(at.charter)) {
    const [kind, level, field] = key.split(".");
    if (kind === "organ") {
      const organ = copy.organs.find((held) => held.level === level) as unknown as Record<string, unknown>;
      if (organ && field in organ) organ[field] = parsed(text, organ[field]);
    } else {
      const section = SECTIONS.find((name) => key in copy[name]);
      if (section) copy[section][key] = parsed(text, copy[section][key]);
    }
  }
  return copy;
}

const quoted = (text: string) => JSON.stringify(text);
function valued(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(valued).join(", ")}]`;
  if (value !== null && typeof value === "object") return `{ ${given(value).map(([key, held]) => `${quoted(key)} = ${valued(held)}`).join(", ")} }`;
  return typeof value === "string" ? quoted(value) : String(value);
}
const given = (held: object) => Object.entries(held).filter(([, value]) => value !== null); // TOML knows no null

/** A charter as the TOML file that politeia reads. */
export function toml(charter: Charter): string {
  const lines = ["schema_version = 1", ...(["name", "title", "title_fr", "source"] as const).map((key) => `${key} = ${quoted(charter[key])}`)];
  for (const level of charter.levels) lines.push("", "[[levels]]", ...Object.entries(level).map(([key, value]) => `${key} = ${valued(value)}`));
  for (const organ of charter.organs) lines.push("", "[[organs]]", ...given(organ).map(([key, value]) => `${key} = ${valued(value)}`));
  for (const section of SECTIONS) lines.push("", `[${section}]`, ...Object.entries(charter[section]).map(([key, value]) => `${key} = ${valued(value)}`));
  return `${lines.join("\n")}\n`;
}

const FACTIONS: Record<string, number> = { banned: 0, may_be_banned: 1, free: 2 };

/** The reader's changes as settings of a run; organs cannot be set so, they need the file. */
export function settings(): { settings: Record<string, number>; file: boolean } {
  const found: Record<string, number> = {};
  let file = false;
  for (const [key, text] of Object.entries(at.charter)) {
    if (key.startsWith("organ.") || key === "veto_by") file = true;
    else found[`rule_${key}`] = FACTIONS[text] ?? Number(text);
  }
  return { settings: found, file };
}

/** The command that runs the reader's changes. */
export function command(page: Page): string {
  const { settings: set, file } = settings();
  const parts = ["politeia run", `--histories ${page.histories.length}`, `--scale ${page.experiment.scale}`, `--seed ${page.experiment.seed}`];
  if (file) parts.push("--charter charter.toml");
  else for (const [name, value] of Object.entries(set)) parts.push(`--set ${name}=${value}`);
  if (at.changed.length) parts.push(`--with ${at.changed.join("+")}`);
  return parts.join(" ");
}

/** The full name of the rule that a switch sets, as an article names it: "minorities.press", "organs.place.term". */
function ruleOf(charter: Charter, key: string): string {
  if (key.startsWith("organ.")) return key.replace("organ.", "organs.");
  return `${SECTIONS.find((section) => key in charter[section])}.${key}`;
}

/** The reader's changes of the rules that an article says. */
export function touched(charter: Charter, article: Article): Switch[] {
  const items = switches(charter).flatMap((group) => group.items);
  return items.filter((item) => item.key in at.charter && article.rules.includes(ruleOf(charter, item.key)));
}
