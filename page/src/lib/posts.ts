// Who holds which post in one whole history, week by week, ready to be looked up while the time bar moves.
import { stratify } from "d3-hierarchy";
import { decoded, summed, type Page, type Tree, type Unit, type Whole } from "./document";

export const VACANT = 0;
export const ELECTED = 1;
export const BY_CENTRE = 2;
export const BY_OTHER = 3;
export const LISTED = 4;
export const CO_OPTED = 5;
export const BY_LOT = 6;
export const EX_OFFICIO = 7;

/** What each state is called in classes, downloads and the words of a language. */
export const NAMES = ["vacant", "elected", "centre", "other", "listed", "coopted", "lot", "office"] as const;

/** States that those above decide. */
export const FROM_ABOVE: ReadonlySet<number> = new Set([BY_CENTRE, BY_OTHER, LISTED, CO_OPTED]);

/** The states of a legend: the five that every history may have, and the others where a history has them. */
export function legend(whole: Whole): number[] {
  const others = [CO_OPTED, BY_LOT, EX_OFFICIO].filter((state) => whole.holders.states.includes(state));
  return [ELECTED, BY_CENTRE, BY_OTHER, LISTED, ...others, VACANT];
}

export interface Holding {
  week: number;
  state: number;
  person: number;
}

/** All changes of every post, in order. */
export class Posts {
  readonly changes: Holding[][];

  constructor(tree: Tree, whole: Whole) {
    this.changes = tree.posts.map(() => []);
    const { posts, states, persons } = whole.holders;
    summed(whole.holders.weeks).forEach((week, i) => this.changes[posts[i]].push({ week, state: states[i], person: persons[i] }));
  }

  /** Who holds a post in a week. */
  held(post: number, week: number): Holding {
    const own = this.changes[post];
    let low = 0;
    let high = own.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (own[middle].week <= week) low = middle + 1;
      else high = middle;
    }
    return low ? own[low - 1] : { week: 0, state: VACANT, person: -1 };
  }

  /** Posts that a person holds in a week. */
  of(person: number, week: number): number[] {
    return this.changes.flatMap((_, post) => (this.held(post, week).person === person ? [post] : []));
  }
}

const known = new WeakMap<Whole, Posts>();

export function posts(tree: Tree, whole: Whole): Posts {
  const found = known.get(whole) ?? new Posts(tree, whole);
  known.set(whole, found);
  return found;
}

export const isLost = (whole: Whole, place: number, week: number) =>
  (whole.lost[place] ?? []).some(([from, to]) => from <= week && week <= to);

export interface Mark {
  post: number;
  x: number;
  y: number;
  size: number;
}
export interface RowOfPlace {
  unit: number;
  place: number;
  x: number;
  y: number;
  name: string;
  marks: Mark[];
}
export interface Layout {
  width: number;
  height: number;
  top: Mark[];
  rows: RowOfPlace[];
  columns: number;
}

const ROW = 17;
const NAME = 119;

/** The top as a fixed block, the places as rows in columns, their districts behind them. */
export function laidOut(page: Page, tree: Tree): Layout {
  const root = stratify<Unit & { id: number }>()
    .id((unit) => String(unit.id))
    .parentId((unit) => (unit.parent < 0 ? null : String(unit.parent)))(tree.units.map((unit, id) => ({ ...unit, id })));
  root.sort((a, b) => (a.data.place < 0 || b.data.place < 0 ? 0 : place(page, a.data.place).localeCompare(place(page, b.data.place))));
  const own = new Map<number, number[]>();
  tree.posts.forEach(([unit], post) => own.set(unit, [...(own.get(unit) ?? []), post]));
  const places = root.descendants().filter((node) => node.data.level === tree.place_level);
  const columns = places.length > 26 ? 3 : places.length > 8 ? 2 : 1;
  const column = 660 / columns;
  const deep = Math.ceil(places.length / columns);
  const top = (own.get(tree.root) ?? []).map((post, i) => ({ post, x: 150 + (i % 25) * 19, y: 22 + Math.floor(i / 25) * 15, size: 6 }));
  const foot = 40 + Math.floor(Math.max(0, top.length - 1) / 25) * 15;
  const rows = places.map((node, i) => {
    const [x, y] = [Math.floor(i / deep) * column, foot + 14 + (i % deep) * ROW];
    const seats = own.get(node.data.id) ?? [];
    const lower = node.descendants().slice(1).flatMap((below) => own.get(below.data.id) ?? []);
    const marks = seats.slice(0, 9).map((post, k) => ({ post, x: x + NAME + 4 + (k ? 5 + k * 8.5 : 0), y, size: k ? 3.4 : 5.4 }));
    const behind = x + NAME + 14 + Math.min(seats.length, 9) * 8.5;
    lower.slice(0, 12).forEach((post, k) => marks.push({ post, x: behind + Math.floor(k / 2) * 7, y: y - 3.4 + (k % 2) * 6.8, size: 2.5 }));
    return { unit: node.data.id, place: node.data.place, x, y, name: page.places?.[node.data.place]?.name ?? "", marks };
  });
  return { width: 660, height: foot + 14 + deep * ROW, top, rows, columns };
}

const place = (page: Page, number: number) => `${page.places?.[number]?.province} ${String(number).padStart(3, "0")}`;

/**
 * The outline of a mark: a circle if elected, a square if from above, a lozenge if from the secretariat's list; a triangle
 * if by lot, one on its point if co-opted, a cross if the seat goes with another office.
 */
export function outline(state: number, size: number): string {
  const s = size.toFixed(1);
  if (state === ELECTED) return `M-${s} 0a${s} ${s} 0 1 0 ${2 * size} 0a${s} ${s} 0 1 0 -${2 * size} 0Z`;
  if (state === LISTED) return `M0 -${size * 1.15}L${size * 1.15} 0L0 ${size * 1.15}L-${size * 1.15} 0Z`;
  if (state === BY_LOT || state === CO_OPTED) {
    const up = state === BY_LOT ? 1 : -1;
    return `M0 ${-up * size * 1.1}L${size * 1.1} ${up * size * 0.85}L${-size * 1.1} ${up * size * 0.85}Z`;
  }
  if (state === EX_OFFICIO) {
    const [arm, wide] = [size * 1.1, size * 0.4];
    return `M${-wide} ${-arm}H${wide}V${-wide}H${arm}V${wide}H${wide}V${arm}H${-wide}V${wide}H${-arm}V${-wide}H${-wide}Z`;
  }
  const half = (size * 0.9).toFixed(1);
  if (state === VACANT) return `M-${s} 0h${2 * size}`;
  return `M-${half} -${half}h${2 * +half}v${2 * +half}h-${2 * +half}Z`;
}

/** Members of a place in a history, every fourth week. */
export const members = (whole: Whole) => decoded(whole.members);
