// The charter as articles, as switches, and as the file that runs.
import type { Charter, Filled, Organ, Page, Rules } from "./document";
import { at } from "./state.svelte";
import { fill, number, percent, w } from "./words";

export const SECTIONS = ["admission", "minorities", "decisions", "officers"] as const;

/** Largest value of a rule that is not a share. */
const LARGEST: Record<string, number> = { candidate_weeks: 208, ban_weeks: 520, congress_weeks: 208, back_to_bench: 4, veto_weeks: 520 };

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

/** How an organ is filled, in words: seat by seat where ways are mixed. */
const filledBy = (organ: Organ) =>
  mixed(organ)
    ? Object.entries(organ.filling!)
        .map(([way, seats]) => `${seats} ${w().filled[way as Filled]}`)
        .join(", ")
    : w().filled[organ.filled_by];

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
      one(`organ.${organ.level}.term`, w().term, organ.term),
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

/** The charter as articles that can be read aloud. */
export function articles(charter: Charter): string[] {
  const say = w().articles;
  const rule = (section: Rules, name: string) => percent(Number(section[name]));
  const { admission: a, minorities: m, decisions: d, officers: o } = charter;
  return [
    ...charter.organs.map((organ) =>
      fill(say.organ, {
        name: organName(organ), level: levelName(charter, organ.level).toLowerCase(), seats: organ.seats, term: organ.term, filled: filledBy(organ),
        appoint: organ.may_appoint ? say.mayAppoint : say.mayNotAppoint,
        recall: organ.recall
          ? fill(say.recallBy, {
              share: percent(organ.recall),
              after: organ.recall_weeks ? fill(say.recallAfter, { weeks: organ.recall_weeks }) : "",
            })
          : "",
      }),
    ),
    fill(a.candidate_weeks ? say.candidate : say.noCandidate, { weeks: Number(a.candidate_weeks), filter: rule(a, "filter") }),
    fill(say.sacrifice, { share: rule(a, "sacrifice") }),
    fill(say.horizontal, { share: rule(m, "horizontal") }),
    fill(say.press, { share: rule(m, "press") }),
    fill(say.factions, { factions: w().factions[m.factions as "free"], weeks: m.ban_weeks ? fill(say.banEnds, { weeks: Number(m.ban_weeks) }) : "" }),
    fill(say.proportional, { share: rule(m, "proportional") }),
    fill(say.transfers, { share: rule(m, "transfers"), expulsion: rule(m, "expulsion") }),
    fill(say.quorum, { share: rule(d, "quorum") }),
    fill(say.revote, { share: rule(d, "revote"), initiative: rule(d, "initiative"), skip: rule(d, "urgency_skip") }),
    fill(say.congress, { weeks: Number(d.congress_weeks), below: Number(d.called_below) ? fill(say.below, { share: rule(d, "called_below") }) : "" }),
    fill(say.collegial, { share: rule(d, "collegial") }),
    fill(say.elect, { share: rule(o, "elect") }),
    fill(say.pay, { share: rule(o, "pay_cap"), locked: o.cap_locked ? say.cannotLift : say.canLift }),
    fill(say.office, { share: rule(o, "office_share"), back: number(Number(o.back_to_bench)) }),
    fill(say.apparatus, { share: rule(o, "apparatus"), schooling: rule(o, "schooling") }),
    fill(say.cult, { share: rule(o, "cult") }),
  ];
}
