/** Moments in the reader's form and zone: pages have them in UTC, for those without a script. */

export function showMoments(root: ParentNode): void {
  for (const time of root.querySelectorAll<HTMLTimeElement>("time[data-moment]")) {
    const at = new Date(time.dateTime);
    if (Number.isNaN(at.getTime())) continue;
    time.title = time.textContent;
    const inWords = time.dataset["moment"] === "day" ? dayInWords : momentInWords;
    time.textContent = inWords(at, document.documentElement.lang || "en");
    time.removeAttribute("data-moment");
  }
}

/** A moment as a language writes it, in the zone of the reader's device, which it names. */
export function momentInWords(at: Date, language: string, timeZone?: string): string {
  const form = { year: "numeric", month: "long", day: "numeric", hour: "numeric", minute: "2-digit", timeZoneName: "short" } as const;
  return new Intl.DateTimeFormat(language, { ...form, numberingSystem: "latn", ...(timeZone ? { timeZone } : {}) }).format(at);
}

/** The day of a moment as a language writes it, in the zone of the reader's device. */
export function dayInWords(at: Date, language: string, timeZone?: string): string {
  const form = { year: "numeric", month: "long", day: "numeric" } as const;
  return new Intl.DateTimeFormat(language, { ...form, numberingSystem: "latn", ...(timeZone ? { timeZone } : {}) }).format(at);
}
