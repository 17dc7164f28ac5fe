// The page document as src/politeia/web/document.py writes it, and how its numbers are read.

export interface Coded {
  low: number;
  step: number;
  rows: number[][];
}
export interface Both {
  en: string;
  fr: string;
}
export interface Row {
  date: string;
  old: boolean; // printed by the old calendar; `week` is not
  week: number;
  read: number;
  value: number | null;
  low95: number | null;
  low: number | null;
  median: number | null;
  high: number | null;
  high95: number | null;
  role: "prediction" | "input" | "bound" | "aside" | "asked";
  inside: boolean | null;
  miss: string;
  primary: boolean;
  source: string;
  url: string;
  quality: string;
  note: string;
  reason: string;
  reading: string;
  variants: { value: number | null; source: string; quality: string; url: string }[];
}
export interface Family {
  series: string;
  title: string;
  region: string;
  unit: string;
  group: string;
  measure: string;
  scale: number | null;
  fan: Coded | null;
  direct: boolean;
  rows: Row[];
}
export interface Measure {
  name: string;
  unit: string;
  text: string;
}
export interface LifeEvent {
  date: string;
  week: number;
  kind: string;
  event: string;
  event_fr: string;
  organ: string;
  organ_fr: string;
  decided_by: string;
  decided_by_fr: string;
  rule: string;
  place: string;
}
export interface Life {
  history: number;
  person: number;
  chosen: string;
  born_outside: { place: string; milieu: string; origin: string; milieu_fr: string; origin_fr: string };
  events: LifeEvent[];
  named: number;
  end: string;
  end_fr: string;
}
export interface Decision extends Both {
  week: number;
  kind: string;
  person: number;
  rule: string;
  by_en: string;
  by_fr: string;
}
export interface Whole {
  number: number;
  outcome: string;
  points: number[];
  measures: Record<string, Coded>;
  lost: [number, number][][];
  members: Coded;
  holders: { weeks: number[]; posts: number[]; states: number[]; persons: number[] };
  heads: [number, number, number][];
  decisions: Decision[];
  lives: Life[];
}
export interface Unit extends Both {
  level: number;
  place: number;
  parent: number;
}
export interface Tree {
  units: Unit[];
  posts: [number, number][];
  root: number;
  place_level: number;
}
export interface Ensemble {
  experiment: {
    name: string;
    title: Both;
    world: { name: string; title: string };
    settings: Record<string, number>;
    scale: number;
    seed: number;
    persons: number;
    command: string;
  };
  start: string;
  weeks: number;
  points: number[];
  levels: number[];
  histories: number[];
  ends: string[];
  outcomes: Record<string, number>;
  fans: Record<string, Coded>;
}
export interface Claim {
  id: string;
  section: number;
  kind: string;
  text_en: string;
  text_fr: string;
  mechanisms: string[];
  archive: {
    status: string;
    note_en: string;
    note_fr: string;
    rows: { says: string; text: string; source: string; quality: string }[];
  };
  model: {
    status: string;
    effect: number | null;
    low: number | null;
    high: number | null;
    share: number | null;
    robustness: number | null;
    histories: number;
    why_en: string;
    why_fr: string;
    asks_en?: string;
    asks_fr?: string;
    interventions?: string[];
    unit?: string;
    least?: number;
    expect?: string;
  };
}
export interface Intervention {
  name: string;
  title: string;
  title_fr: string;
  text: string;
  text_fr: string;
  from: string | null;
  changes: Record<string, string>;
}
export interface Dated extends Both {
  date: string;
  kind: string;
  place: string;
  weight: number;
  source: string;
}
export interface ArchiveEvent {
  id: string;
  date_start: string;
  date_end: string;
  place: string;
  kind: string;
  title: string;
  what_happened: string;
  source: string;
  url: string;
  quality: string;
}
export interface Assumption {
  id: string;
  text: string;
  parameters?: string[];
  weight?: number | null;
  where?: string;
}
export interface Why {
  history: number;
  date: string | null;
  decision: string;
  organ: string;
  rule: string;
  decided_by: string;
  a: string;
  b: string;
  before: number;
  outcome_a: string;
  outcome_b: string;
  french: Record<string, string>;
}
export interface Difference {
  measure: string;
  date: string;
  a: number | null;
  b: number | null;
  difference: number | null;
  low: number | null;
  high: number | null;
}
export interface Twin extends Ensemble {
  changes: { week: number; what: string; a: unknown; b: unknown }[];
  differences: Difference[];
  pairs: { a: string; b: string; count: number }[];
  why?: Why;
  whole?: Whole[];
  tree?: Tree;
}
export type Filled = "elected" | "appointed" | "co-opted" | "by lot" | "ex officio";
export interface Organ {
  name: string;
  name_fr: string;
  level: string;
  seats: number;
  term: number | null; // at the top: none is from one congress to the next
  filled_by: Filled;
  filling?: Partial<Record<Filled, number>>;
  elected_by?: string | null;
  method?: string;
  may_appoint: boolean;
  recall: number;
  recall_weeks?: number;
  terms_max?: number;
}
export type Rules = Record<string, number | boolean | string>;
export interface Charter {
  schema_version: number;
  name: string;
  title: string;
  title_fr: string;
  source: string;
  levels: { name: string; title: string; title_fr: string }[];
  organs: Organ[];
  admission: Rules;
  minorities: Rules;
  decisions: Rules;
  officers: Rules;
}
/** One article in words, and the rules that it says. */
export interface Article {
  id: string;
  number: number;
  group: string;
  title_en: string;
  title_fr: string;
  text_en: string;
  text_fr: string;
  rules: string[];
}
export interface Page extends Ensemble {
  format: number;
  version: string;
  failures: Record<string, number>;
  groups: Record<string, string>;
  families: Family[];
  answers: string;
  unanswered: { series: string; region: string; date: string; value: number | null; unit: string; source: string; quality: string; reason: string }[];
  events: ArchiveEvent[];
  interventions: Intervention[];
  claims: Claim[];
  measures: Measure[];
  whole: Whole[];
  tree?: Tree;
  charter: Charter | null;
  articles?: Article[];
  places?: { name: string; province: string; front: boolean }[];
  losses?: { place: string; lost: string; retaken: string | null; source: string }[];
  calendar?: Dated[];
  assumptions: Assumption[];
  mechanisms?: { id: string[]; name: string; file: string; text: string; measures: string[] }[];
  twin?: Twin;
}

/** Rows of plain numbers from their coded form; NaN where there is none. */
export function decoded(held: Coded): Float64Array[] {
  return held.rows.map((row) => {
    const out = new Float64Array(row.length);
    let whole = 0;
    for (let i = 0; i < row.length; i++) {
      whole += row[i];
      out[i] = whole === 0 ? NaN : held.low + held.step * (whole - 1);
    }
    return out;
  });
}

/** A rising list from its changes. */
export function summed(changes: number[]): number[] {
  let total = 0;
  return changes.map((change) => (total += change));
}

/** The document inside this page, or null if the page is served without one. */
export async function embedded(): Promise<Page | null> {
  const held = document.getElementById("document");
  if (!held?.textContent) return null;
  const bytes = Uint8Array.from(atob(held.textContent.trim()), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return JSON.parse(await new Response(stream).text());
}
