import type { Chapter } from "./types";

export default {
  section: 5,
  title: { en: "For or against", fr: "Pour ou contre" },
  story: [
    {
      en: "Saratov, July 1918. A member of the Left Socialist Revolutionaries made October side by side with the Bolsheviks, and thinks that they were wrong to sign the peace. Then the leaders of his own party rise against them in Moscow, while one town after another falls on the Volga. Until now he could be for the revolution and against the government. This week he is asked which of the two comes first.",
      fr: "Saratov, juillet 1918. Un membre des socialistes-révolutionnaires de gauche a fait Octobre aux côtés des bolcheviks, et pense qu’ils ont eu tort de signer la paix. Or les dirigeants de son propre parti se soulèvent contre eux à Moscou, tandis que sur la Volga les villes tombent l’une après l’autre. Jusqu’ici, il pouvait être pour la révolution et contre le gouvernement. Cette semaine, on lui demande lequel des deux passe d’abord.",
    },
    {
      en: "Three days after the rising his organisation condemns it. Two small parties come out of the break. One dissolves itself into the Communist party in November 1918, the other holds out until September 1920. Why each did so, no source in the tables says.",
      fr: "Trois jours après le soulèvement, son organisation le condamne. Deux petits partis sortent de la rupture. L’un se fond dans le parti communiste en novembre 1918, l’autre tient jusqu’en septembre 1920. Pourquoi l’un et l’autre l’ont fait, aucune source des tables ne le dit.",
    },
    {
      en: "Two warnings. First, rivals were also shut out of the soviets, so that the later congresses, with nine Bolsheviks in ten, no longer measure opinion: the forced choice and the ban cannot be told apart in these counts.",
      fr: "Deux avertissements. D’abord, les rivaux furent aussi exclus des soviets, si bien que les congrès suivants, avec neuf bolcheviks sur dix, ne mesurent plus l’opinion : dans ces comptes, on ne peut séparer le choix forcé de l’interdiction.",
    },
    {
      en: "Second, the picture of fourteen invading armies is not in the tables: where they give numbers, the landings are small beside the Red Army, and most towns fell to White, Czech, German or Polish forces.",
      fr: "Ensuite, l’image de quatorze armées d’invasion n’est pas dans les tables : là où elles donnent des nombres, les débarquements sont petits à côté de l’Armée rouge, et la plupart des villes tombèrent aux mains de forces blanches, tchèques, allemandes ou polonaises.",
    },
  ],
  asks: {
    en: "Of a hundred delegates whom workers and soldiers would send to a congress of soviets, how many would be Bolsheviks?",
    fr: "Sur cent délégués qu’ouvriers et soldats enverraient à un congrès des soviets, combien seraient bolcheviks ?",
  },
  figure: "soviet_congress_bolshevik_share",
  years: [1917, 1921],
  date: "1918-07-08",
  mechanism: {
    id: "M26",
    text: {
      en: "Under threat a third position becomes costly. Those who are for the revolution but against the party's policy have to rank the two, and their own party breaks along that line. The room between the camps narrows, and some of those who stood in it come inside.",
      fr: "Sous la menace, une troisième position coûte cher. Ceux qui sont pour la révolution mais contre la politique du parti doivent classer l’une par rapport à l’autre, et leur propre parti se rompt sur cette ligne. L’espace entre les camps se rétrécit, et une partie de ceux qui s’y tenaient entrent.",
    },
  },
  change: {
    name: "rivals-free",
    text: {
      en: "The war stays; only the prohibition goes. What still happens to the rivals is then the work of danger alone. Look at the delegates, and at how many people join.",
      fr: "La guerre reste ; seule l’interdiction disparaît. Ce qui arrive encore aux rivaux est alors l’œuvre du seul danger. Regardez les délégués, et combien de gens adhèrent.",
    },
  },
  claims: ["C24", "C28", "C29", "C30"],
  evidence: ["soviet_congress_bolshevik_share", "vtsik_bolshevik_share", "communists_in_red_army"],
} satisfies Chapter;
