import type { Chapter } from "./types";

export default {
  section: 10,
  title: { en: "Those who had helped", fr: "Ceux qui avaient aidé" },
  story: [
    {
      en: "In 1923 a secretary in Petrograd voted for unity and did what was asked of him: two members sent elsewhere, a column closed in the paper. In December 1925 he is a delegate to the congress, and this time it is his own side that loses, by 559 votes to 65. Then his committee, in a city now called Leningrad, is replaced by people sent from the centre. Next summer he sits in a kitchen with those whom he had helped to beat.",
      fr: "En 1923, un secrétaire de Petrograd a voté pour l’unité et fait ce qu’on lui demandait : deux membres envoyés ailleurs, une colonne fermée dans le journal. En décembre 1925, il est délégué au congrès, et cette fois ce sont les siens qui perdent, par 559 voix contre 65. Puis son comité, dans la ville désormais nommée Leningrad, est remplacé par des envoyés du centre. L’été suivant, il est assis dans une cuisine avec ceux qu’il avait aidé à battre.",
    },
    {
      en: "In the works their speakers are heard, and the meeting then votes as proposed. Between five and six thousand people sign their platform, where they had hoped for thirty thousand. Workers have no body of their own that could stand behind such a signature: each one signs alone.",
      fr: "Dans les usines, on écoute leurs orateurs, puis la réunion vote comme proposé. Cinq à six mille personnes signent leur plate-forme, là où ils en espéraient trente mille. Les ouvriers n’ont pas d’organe à eux qui puisse répondre d’une telle signature : chacun signe seul.",
    },
    {
      en: "In April 1927 the Chinese revolution is crushed in Shanghai. The article holds that the defeat strengthened those whose policy had led to it. The archive cannot settle that: the signatures were gathered five months later, and the sanctions fell in the same months. The counted votes, less than one in a hundred for the opposition, come from the winners and were taken under threat.",
      fr: "En avril 1927, la révolution chinoise est écrasée à Shanghai. L’article soutient que la défaite renforça ceux dont la politique y avait conduit. Les archives ne permettent pas de trancher : les signatures furent recueillies cinq mois plus tard, et les sanctions tombèrent dans les mêmes mois. Les voix décomptées, moins d’une sur cent pour l’opposition, viennent des vainqueurs et furent données sous la menace.",
    },
  ],
  asks: {
    en: "Counted from 1917, how many organised tendencies had been founded in the party by the middle of each year?",
    fr: "Depuis 1917, combien de tendances organisées avaient été fondées dans le parti au milieu de chaque année ?",
  },
  figure: "m:tendencies",
  years: [1923, 1928],
  date: "1925-12-21",
  mechanism: {
    id: "M58",
    text: {
      en: "A leading group that fills the posts needs its allies a little less at every congress. Those who do not quite fit are dropped from the committee. They leave with a name, with friends and with a grievance, and found an opposition or join one. Part of the opponents of such a group are of its own making.",
      fr: "Un groupe dirigeant qui pourvoit les postes a un peu moins besoin de ses alliés à chaque congrès. Ceux qui ne s’accordent pas tout à fait sont écartés du comité. Ils partent avec un nom, des amis, un grief, et fondent une opposition ou en rejoignent une. Une partie des adversaires d’un tel groupe, c’est lui qui les a faits.",
    },
  },
  change: {
    name: "allies-keep-their-posts-1924",
    text: {
      en: "Do fewer tendencies appear, or do the same quarrels find other founders? Look also at the votes of the congresses: those who stay can still disagree.",
      fr: "Y a-t-il moins de tendances, ou les mêmes querelles trouvent-elles d’autres fondateurs ? Regardez aussi les votes des congrès : ceux qui restent peuvent encore être en désaccord.",
    },
  },
  claims: ["C57", "C59", "C60", "C61"],
  evidence: ["division_congress_14_report", "division_discussion_1927", "assignments_uchraspred"],
} satisfies Chapter;
