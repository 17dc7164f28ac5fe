// What the page says, in the reader's language, and how it writes numbers and dates.
import en from "../words/en";
import fr from "../words/fr";
import names from "../words/names_fr";
import { at } from "./state.svelte";

export type Words = typeof en;

/** French as it is set: no line ends before a colon, a semicolon, a question or a per cent sign, or inside quotation marks. */
export const spaced = (text: string) => text.replace(/ (?=[:;?!%»])|(?<=«) /g, "\u00a0");

const all = <T>(held: T): T =>
  (typeof held === "string" ? spaced(held) : Object.fromEntries(Object.entries(held as object).map(([key, one]) => [key, all(one)]))) as T;

const WORDS = { en, fr: all(fr as Words) };

/** All strings of the language in use. */
export const w = (): Words => WORDS[at.lang];

/** A sentence with its gaps filled. */
export function fill(text: string, values: Record<string, string | number>): string {
  return text.replace(/\{(\w+)\}/g, (whole, key) => String(values[key] ?? whole));
}

/** Of a text in both languages, the one in use; English where there is no French. */
export const said = (both: { en: string; fr: string }) => (at.lang === "fr" && both.fr && both.fr !== "—" ? spaced(both.fr) : both.en);

/** The text of the language in use, of a record that has `name` (or name_en) and `name_fr`. */
export function text(record: object, name: string): string {
  const held = record as Record<string, string>;
  const french = held[`${name}_fr`];
  if (at.lang === "fr" && french && french !== "—") return spaced(french);
  return held[`${name}_en`] ?? held[name] ?? "";
}

const MILIEUS: Record<string, [string, string]> = {
  industry: ["industry", "industrie"], army: ["army", "armée"], village: ["village", "village"],
  office: ["office", "bureaux"], school: ["school", "études"],
};

/** A measure or series by its English title. */
export function named(title: string): string {
  if (at.lang === "en") return title;
  const cohort = title.match(/^(members|delegates) of joining cohort (\d)$/);
  if (cohort) return `${cohort[1] === "members" ? "membres" : "délégués"} de la génération d’adhésion ${cohort[2]}`;
  const milieu = title.match(/^members (?:in|who came from) milieu (\w+)$/);
  if (milieu) return `membres, ${title.includes("came") ? "origine" : "milieu"} : ${MILIEUS[milieu[1]]?.[1] ?? milieu[1]}`;
  return spaced(names[title] ?? title);
}

/** Units that say nothing to a reader: the number is enough. */
const BARE = new Set(["share", "count", "ratio", "0/1", "course", "outlook", "number", "index"]);

const spelled = (name: string) => name.replace("persons/week", "persons a week");

export const unit = (name: string) => (BARE.has(name) ? "" : at.lang === "fr" ? spaced(names[name] ?? name) : spelled(name));

/** A number as it is written with its unit as it is shown: 37.3%, 611,978 persons, 4.76. */
export const amount = (written: string, shown: string) =>
  shown.startsWith("%") && at.lang === "en" ? `${written}${shown}` : shown ? `${written}\u00a0${shown}` : written;

const locale = () => (at.lang === "fr" ? "fr-FR" : "en-GB");

const writers = new Map<string, { format(value: number | Date): string }>();

/** A writer of numbers or dates: they are slow to make and are needed in every frame. */
function kept(name: string, make: () => Intl.NumberFormat | Intl.DateTimeFormat): { format(value: number | Date): string } {
  const key = `${at.lang} ${name}`;
  const found = writers.get(key) ?? (make() as { format(value: number | Date): string });
  writers.set(key, found);
  return found;
}

/** A number as people write it, with so many significant digits; large ones in full. */
export function number(value: number | null | undefined, digits = 3): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return "–";
  const large = Math.abs(value) >= 10 ** digits;
  return kept(`n${large ? 0 : digits}`, () => new Intl.NumberFormat(locale(), large ? { maximumFractionDigits: 0 } : { maximumSignificantDigits: digits })).format(value);
}

/** The archive's own number, with the digits it has. */
export const archival = (value: number | null) => number(value, value !== null && Math.abs(value) >= 1000 ? 7 : 4);

export const signed = (value: number) => (value > 0 ? "+" : "") + number(value);

export const percent = (share: number) => number(100 * share, 3);

const utc = (text: string) => new Date(`${text}T00:00:00Z`);

/** The first day of a week of a history. */
export const dateOf = (start: string, week: number) => new Date(utc(start).getTime() + Math.round(week) * 7 * 86400000);

/** A date in words; years have no thousands separator. */
export function day(date: Date | string, how: "day" | "month" | "year" = "day"): string {
  const given = typeof date === "string" ? utc(date) : date;
  const options: Intl.DateTimeFormatOptions = { timeZone: "UTC", year: "numeric" };
  if (how !== "year") options.month = how === "day" ? "short" : "long";
  if (how === "day") options.day = "numeric";
  return kept(how, () => new Intl.DateTimeFormat(locale(), options)).format(given);
}

/** The archive's date; one of the old calendar says so. */
export const dated = (row: { date: string; old?: boolean }) => (row.old ? `${day(row.date)}\u00a0${w().oldStyle}` : day(row.date));

export const iso = (date: Date) => date.toISOString().slice(0, 10);

/** All outcomes in one sentence, the most frequent first. */
export function verdict(outcomes: Record<string, number>): string {
  const total = Object.values(outcomes).reduce((a, b) => a + b, 0);
  const clauses = Object.entries(outcomes).map(([name, count], place) =>
    fill(place ? w().verdictNext : w().verdictFirst, { count, total, what: w().ending[name as keyof Words["ending"]] ?? name }),
  );
  return `${clauses.join(w().semicolon)}.`;
}

/** The question the page opens on. */
export function question(title: { en: string; fr: string }): string {
  const own = at.lang === "fr" && title.fr !== "—" ? title.fr : title.en;
  const name = at.lang === "en" && /^(The|A|An)\b/.test(own) ? own[0].toLowerCase() + own.slice(1) : own;
  return fill(w().question, { name });
}

export const outcome = (name: string) => w().outcome[name as keyof Words["outcome"]] ?? name;
