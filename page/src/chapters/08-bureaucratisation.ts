import type { Chapter } from "./types";

export default {
  section: 8,
  title: { en: "An apparatus in motion", fr: "Un appareil en marche" },
  story: [
    {
      en: "The war ended in 1921; the posts it had filled from above did not empty. A secretary who was named goes to the congress as a delegate, and the congress elects the committee that names secretaries. The circle can close without anybody wishing it.",
      fr: "La guerre finit en 1921 ; les postes qu’elle avait pourvus d’en haut ne se vidèrent pas. Un secrétaire nommé va au congrès comme délégué, et le congrès élit le comité qui nomme les secrétaires. Le cercle peut se fermer sans que personne ne le veuille.",
    },
    {
      en: "Yet nothing was decided. In the autumn of 1923 an opposition spoke in the party's own newspaper and in the factory meetings, and a good part of the cells heard it. How much of that voice reached the congress is another question.",
      fr: "Pourtant rien n’était joué. À l’automne 1923, une opposition parla dans le journal même du parti et dans les réunions d’usine, et une bonne part des cellules l’entendit. Ce qui, de cette voix, parvint au congrès est une autre question.",
    },
  ],
  asks: {
    en: "How many people worked for the central secretariat?",
    fr: "Combien de personnes travaillaient pour le secrétariat central ?",
  },
  figure: "cc_secretariat_staff",
  years: [1918, 1928],
  date: "1923-12-03",
  mechanism: {
    id: "M44",
    text: {
      en: "The secretariat's capacity grows with the posts it already fills and with the habit of naming. A capable secretariat fills more posts. Elections pull the other way: where members still expect to choose, the next vacancy is theirs.",
      fr: "La capacité du secrétariat grandit avec les postes qu’il pourvoit déjà et avec l’habitude de nommer. Un secrétariat capable en pourvoit davantage. Les élections tirent dans l’autre sens : là où les membres s’attendent encore à choisir, la prochaine vacance est à eux.",
    },
  },
  change: {
    name: "secretariat-collegial",
    text: {
      en: "Share the secretariat's powers among the whole committee from the start. What becomes slower, and what stays open?",
      fr: "Partagez dès le début les pouvoirs du secrétariat entre tout le comité. Qu’est-ce qui ralentit, et qu’est-ce qui reste ouvert ?",
    },
  },
  claims: ["C43", "C44", "C45", "C47"],
  evidence: ["cc_secretariat_staff", "gubkom_secretaries_appointed_share", "vote_1923_opposition_share", "assignments_uchraspred"],
} satisfies Chapter;
