/** Every sentence the island says. The page brings them translated (netmap/_strings.html); these are the English ones. */
export const ENGLISH = {
  "projects.one": "{count} project",
  "projects.other": "{count} projects",
  "countries.one": "{count} country",
  "countries.other": "{count} countries",
  "steps.one": "{count} step",
  "steps.other": "{count} steps",
  notStated: "Not stated",
  otherValues: "All others",
  mapSummary: "Map of the network by {grouping}: {projects}, {countries}.",
  shownCounts: "{projects} shown, {countries}",
  groupedBy: "Grouped by {grouping}.",
  suggested: "Categories suggested, not confirmed yet",
  several: "This participant has several projects",
  noneShown: "No project matches all of these filters. Remove a filter to see more.",
  notFound: "No project name contains these words.",
  loadFailed: "Could not load the map. The list shows the same projects.",
  placesFailed: "Could not load this layout. The map has not changed.",
  sheetFailed: "Could not load this profile. Open its page instead.",
  aboutFailed: "Could not load this. Open its page instead.",
  openPage: "Open the page",
  openProfile: "Open the profile",
  andMore: "and {count} more",
  moreGroups: "{count} more",
  showMore: "Show {count} more",
  place: "Place",
  within: "Values within {name}",
  searchIn: "Search in {facet}",
  around: "Within {steps} of {name}",
  selection: "A selection of projects",
  remove: "Remove",
  pageOf: "Page of {name}",
  inDirectory: "In the directory: {name}",
  labelled: "{label}: {values}",
  quoted: "“{text}”",
  aroundChoice: "Show neighbours",
  pathChoice: "Find a path …",
  pathEndPrompt: "Choose the other project: press it on the map, or find it by name.",
  pathFrom: "Path from {from}",
  pathSteps: "Path with {steps}",
  noPath: "No path between {from} and {to}.",
  declaredLink: "has a declared link with",
  shares: "shares {what} with",
  similarWork: "does similar work to",
  close: "Close",
  sizeBy: "Size: {number}",
  copied: "Copied:",
  copyHere: "Copy this text:",
  shortFailed: "Could not create a short link. This link also works:",
  pictureFailed: "Could not create the picture. Download the drawing (SVG) instead.",
} as const;

export type StringKey = keyof typeof ENGLISH;
export type Noun = "projects" | "countries" | "steps";

export interface Words {
  say(key: Exclude<StringKey, `${string}.${string}`>, values?: Readonly<Record<string, string>>): string;
  /** A counted thing in the form the language asks for that number. */
  countOf(noun: Noun, count: number): string;
  number(count: number): string;
  /** Items as a list: with commas, in Arabic with Arabic ones. */
  list(items: readonly string[]): string;
  /** Which of two names comes first in the reader's alphabet, as for `sort`. */
  inOrder(first: string, second: string): number;
}

/** Gives the sentences of a page, falling back to English where one is missing. */
export function readWords(texts: ReadonlyMap<string, string>, language: string): Words {
  const locale = supported(language);
  const plural = new Intl.PluralRules(locale);
  const collator = new Intl.Collator(locale);
  const digits = new Intl.NumberFormat(locale, { numberingSystem: "latn" });
  const english: Readonly<Record<string, string>> = ENGLISH;
  const find = (key: string): string | undefined => texts.get(key) ?? english[key];
  const number = (count: number): string => digits.format(count);
  return {
    number,
    inOrder: (first, second) => collator.compare(first, second),
    list: (items) => items.join(locale.startsWith("ar") ? "، " : ", "),
    say: (key, values = {}) => fill(find(key) ?? key, values),
    countOf: (noun, count) => {
      const form = find(`${noun}.${plural.select(count)}`) ?? find(`${noun}.other`) ?? "{count}";
      return fill(form, { count: number(count) });
    },
  };
}

function supported(language: string): string {
  try {
    return Intl.getCanonicalLocales(language)[0] ?? "en";
  } catch {
    return "en";
  }
}

function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}
