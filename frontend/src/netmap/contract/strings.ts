/** Every sentence the island says. The page brings them translated (netmap/_strings.html); these are the English ones. */
export const ENGLISH = {
  "projects.one": "{count} project",
  "projects.other": "{count} projects",
  "countries.one": "{count} country",
  "countries.other": "{count} countries",
  notStated: "Not stated",
  position: "{index} of {count}",
  mapSummary: "Map of the network by {grouping}: {projects}, {countries}.",
  shownTold: "{projects} shown, {countries}",
  suggested: "Categories suggested, not confirmed yet",
  several: "This participant has several projects",
  noneShown: "No project fits all of these choices. Take one away to see more.",
  notFound: "No project name has these words.",
  loadFailed: "The map could not be loaded. The list shows the same projects.",
  sheetFailed: "This profile could not be loaded. Its own page may still open.",
  openProfile: "Open the profile",
  andMore: "and {count} more",
} as const;

export type StringKey = keyof typeof ENGLISH;

export interface Words {
  say(key: Exclude<StringKey, `${string}.${string}`>, values?: Readonly<Record<string, string>>): string;
  /** A counted thing in the form the language asks for that number. */
  counted(noun: "projects" | "countries", count: number): string;
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
