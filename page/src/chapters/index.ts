// The chapters in the order of the article. A new one is a file here and a line in this list.
import civilWar from "./06-civil-war";
import apparatus from "./08-bureaucratisation";
import type { Chapter } from "./types";

export const chapters: Chapter[] = [civilWar, apparatus].sort((a, b) => a.section - b.section);
