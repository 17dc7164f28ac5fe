import type { Chapter } from "./types";

export default {
  section: 11,
  title: { en: "What a post is worth", fr: "Ce que vaut un poste" },
  story: [
    {
      en: "Two sisters in a mill town, 1928. One stands at a loom; the other joined the party and runs a department of the trust. A rule says what a member in office may earn: at most one and a half times the mean pay of the institution, the rest goes to the party's fund. It says nothing of the flat, or of the shop with goods on its shelves.",
      fr: "Deux sœurs dans une ville de filatures, en 1928. L’une est au métier ; l’autre, membre du parti, dirige un service du trust. Une règle dit ce qu’un membre en fonction peut gagner : au plus une fois et demie le salaire moyen de l’institution, le reste va à la caisse du parti. Elle ne dit rien de l’appartement, ni du magasin aux rayons garnis.",
    },
    {
      en: "The plan asks for factories before it asks for cloth. Wages, which had climbed all through the twenties, stop climbing and then fall. That they rose is agreed, how far is not: for 1928 the figures run from 115 to 200, with 1913 as 100. The fall itself lies for the most part after 1928, beyond the years that are simulated here.",
      fr: "Le plan demande des usines avant de demander de la toile. Les salaires, qui avaient monté tout au long des années vingt, cessent de monter, puis baissent. Qu’ils aient monté fait l’accord, de combien non : pour 1928, les chiffres vont de 115 à 200, pour 100 en 1913. La baisse elle-même vient surtout après 1928, au-delà des années simulées ici.",
    },
    {
      en: "Dates matter. The ceiling is told as a victim of 1928; a secret decision ended it on 8 February 1932, and one witness puts its end in practice at the end of 1929. The plan was adopted in April 1929 and counted back from October 1928.",
      fr: "Les dates comptent. On raconte que le plafond tomba en 1928 ; une décision secrète y mit fin le 8 février 1932, et un témoin situe sa fin de fait à la fin de 1929. Le plan fut adopté en avril 1929 et compté à rebours depuis octobre 1928.",
    },
    {
      en: "What comes later, forced collectivisation and the destruction of the old party in the purges, this laboratory does not simulate. The article ends with Kaiurov, the worker of the strike of March 1917, executed in 1937; the one entry we have says that he died in exile in 1936.",
      fr: "La suite, la collectivisation forcée et la destruction de l’ancien parti dans les purges, ce laboratoire ne la simule pas. L’article finit sur Kaïourov, l’ouvrier de la grève de mars 1917, exécuté en 1937 ; la seule notice que nous ayons le dit mort en exil en 1936.",
    },
  ],
  asks: {
    en: "How many times a worker's pay did the best-paid officials receive?",
    fr: "À combien de paies d’ouvrier se montait le revenu des responsables les mieux payés ?",
  },
  figure: "m:pay_ratio_top",
  years: [1923, 1928],
  date: "1928-10-01",
  mechanism: {
    id: "M62",
    text: {
      en: "A ceiling on pay binds the very people who vote on it. Once a committee stands far from the workers and is used to command, it may lift the ceiling at a congress. Advantages of office then grow, careers draw other people than before, and the next committee has more to defend.",
      fr: "Un plafond des revenus lie ceux-là mêmes qui en décident. Une fois loin des ouvriers et habitué à commander, un comité peut le lever lors d’un congrès. Les avantages de fonction grandissent alors, la carrière attire d’autres gens qu’avant, et le comité suivant a davantage à défendre.",
    },
  },
  change: {
    name: "maximum-kept",
    text: {
      en: "Look at pay after 1924, then at who joins and who holds office. Benefits in kind pass a ceiling all the same: how much does the lock really hold?",
      fr: "Regardez les revenus après 1924, puis qui adhère et qui tient les postes. Les avantages en nature passent malgré tout un plafond : que retient vraiment le verrou ?",
    },
  },
  claims: ["C62", "C63", "C65", "C69"],
  evidence: ["real_wage_index", "real_wage_index_prokopovich", "pay_ratio_top_gubernia_worker", "pay_ratio_uezd_secretary_worker"],
} satisfies Chapter;
