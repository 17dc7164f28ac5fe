import type { Chapter } from "./types";

export default {
  section: 1,
  title: { en: "What was settled", fr: "Ce qui était acquis" },
  story: [
    {
      en: "A delegate from a mining town arrives at the conference of May 1917 after days on the train. She knows hardly anyone in the hall, and nobody could have given her instructions: for years no letter arrived. Yet on most questions she votes like the others. Land for the peasants, rights for the minorities, workers who act for themselves: that was settled more than ten years ago.",
      fr: "Une déléguée d’une ville minière arrive à la conférence de mai 1917 après des jours de train. Elle ne connaît presque personne dans la salle, et nul n’aurait pu lui donner de consignes : pendant des années, aucune lettre n’est arrivée. Pourtant, sur la plupart des questions, elle vote comme les autres. La terre aux paysans, des droits pour les minorités, des ouvriers qui agissent par eux-mêmes : c’était acquis depuis plus de dix ans.",
    },
    {
      en: "Other questions are weeks old. On the war the vote is clear: nobody against, seven abstentions. On how far the revolution should go, the hall is divided. It can afford to be, since nobody has to ask whether the others still want the same thing.",
      fr: "D’autres questions ont quelques semaines. Sur la guerre, le vote est net : aucune voix contre, sept abstentions. Sur le point où la révolution doit aller, la salle se partage. Elle peut se le permettre : personne n’a besoin de demander si les autres veulent toujours la même chose.",
    },
    {
      en: "How new the line of that spring was is disputed. It is usually told that the Petrograd Committee threw out Lenin's theses by 13 votes to 2; a historian who read the records again finds no such massive refusal. And the tables hold no resolution of 1903 to 1914: the ten years of agreement are taken from the article.",
      fr: "La nouveauté de la ligne de ce printemps est discutée. On raconte d’ordinaire que le Comité de Petrograd repoussa les thèses de Lénine par 13 voix contre 2 ; un historien qui a relu les procès-verbaux n’y trouve pas de refus aussi massif. Et les tables n’ont aucune résolution de 1903 à 1914 : les dix ans d’accord sont repris de l’article.",
    },
  ],
  asks: {
    en: "What share of the members disagreed with the line, whether they said so or not? (0 is nobody, 100 is everybody.)",
    fr: "Quelle part des membres était en désaccord avec la ligne, qu’ils l’aient dit ou non ? (0 : personne ; 100 : tout le monde.)",
  },
  figure: "m:opposition_private",
  years: [1917, 1920],
  date: "1917-05-07",
  mechanism: {
    id: "M6",
    text: {
      en: "An opinion has two layers. One is shared and settled, and is not put to the vote again. The other moves with what people live at work and hear in debate. The more is settled, the less a new question drives members apart, and the cheaper it is for each of them to change their mind about it.",
      fr: "Une opinion a deux couches. L’une est commune, acquise, et n’est pas remise aux voix. L’autre bouge avec ce qu’on vit au travail et ce qu’on entend dans les débats. Plus la première est épaisse, moins une question nouvelle sépare les membres, et moins il coûte à chacun de changer d’avis sur elle.",
    },
  },
  change: {
    name: "no-programme",
    text: {
      en: "Look at 1917 first: do more members stand apart from the line when everything is open? Then look further on: does a disagreement last longer?",
      fr: "Regardez d’abord 1917 : y a-t-il plus de membres à l’écart de la ligne quand tout est ouvert ? Puis la suite : un désaccord dure-t-il plus longtemps ?",
    },
  },
  claims: ["C7", "C8", "C9"],
  evidence: ["division_congress_7_peace", "stazh_count_pre1917"],
} satisfies Chapter;
