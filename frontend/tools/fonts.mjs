// Cuts the fonts down to the characters this site's languages use, so that a first visit on a slow line stays small.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import subsetFont from "subset-font";
import { merged } from "./merged-font.mjs";

const require = createRequire(import.meta.url);
const OUT = path.resolve(import.meta.dirname, "../generated/fonts");

/** Each cut of a family: the source's script part and the code points that are kept. */
const CUTS = [
  { family: "ibm-plex-sans", part: "latin", ranges: [[0x20, 0x7e], [0xa0, 0xff], [0x152, 0x153], [0x2010, 0x2014], [0x2018, 0x201e], [0x2022, 0x2022], [0x2026, 0x2026], [0x2039, 0x203a], [0x20ac, 0x20ac], [0x2190, 0x2193], [0x2212, 0x2212]] },
  { family: "ibm-plex-sans", part: "latin-ext", ranges: [[0x100, 0x151], [0x154, 0x17f], [0x218, 0x21b], [0x1e9e, 0x1e9e]] },
  { family: "ibm-plex-sans-arabic", part: "arabic", ranges: [[0x60c, 0x60c], [0x61b, 0x61b], [0x61f, 0x61f], [0x621, 0x63a], [0x640, 0x652], [0x660, 0x66c], [0x670, 0x671], [0x200c, 0x200f]] },
];

/** Kerning, marks and figures of one width; the joining forms that Arabic cannot do without. */
const FEATURES = ["kern", "liga", "tnum", "ccmp", "locl", "mark", "mkmk", "rlig", "calt", "init", "medi", "fina", "isol"];

function characters(ranges) {
  return ranges.map(([first, last]) => String.fromCodePoint(...Array.from({ length: last - first + 1 }, (_, i) => first + i))).join("");
}

/** The font the server's own pictures are drawn with holds every letter: what draws them is at its best with one font. */
const OF_PICTURES = { family: "Map Text", notice: "IBM Plex Sans and IBM Plex Sans Arabic, joined. Copyright © 2017 IBM Corp. SIL Open Font License 1.1." };
const STYLES = { 400: "Regular", 600: "SemiBold" };

await mkdir(OUT, { recursive: true });
for (const weight of [400, 600]) {
  const cuts = [];
  for (const { family, part, ranges } of CUTS) {
    const folder = path.dirname(require.resolve(`@fontsource/${family}/package.json`));
    const source = await readFile(path.join(folder, "files", `${family}-${part}-${weight}-normal.woff2`));
    const options = { noLayoutClosure: part !== "arabic", noHinting: true, keepFeatures: FEATURES };
    const cut = await subsetFont(source, characters(ranges), { ...options, targetFormat: "woff2" });
    await writeFile(path.join(OUT, `${family}-${part}-${weight}.woff2`), cut);
    cuts.unshift(await subsetFont(source, characters(ranges), { ...options, targetFormat: "truetype" }));
  }
  // The Arabic cut is first: its rules join the letters.
  await writeFile(path.join(OUT, `map-text-${weight}.ttf`), merged(cuts, { ...OF_PICTURES, style: STYLES[weight] }));
}
