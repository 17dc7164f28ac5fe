import type { Chapter } from "./types";

export default {
  section: 2,
  title: { en: "Turning the line", fr: "Faire tourner la ligne" },
  story: [
    {
      en: "8 March 1917, a workers' district of Petrograd. The women of a textile mill have stopped work, although Kaiurov, a worker of the party, had advised them the day before to hold back. Now they ask for support. He is angry; then he reasons that the thing has happened. His comrades join against their wish, with one proposal of their own: call everybody out, and walk in front.",
      fr: "8 mars 1917, un quartier ouvrier de Petrograd. Les femmes d’une usine textile ont cessé le travail, alors que Kaïourov, un ouvrier du parti, leur avait conseillé la veille de patienter. Elles demandent maintenant du soutien. Il s’emporte ; puis il se dit que la chose est faite. Ses camarades se joignent à elles sans enthousiasme, avec une seule idée à eux : faire sortir tout le monde, et marcher devant.",
    },
    {
      en: "Within the month the first leaders are back from prison and exile, and they are the careful ones: years of preparation teach what can go wrong. The line is to watch the new government and to press it. On 16 April Lenin comes home and says: no support, power to the soviets. The committees have their doubts; in the shops many think it already. Four weeks later a conference adopts his line.",
      fr: "Avant la fin du mois, les premiers dirigeants rentrent de prison et d’exil, et ce sont eux les prudents : des années de préparation apprennent ce qui peut mal tourner. La ligne est de surveiller le nouveau gouvernement et de faire pression. Le 16 avril, Lénine revient et dit : aucun soutien, le pouvoir aux soviets. Les comités ont des réserves ; dans les ateliers, beaucoup le pensent déjà. Quatre semaines plus tard, une conférence adopte sa ligne.",
    },
    {
      en: "The archive shades this. Not all were careful: on 15 March a Bolshevik motion against the government was put in the Petrograd Soviet, and got 19 votes against 400. And of the strike we have what men of the party told; the tables hold no account by the women.",
      fr: "Les archives nuancent. Tous n’étaient pas prudents : le 15 mars, une motion bolchevique contre le gouvernement fut mise aux voix au soviet de Petrograd, et obtint 19 voix contre 400. Et de la grève, on a ce qu’en ont dit des hommes du parti ; les tables ne gardent aucun récit des ouvrières.",
    },
  ],
  asks: {
    en: "How far did the line go, from 0 (wait, and press those who govern) to 1 (take everything at once)? Below 0 it draws back.",
    fr: "Jusqu’où allait la ligne, de 0 (attendre, et faire pression sur ceux qui gouvernent) à 1 (tout prendre aussitôt) ? Au-dessous de 0, elle recule.",
  },
  figure: "m:line_course",
  years: [1917, 1919],
  date: "1917-04-16",
  mechanism: {
    id: "M8",
    text: {
      en: "One person who sees the turn early moves a committee only as far as others push the same way. In the model the leader's word has its full weight when cells that act on their own stand behind it, and a fraction of that weight when none do. The two multiply; they do not add up.",
      fr: "Une personne qui voit tôt le tournant n’entraîne un comité que si d’autres poussent dans le même sens. Dans le modèle, la parole du dirigeant a tout son poids quand des cellules qui agissent d’elles-mêmes sont derrière elle, et une fraction de ce poids quand il n’y en a pas. Les deux se multiplient ; elles ne s’ajoutent pas.",
    },
  },
  change: {
    name: "leader-alone",
    text: {
      en: "Compare the spring and summer of 1917: how fast does the line move when the leader speaks alone? Then look at how the histories end: is the hour missed more often?",
      fr: "Comparez le printemps et l’été 1917 : à quelle vitesse la ligne bouge-t-elle quand le dirigeant parle seul ? Regardez ensuite comment finissent les histoires : l’heure est-elle plus souvent manquée ?",
    },
  },
  claims: ["C10", "C11"],
  evidence: ["strikers_monthly_average", "vtsik_bolshevik_share", "soviet_congress_bolshevik_share"],
} satisfies Chapter;
