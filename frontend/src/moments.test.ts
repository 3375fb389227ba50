import { expect, it } from "vitest";
import { dayInWords, momentInWords } from "./moments";

const AT = new Date("2026-01-31T23:30:00Z");

it("writes a moment in the reader's form and zone, which may have another day", () => {
  expect(momentInWords(AT, "en-GB", "UTC")).toMatch(/^31 January 2026.*23:30.*UTC$/);
  expect(momentInWords(AT, "fr", "Africa/Nairobi")).toMatch(/^1 février 2026.*02:30/);
  expect(momentInWords(AT, "es", "America/Lima")).toMatch(/^31 de enero de 2026.*18:30/);
});

it("writes the day of a moment, which is another one elsewhere", () => {
  expect([dayInWords(AT, "en-GB", "UTC"), dayInWords(AT, "fr", "Africa/Nairobi")]).toEqual(["31 January 2026", "1 février 2026"]);
});

it("writes digits that all readers know, in Arabic too", () => {
  expect(momentInWords(AT, "ar", "UTC")).toContain("2026");
});
