// The chapters in the order of the article. A new one is a file here and a line in this list.
import opening from "./00-opening";
import cohesion from "./01-cohesion";
import flexibility from "./02-flexibility";
import debates from "./03-debates";
import power from "./04-power";
import polarisation from "./05-polarisation";
import civilWar from "./06-civil-war";
import againstBureaucracy from "./07-against-bureaucracy";
import apparatus from "./08-bureaucratisation";
import changeOfNature from "./09-change-of-nature";
import newCrisis from "./10-new-crisis";
import counterRevolution from "./11-counter-revolution";
import type { Chapter } from "./types";

export const chapters: Chapter[] = [
  opening,
  cohesion,
  flexibility,
  debates,
  power,
  polarisation,
  civilWar,
  againstBureaucracy,
  apparatus,
  changeOfNature,
  newCrisis,
  counterRevolution,
];
