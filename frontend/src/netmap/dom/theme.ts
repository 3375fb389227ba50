/** Reads the page's tokens as plain colours, so that dark and forced colours reach the drawing too. */
import { COLOURS, HUES } from "../model/colours";
import { edgesOf, mixed, type Theme } from "../view/theme";

/** How far land stands out from the ground, on the way to the colour of lines. */
const LAND_SHARE = 0.55;

export function readTheme(root: HTMLElement): Theme {
  const probe = document.createElement("span");
  probe.hidden = true;
  // Otherwise forced colours answer every question with the colour of text.
  probe.style.setProperty("forced-color-adjust", "none");
  root.append(probe);
  const colour = (token: string): string => {
    probe.style.color = `var(${token})`;
    return getComputedStyle(probe).color;
  };
  const tokens = [
    "--category-none",
    ...Array.from({ length: COLOURS }, (_, i) => `--category-${i + 1}`),
    ...Array.from({ length: HUES }, (_, i) => `--hue-${i + 1}, var(--category-${i + 1})`),
    "--hue-other, var(--category-none)",
  ];
  const palette = tokens.map(colour);
  const ink = colour("--ink");
  const [line, canvas] = [colour("--line"), colour("--canvas")];
  const theme = {
    ink,
    land: mixed(canvas, line, LAND_SHARE),
    inkSoft: colour("--ink-soft"),
    line,
    paper: colour("--paper"),
    canvas,
    action: colour("--action"),
    palette,
    edges: edgesOf(palette, ink),
    font: getComputedStyle(root).fontFamily,
  };
  probe.remove();
  return theme;
}

export function onThemeChange(changed: () => void): void {
  for (const query of ["(prefers-color-scheme: dark)", "(forced-colors: active)"]) {
    matchMedia(query).addEventListener("change", changed);
  }
}
