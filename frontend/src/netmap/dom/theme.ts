/** Reads the page's tokens as plain colours, so that dark and forced colours reach the drawing too. */
import { COLOURS, HUES } from "../model/colours";
import { edgesOf, mixed, type Theme } from "../view/theme";

/** How far land stands out from the ground, on the way to the colour of lines. */
const LAND_SHARE = 0.55;
const USUAL_TEXT_PX = 16;

const TOKENS = [
  "--ink",
  "--ink-soft",
  "--line",
  "--paper",
  "--canvas",
  "--action",
  "--category-none",
  ...Array.from({ length: COLOURS }, (_, i) => `--category-${i + 1}`),
  ...Array.from({ length: HUES }, (_, i) => `--hue-${i + 1}, var(--category-${i + 1})`),
  "--hue-other, var(--category-none)",
];

export function readTheme(root: HTMLElement): Theme {
  const probe = document.createElement("span");
  probe.hidden = true;
  // All at once, so that the page's styles are worked out once.
  const parts = TOKENS.map((token) => {
    const part = document.createElement("span");
    // Otherwise forced colours answer every question with the colour of text.
    part.style.setProperty("forced-color-adjust", "none");
    part.style.color = `var(${token})`;
    return part;
  });
  probe.append(...parts);
  root.append(probe);
  const colours = parts.map((part) => getComputedStyle(part).color);
  const font = getComputedStyle(root).fontFamily;
  probe.remove();
  const [ink, inkSoft, line, paper, canvas, action] = colours as [string, string, string, string, string, string];
  const palette = colours.slice(6);
  return { ink, inkSoft, line, paper, canvas, action, land: mixed(canvas, line, LAND_SHARE), palette, edges: edgesOf(palette, ink), font, textScale: textScale() };
}

/** How large the reader has text, beside the usual sixteen pixels. */
export function textScale(): number {
  return (parseFloat(getComputedStyle(document.documentElement).fontSize) || USUAL_TEXT_PX) / USUAL_TEXT_PX;
}

export function onThemeChange(listener: () => void): void {
  for (const query of ["(prefers-color-scheme: dark)", "(forced-colors: active)"]) {
    matchMedia(query).addEventListener("change", listener);
  }
}
