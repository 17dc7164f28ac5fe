import type { Chapter } from "./types";

export default {
  section: 3,
  title: { en: "A vote lost, a vote taken again", fr: "Un vote perdu, un vote repris" },
  story: [
    {
      en: "Late October 1917. A delegate of a factory district could tell the Central Committee two things at once: the soviets have come over to us, and my people are tired. Whoever waits may lose the moment. Whoever goes too early may lose everything. Both sides in the room have good reasons, and time runs while they speak.",
      fr: "Fin octobre 1917. Un délégué d’un quartier d’usines pourrait dire au Comité central deux choses à la fois : les soviets sont passés de notre côté, et les miens sont fatigués. Qui attend peut perdre le moment. Qui part trop tôt peut tout perdre. Des deux côtés de la table il y a de bonnes raisons, et le temps court pendant qu’on parle.",
    },
    {
      en: "John Reed's famous book tells the rest like a scene on a stage: the rising is voted down, an angry worker gets up, the vote is taken again and carried. The minutes do not know this scene. They list twelve members of the committee, nobody from outside and one vote, 10 to 2. Six days later a larger meeting, with people from the districts, confirmed it by 19 to 2.",
      fr: "Le livre célèbre de John Reed raconte la suite comme une scène de théâtre : l’insurrection est repoussée, un ouvrier en colère se lève, on revote, elle passe. Le procès-verbal ignore cette scène. Il nomme douze membres du comité, personne du dehors, et un seul vote : 10 contre 2. Six jours plus tard, une réunion plus large, avec des gens des quartiers, le confirma par 19 voix contre 2.",
    },
    {
      en: "Votes that turned under pressure are on record all the same. In November 1917 the committee was tied twice, then decided by 8 to 7 once the Petrograd Committee had been called in. In February 1918, with the German army on the move, the peace lost by 5 to 6 one evening and was carried by 7 to 5 the next. And two leaders who denounced the rising in a newspaper before it took place were not expelled.",
      fr: "Des votes retournés sous la pression sont pourtant attestés. En novembre 1917, le comité se partagea deux fois à égalité, puis trancha par 8 voix contre 7 une fois le Comité de Petrograd appelé. En février 1918, l’armée allemande en marche, la paix perdit un soir par 5 voix contre 6 et l’emporta le lendemain soir par 7 contre 5. Et deux dirigeants qui avaient dénoncé l’insurrection dans un journal avant qu’elle ait lieu ne furent pas exclus.",
    },
  ],
  asks: {
    en: "Added up since the start of 1917, for how many weeks had a great question been left undecided? (A week counts by what is at stake, from 0 to 1.)",
    fr: "Au total depuis le début de 1917, pendant combien de semaines une grande question était-elle restée sans décision ? (Une semaine compte selon l’enjeu, de 0 à 1.)",
  },
  figure: "m:undecided",
  years: [1917, 1921],
  date: "1917-10-23",
  mechanism: {
    id: "M16",
    text: {
      en: "A motion that fails waits for its next turn. If those below press hard, and could walk out, it may be put again at once, and the committee then gives more weight to what the members want. In the model this takes two things: somebody who presses, and a rule that lets a vote be taken again.",
      fr: "Une motion rejetée attend son prochain tour. Si ceux d’en bas pressent fort, et pourraient s’en aller, elle peut être remise aux voix aussitôt, et le comité tient alors davantage compte de ce que veulent les membres. Dans le modèle, il y faut deux choses : quelqu’un qui presse, et une règle qui permet de revoter.",
    },
  },
  change: {
    name: "no-revote",
    text: {
      en: "See how long the questions of 1917 and 1918 stay open, and how often the hour passes before anybody has decided.",
      fr: "Voyez combien de temps les questions de 1917 et de 1918 restent ouvertes, et combien de fois l’heure passe avant que quiconque ait décidé.",
    },
  },
  claims: ["C12", "C14", "C16", "C17"],
  evidence: ["division_cc_insurrection", "division_cc_peace", "soviet_congress_bolshevik_share"],
} satisfies Chapter;
