import type { Chapter } from "./types";

export default {
  section: 7,
  title: { en: "Who keeps the card", fr: "Qui garde sa carte" },
  story: [
    {
      en: "Autumn 1921, a district town. A clerk of the supply office stands before three people at a table. When did you join? Why just then? What do they say of you where you work? That year about one member in four loses the card; some hand it in before they are asked.",
      fr: "Automne 1921, une petite ville de province. Un employé du ravitaillement est debout devant trois personnes attablées. Quand avez-vous adhéré ? Pourquoi à ce moment-là ? Que dit-on de vous à votre travail ? Cette année-là, un membre sur quatre environ perd sa carte ; certains la rendent avant qu’on la leur demande.",
    },
    {
      en: "It is one brake among several. Pay has a ceiling, Saturdays are worked for nothing, and at the end of the war half of the party was under arms: some 50,000 members did not come back. To belong often costs. But in January 1921 nearly all wages are paid in kind, which a ceiling in roubles does not reach, and a conference of September 1920 already complains of privileges at the top.",
      fr: "C’est un frein parmi d’autres. Les revenus ont un plafond, on travaille des samedis pour rien, et à la fin de la guerre la moitié du parti était sous les armes : quelque 50 000 membres ne sont pas revenus. Être membre, souvent, cela coûte. Mais en janvier 1921 presque tous les salaires sont payés en nature, ce qu’un plafond en roubles n’atteint pas, et une conférence de septembre 1920 se plaint déjà de privilèges au sommet.",
    },
    {
      en: "Many looked for the trouble in the staff left over from the old state. In a letter dictated at the end of 1922, Lenin looked for it in the party itself and proposed to remove its general secretary. Some dispute that the dictated texts are authentic; of the alliance with Trotsky that the article tells of, the tables hold nothing.",
      fr: "Beaucoup cherchaient le mal dans le personnel hérité de l’ancien État. Dans une lettre dictée à la fin de 1922, Lénine le chercha dans le parti même et proposa d’en écarter le secrétaire général. Certains contestent l’authenticité des textes dictés ; de l’alliance avec Trotsky dont parle l’article, les tables ne gardent rien.",
    },
  ],
  asks: {
    en: "Of a hundred people who had joined since the start of 1917, how many still held the card?",
    fr: "Sur cent personnes entrées depuis le début de 1917, combien avaient encore leur carte ?",
  },
  figure: "retention_1917_20_joiners_to_1922",
  years: [1918, 1925],
  date: "1921-10-03",
  mechanism: {
    id: "M38",
    text: {
      en: "Some come to an organisation that governs for what it can give. A stricter gate stops part of them at the door. A verification goes through those already inside: it strikes above all those who seek a career and those who do nothing, and, where command has become the habit, those who speak up as well.",
      fr: "Dans une organisation qui gouverne, certains viennent pour ce qu’elle peut donner. Une entrée plus sévère en arrête une partie à la porte. Une vérification passe en revue ceux qui sont déjà là : elle frappe surtout ceux qui cherchent une carrière et ceux qui ne font rien et, là où commander est devenu l’habitude, ceux qui parlent aussi.",
    },
  },
  change: {
    name: "no-purge",
    text: {
      en: "Look at who is left in 1922. Then, in the laboratory, at the officers: without the verification, is there more careerism among them? And among the members, more open disagreement?",
      fr: "Regardez qui reste en 1922. Puis, au laboratoire, les dirigeants : sans la vérification, y a-t-il parmi eux plus de carriérisme ? Et parmi les membres, plus de désaccords ouverts ?",
    },
  },
  claims: ["C39", "C40", "C41", "C42"],
  evidence: ["purge1921_expelled_share", "purge1921_net_loss", "party_share_in_army", "communists_killed", "communists_mobilised_to_army_total", "purge_expelled_share"],
} satisfies Chapter;
