import type { Chapter } from "./types";

export default {
  section: 0,
  title: { en: "Few, and not alone", fr: "Peu nombreux, mais pas seuls" },
  story: [
    {
      en: "At the start of 1917 a metal worker in Petrograd could count the comrades of his shop on one hand. The police had taken one, the army two, and one no longer came. To belong meant leaflets under a coat and a bag kept ready. Whoever was still there had learned to decide without asking.",
      fr: "Au début de 1917, un métallo de Petrograd compte sur les doigts d’une main les camarades de son atelier. La police en a pris un, l’armée deux, un autre ne vient plus. Être membre, c’est porter des tracts sous son manteau et garder un sac tout prêt. Qui est encore là a appris à décider sans demander.",
    },
    {
      en: "Around these few stood others: people who had been members once, a neighbour who hid a suitcase, those who read the leaflet and passed it on. In March the tsar fell and one could meet in the open. They came back, or came in for the first time. Eight weeks later a conference spoke for about 79,000 members.",
      fr: "Autour d’eux, il y en a d’autres : des gens qui ont été membres autrefois, une voisine qui a caché une valise, ceux qui lisent le tract et le font passer. En mars, le tsar tombe et l’on peut se réunir au grand jour. Ils reviennent, ou viennent pour la première fois. Huit semaines plus tard, une conférence parle au nom d’environ 79 000 membres.",
    },
    {
      en: "How many there had been before is less sure: some 24,000 by the usual count, up to 45,000 by others. And what the years underground had destroyed cannot be told, because the tables used here hold no count from 1913 to 1916.",
      fr: "Combien étaient-ils avant ? C’est moins sûr : quelque 24 000 selon le compte habituel, jusqu’à 45 000 selon d’autres. Et ce que les années de clandestinité avaient détruit, on ne peut le dire : les tables utilisées ici n’ont aucun effectif de 1913 à 1916.",
    },
  ],
  asks: {
    en: "How many members did the party have in the middle of each year?",
    fr: "Combien de membres le parti avait-il au milieu de chaque année ?",
  },
  figure: "party_members_total",
  years: [1917, 1919],
  date: "1917-05-07",
  mechanism: {
    id: "M2",
    text: {
      en: "Someone who once belonged does not have to be convinced a second time. As long as joining is dangerous such people stay at home; when one may meet in the open they join more readily than strangers do. A small organisation with a wide circle around it can then grow within weeks.",
      fr: "Qui a déjà été membre n’a pas besoin d’être convaincu une seconde fois. Tant qu’adhérer est dangereux, on reste chez soi ; dès qu’on peut se réunir au grand jour, on revient plus volontiers qu’un inconnu ne vient. Une petite organisation entourée d’un large cercle peut alors grandir en quelques semaines.",
    },
  },
  change: {
    name: "no-former-members",
    text: {
      en: "Watch the months after March 1917. How much of the growth came from people who had been there before, and how much from those whom the year itself set in motion?",
      fr: "Regardez les mois qui suivent mars 1917. Quelle part de la croissance venait de gens déjà passés par le parti, et quelle part de ceux que l’année elle-même a mis en mouvement ?",
    },
  },
  claims: ["C1", "C2", "C3", "C6"],
  evidence: ["party_members_total", "strikers_monthly_average"],
} satisfies Chapter;
