// A chapter: one section of the article in our own words. One mechanism, one bet, one switch, what the archive says.

export interface Both {
  en: string;
  fr: string;
}
export interface Chapter {
  /** Section of the claims catalog, 0 to 11, in the order of the article. */
  section: number;
  title: Both;
  /** Two to four short paragraphs; plain text. */
  story: Both[];
  /** What the reader is asked to bet on, in a question. */
  asks: Both;
  /** The figure to bet on and to watch: a series of the archive, `series@region`, or `m:measure`. */
  figure: string;
  /** The years within which the chapter plays. */
  years: [number, number];
  /** The day on which the time bar stands when the chapter opens. */
  date: string;
  /** One mechanism: its id in the model, and how it works in words. */
  mechanism: { id: string; text: Both };
  /** One switch: an intervention of the catalog, and what to look at. */
  change: { name: string; text: Both };
  /** Claims of the catalog, by id. */
  claims: string[];
  /** Series of the archive whose values are listed under the chapter. */
  evidence: string[];
}
