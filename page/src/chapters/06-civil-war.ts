import type { Chapter } from "./types";

export default {
  section: 6,
  title: { en: "The war changes the party", fr: "La guerre change le parti" },
  story: [
    {
      en: "In the spring of 1918 nearly every secretary had been chosen by the people he or she answered to. Then the towns began to fall. Where the other side came in, it shot the members it could find; where the Red Army came back, there was often nobody left to elect or to be elected.",
      fr: "Au printemps 1918, presque tous les secrétaires avaient été choisis par ceux à qui ils rendaient des comptes. Puis les villes commencèrent à tomber. Là où l’autre camp entrait, il fusillait les membres qu’il trouvait ; là où l’Armée rouge revenait, il ne restait souvent personne pour élire ni pour être élu.",
    },
    {
      en: "So people were sent. A committee made of people who were sent works at once, and it owes its place to whoever sent it. Each such case was reasonable. Together they made a habit, and the habit outlived its reason.",
      fr: "On envoya donc des gens. Un comité fait d’envoyés fonctionne tout de suite, et il doit sa place à qui l’a envoyé. Chaque cas était raisonnable. Ensemble, ils firent une habitude, et l’habitude survécut à sa raison.",
    },
    {
      en: "The same war pulled the steadiest workers out of the shops into supply, transport and command. Those who could have elected were fewer, those who named were busier, and the class itself was leaving the hungry towns.",
      fr: "La même guerre tira les ouvriers les plus sûrs hors des ateliers, vers le ravitaillement, les transports, le commandement. Ceux qui auraient pu élire étaient moins nombreux, ceux qui nommaient plus occupés, et la classe elle-même quittait les villes affamées.",
    },
  ],
  asks: {
    en: "Of a hundred members, how many sat in an office of the state, the economy or the party?",
    fr: "Sur cent membres, combien siégeaient dans un bureau de l’État, de l’économie ou du parti ?",
  },
  figure: "members_share_in_apparatus",
  years: [1917, 1922],
  date: "1919-10-13",
  mechanism: {
    id: "M32",
    text: {
      en: "Army, supply and transport are built from nothing and need people who can be trusted. The more urgent the war, the more offices have to be filled; the most capable members are taken first. Each one taken is missing in the shop, and in an office one forgets how to act unasked.",
      fr: "L’armée, le ravitaillement, les transports se construisent à partir de rien et demandent des gens sûrs. Plus la guerre presse, plus il y a de bureaux à remplir ; les plus capables sont pris d’abord. Chacun manque alors à l’atelier, et dans un bureau on désapprend d’agir sans ordre.",
    },
  },
  change: {
    name: "no-drain",
    text: {
      en: "Leave the members at their benches, with the same war and the same luck. Does the party still elect? Does the war still get its bread?",
      fr: "Laissez les membres à leur établi, avec la même guerre et la même chance. Le parti élit-il encore ? La guerre a-t-elle encore son pain ?",
    },
  },
  claims: ["C32", "C33", "C34", "C35"],
  evidence: ["members_share_in_apparatus", "members_in_apparatus_other", "communists_in_red_army", "industrial_workers"],
} satisfies Chapter;
