/** Finding the elements the page gives the island. */

export function required<T extends Element>(root: ParentNode, selector: string, kind: abstract new (...args: never[]) => T): T {
  const element = root.querySelector(selector);
  if (!(element instanceof kind)) throw new Error(`The page has no ${selector}.`);
  return element;
}

export function optional<T extends Element>(root: ParentNode, selector: string, kind: abstract new (...args: never[]) => T): T | null {
  const element = root.querySelector(selector);
  return element instanceof kind ? element : null;
}

/** Runs an action for every press of a `data-netmap-do` button of that name. */
export function onPress(root: Element, actions: Readonly<Record<string, (button: HTMLElement) => void>>): void {
  root.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-netmap-do]") : null;
    if (button) actions[button.dataset["netmapDo"] ?? ""]?.(button);
  });
}

export function prefersStillness(): boolean {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}

export function isNarrow(): boolean {
  return matchMedia("(width < 60rem)").matches;
}

/** Too low for anything to stand open over the map unasked. */
export function isLow(): boolean {
  return matchMedia("(height < 36rem)").matches;
}

export function isRightToLeft(): boolean {
  return document.documentElement.dir === "rtl";
}
