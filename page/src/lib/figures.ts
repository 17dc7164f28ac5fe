// Figures: an archival series with its fan, or a measure of the model alone.
import { dateOf, named, unit } from "./words";
import { decoded, type Ensemble, type Family, type Page, type Row, type Whole } from "./document";

export interface Fan {
  weeks: number[];
  levels: Float64Array[]; // one row for each level of the document
}
export interface Figure {
  id: string;
  measure: string;
  scale: number;
  family: Family | null;
  rows: Row[];
}

export const WHOLE = "RSFSR/USSR";
const fans = new WeakMap<object, Map<string, Fan>>();

/** The id of an archival family: its series, with its region unless that is the whole. */
export const idOf = (family: Family) => (family.region === WHOLE ? family.series : `${family.series}@${family.region}`);

/** Every figure of a document: those of the archive first, then the measures that no archive answers. */
export function figures(page: Page): Figure[] {
  const own = page.families.map((family) => ({
    id: idOf(family), measure: family.measure, scale: family.scale ?? 1, family, rows: family.rows,
  }));
  const rest = page.measures.map((m) => ({ id: `m:${m.name}`, measure: m.name, scale: m.unit === "share" ? 100 : 1, family: null, rows: [] }));
  return [...own, ...rest];
}

/** The figure of this id, or the one that answers the question, or the first there is. */
export function find(page: Page, id: string): Figure {
  const all = figures(page);
  const wanted = (name: string) => all.find((figure) => figure.id === name || figure.family?.series === name);
  return wanted(id) ?? wanted(page.answers) ?? wanted("m:appointed_place") ?? wanted("m:appointed_middle") ?? all[0];
}

/** Its title: the series with its place, or the measure. */
export function title(page: Page, figure: Figure): string {
  const family = figure.family;
  if (!family) {
    const found = named(page.measures.find((m) => m.name === figure.measure)?.text ?? figure.measure);
    return found[0].toUpperCase() + found.slice(1);
  }
  return family.region === WHOLE ? named(family.title) : `${named(family.title)} (${family.region})`;
}

/** The unit as it is shown; a share of the model is shown in per cent. */
export function unitOf(page: Page, figure: Figure): string {
  if (!figure.family && figure.scale === 100) return "%";
  return unit(figure.family ? figure.family.unit : (page.measures.find((m) => m.name === figure.measure)?.unit ?? ""));
}

/** The fan of a figure in one ensemble; null if the quantity exists only at the archive's dates. */
export function fanOf(held: Ensemble, figure: Figure): Fan | null {
  const own = figure.family && !figure.family.direct && "families" in held ? figure.family.fan : null;
  const plain = !figure.family || figure.family.direct || (figure.family.fan && figure.family.scale !== null);
  if (figure.family && !figure.family.direct && !figure.family.fan) return null;
  const key = `${figure.id}`;
  const known = fans.get(held) ?? fans.set(held, new Map()).get(held)!;
  if (!known.has(key)) {
    const coded = own ?? (plain ? held.fans[figure.measure] : null);
    if (!coded) return null;
    const factor = own ? 1 : figure.scale;
    known.set(key, { weeks: held.points, levels: decoded(coded).map((row) => row.map((x) => x * factor)) });
  }
  return known.get(key)!;
}

/** The line of one whole history for a figure; null where the quantity is not a measure times a factor. */
export function lineOf(whole: Whole, figure: Figure): { weeks: number[]; values: Float64Array } | null {
  if (figure.family && (figure.scale === null || figure.family.scale === null)) return null;
  const coded = whole.measures[figure.measure];
  if (!coded) return null;
  const factor = figure.scale;
  return { weeks: whole.points, values: decoded(coded)[0].map((x) => x * factor) };
}

/** Position of the last point at or before a week. */
export function pointAt(weeks: number[], week: number): number {
  let low = 0;
  let high = weeks.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (weeks[middle] <= week) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Rows of a table: the fan once a quarter, and every archival value. */
export function tabled(held: Ensemble, figure: Figure): { date: Date; week: number; at: number }[] {
  const fan = fanOf(held, figure);
  if (!fan) return [];
  const rows = fan.weeks.map((week, index) => ({ date: dateOf(held.start, week), week, at: index }));
  return rows.filter((row, index) => index === rows.length - 1 || row.week % 26 === 0);
}
