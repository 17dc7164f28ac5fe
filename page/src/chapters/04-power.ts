import type { Chapter } from "./types";

export default {
  section: 4,
  title: { en: "A decree is not yet bread", fr: "Un décret n’est pas encore du pain" },
  story: [
    {
      en: "November 1917. A commissar on his first day walks through a ministry with a decree to be translated; six hundred officials have resigned. In another ministry only the doormen obey. The party has a majority at the congress of soviets, and nobody to post its letters.",
      fr: "Novembre 1917. Un commissaire, à son premier jour, traverse un ministère avec un décret à faire traduire ; six cents fonctionnaires ont démissionné. Dans un autre, seuls les portiers obéissent. Le parti a la majorité au congrès des soviets, et personne pour poster ses lettres.",
    },
    {
      en: "In a works at the edge of a town the owner threatens to close and holds back the wages. The factory committee takes the keys of the store and of the office, then sends two of its people to the capital: take the firm over, now. The government would rather wait, for it has nobody to run it. By December there are 2,100 such committees.",
      fr: "Dans une usine au bord d’une ville, le patron menace de fermer et retient la paie. Le comité d’usine prend les clefs du magasin et du bureau, puis envoie deux des siens à la capitale : reprenez l’entreprise, tout de suite. Le gouvernement préférerait attendre, car il n’a personne pour la diriger. En décembre, il y a 2 100 comités de ce genre.",
    },
    {
      en: "The archive bears most of this out and marks its limits. The officials' strike ended: by early January most were back for their pay. Before the general decree of 28 June 1918 most firms were taken over locally. Why the leaders held back, the tables date but do not explain.",
      fr: "Les archives confirment l’essentiel et en marquent les bornes. La grève des fonctionnaires prit fin : au début de janvier, la plupart étaient revenus pour leur paie. Avant le décret général du 28 juin 1918, la plupart des entreprises furent reprises sur place. Pourquoi les dirigeants se retenaient, les tables le datent mais ne l’expliquent pas.",
    },
  ],
  asks: {
    en: "How hard was life for the workers, from 0 (nothing is lacking) to 100 (as bad as it can be)?",
    fr: "À quel point la vie des ouvriers était-elle dure, de 0 (rien ne manque) à 100 (le pire possible) ?",
  },
  figure: "m:hardship",
  years: [1917, 1921],
  date: "1917-11-12",
  mechanism: {
    id: "M19",
    text: {
      en: "To decide is one thing, to have it done another. What a government obtains is its will times its means: offices that answer, trains, stores, people who can count. At first these means are close to nothing. In the model they grow slowly, and once they exist they spare part of the want that war brings.",
      fr: "Décider est une chose, faire faire en est une autre. Ce qu’obtient un gouvernement, c’est sa volonté multipliée par ses moyens : des bureaux qui répondent, des trains, des magasins, des gens qui savent compter. Au début, ces moyens sont presque nuls. Dans le modèle ils grandissent lentement, et une fois là ils épargnent une part du dénuement que la guerre apporte.",
    },
  },
  change: {
    name: "loyal-apparatus",
    text: {
      en: "Look at want between 1918 and 1920. Then, in the laboratory, look at who fills the posts: do offices that obey from the first day have a price of their own?",
      fr: "Regardez le dénuement entre 1918 et 1920. Puis, au laboratoire, regardez qui pourvoit les postes : des bureaux qui obéissent dès le premier jour ont-ils aussi leur prix ?",
    },
  },
  claims: ["C20", "C21", "C22"],
  evidence: ["cc_secretariat_staff", "industrial_workers", "real_wage_index"],
} satisfies Chapter;
