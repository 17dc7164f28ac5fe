import type { Chapter } from "./types";

export default {
  section: 9,
  title: { en: "A name that ends the argument", fr: "Un nom qui clôt la discussion" },
  story: [
    {
      en: "She came in with the levy of spring 1924, one of 241,600. Two evenings a week the cell meets in the canteen. It teaches reading, takes the side of a woman who was dismissed, argues about the norms with the director. The minutes of one Moscow metal works, which have been studied, are full of such evenings. One works is not a country.",
      fr: "Elle est entrée avec la levée du printemps 1924, une parmi 241 600. Deux soirs par semaine, la cellule se réunit à la cantine. On y apprend à lire, on prend le parti d’une ouvrière renvoyée, on discute des normes avec le directeur. Les procès-verbaux d’une usine métallurgique de Moscou, qui ont été étudiés, sont pleins de ces soirées. Une usine n’est pas un pays.",
    },
    {
      en: "Other evenings go differently. Somebody asks why output comes before wages now, and the answer is a quotation. Somebody quotes the same author back, and is told that he reads him wrongly. The founder has been dead since January. Within days a great city was given his name and it was decided to keep his body; his widow objected in print.",
      fr: "D’autres soirs se passent autrement. Quelqu’un demande pourquoi la production passe maintenant avant les salaires, et la réponse est une citation. Un autre cite à son tour le même auteur, et s’entend dire qu’il le lit mal. Le fondateur est mort en janvier. En quelques jours, une grande ville a reçu son nom et l’on a décidé de garder son corps ; sa veuve a protesté dans la presse.",
    },
    {
      en: "These decisions came from above, and the article sees in them the work of the apparatus. The tables hold nothing on what ordinary people felt, so that a devotion from below is not ruled out. And in 1927, by a count of the opposition, only about a third of the members still worked at the bench.",
      fr: "Ces décisions vinrent d’en haut, et l’article y voit l’œuvre de l’appareil. Les tables ne disent rien de ce que ressentaient les gens ordinaires : une ferveur venue d’en bas n’est donc pas exclue. Et en 1927, selon un compte de l’opposition, un tiers seulement des membres environ travaillait encore à l’établi.",
    },
  ],
  asks: {
    en: "Of those who disagreed with the line, what share said so aloud? (0 is nobody, 100 is all of them.)",
    fr: "Parmi ceux qui étaient en désaccord avec la ligne, quelle part le disait tout haut ? (0 : personne ; 100 : tous.)",
  },
  figure: "m:voice",
  years: [1921, 1928],
  date: "1924-01-28",
  mechanism: {
    id: "M55",
    text: {
      en: "One can argue with a living leader. A doctrine made of a dead one needs somebody to say what it means, and the interpreters are named by those who fill the posts. What people see at work then weighs less than a quotation, and to disagree costs more.",
      fr: "Avec un dirigeant vivant, on peut discuter. Une doctrine tirée d’un mort a besoin de quelqu’un qui dise ce qu’elle signifie, et les interprètes sont nommés par ceux qui pourvoient les postes. Ce qu’on voit au travail pèse alors moins qu’une citation, et le désaccord coûte plus cher.",
    },
  },
  change: {
    name: "no-cult",
    text: {
      en: "Look at what is said aloud after 1924. If little moves, silence had other causes by then; if much moves, the quotation did its work. The bands tell you how sure that is.",
      fr: "Regardez ce qui se dit tout haut après 1924. Si peu de chose bouge, le silence avait déjà d’autres causes ; si beaucoup bouge, la citation a fait son œuvre. Les bandes disent à quel point c’est sûr.",
    },
  },
  claims: ["C55", "C56"],
  evidence: ["lenin_levy_recruits", "members_share_at_bench", "social_share_workers", "division_discussion_1927"],
} satisfies Chapter;
