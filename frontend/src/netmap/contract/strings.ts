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
  shownTold: "{projects} shown, {countries}",
  groupedTold: "Grouped by {grouping}.",
  suggested: "Categories suggested, not confirmed yet",
  several: "This participant has several projects",
  noneShown: "No project fits all of these choices. Take one away to see more.",
  notFound: "No project name has these words.",
  loadFailed: "The map could not be loaded. The list shows the same projects.",
  placesFailed: "This arrangement could not be loaded. The map stays as it was.",
  sheetFailed: "This profile could not be loaded. Its own page may still open.",
  aboutFailed: "This could not be loaded. It has a page of its own.",
  openPage: "Open the page",
  openProfile: "Open the profile",
  andMore: "and {count} more",
  showMore: "Show {count} more",
  place: "Place",
  within: "What lies within {name}",
  searchIn: "Search in {facet}",
  around: "{steps} around {name}",
  selection: "A selection of projects",
  letGo: "Let go",
  aroundChoice: "Around this one",
  wayChoice: "Way to another …",
  wayAsked: "Which other project? Press it on the map, or find it by name.",
  wayFrom: "The way from {from}",
  wayTold: "A way in {steps}",
  noWay: "No way leads from {from} to {to}.",
  tied: "has a declared link with",
  shares: "shares {what} with",
  alike: "does similar work to",
  close: "Close",
  sizeTold: "Size: {number}",
  copied: "Copied:",
  copyHere: "Copy it from here:",
  shortFailed: "No short address could be made; this one works as well:",
  pictureFailed: "The picture could not be made. The drawing (SVG) shows the same.",
} as const;

export type StringKey = keyof typeof ENGLISH;
export type Noun = "projects" | "countries" | "steps";

export interface Words {
  say(key: Exclude<StringKey, `${string}.${string}`>, values?: Readonly<Record<string, string>>): string;
  /** A counted thing in the form the language asks for that number. */
  counted(noun: Noun, count: number): string;
  number(count: number): string;
}

/** Gives the sentences of a page, falling back to English where one is missing. */
export function readWords(texts: ReadonlyMap<string, string>, language: string): Words {
  const known = supported(language);
  const plural = new Intl.PluralRules(known);
  const digits = new Intl.NumberFormat(known, { numberingSystem: "latn" });
  const english: Readonly<Record<string, string>> = ENGLISH;
  const find = (key: string): string | undefined => texts.get(key) ?? english[key];
  const number = (count: number): string => digits.format(count);
  return {
    number,
    say: (key, values = {}) => fill(find(key) ?? key, values),
    counted: (noun, count) => {
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
