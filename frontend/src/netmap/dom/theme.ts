/** Reads the page's tokens as plain colours, so that dark and forced colours reach the drawing too. */
import { COLOURS } from "../model/colours";
import { edgesOf, type Theme } from "../view/theme";

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
  const names = Array.from({ length: COLOURS }, (_, i) => `--category-${i + 1}`);
  const palette = ["--category-none", ...names].map(colour);
  const ink = colour("--ink");
  const theme = {
    ink,
    inkSoft: colour("--ink-soft"),
    line: colour("--line"),
    paper: colour("--paper"),
    canvas: colour("--canvas"),
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
