/** On a phone the facets are a sheet from below; everywhere there is a dialog with what the keys do. */
import { find, need, onPress } from "./hooks";

export interface Panels {
  openHelp(): void;
  openFacets(): void;
  /** Closes what lies open; says whether there was anything. */
  closeOne(): boolean;
}

export function bindPanels(root: HTMLElement): Panels {
  const panel = need(root, "[data-netmap-panel]", HTMLElement);
  const help = need(root, "dialog[data-netmap-help]", HTMLDialogElement);
  const openers = [...root.querySelectorAll<HTMLElement>('[data-netmap-do="panel"]')];
  let opener: HTMLElement | null = null;

  function setOpen(isOpen: boolean): void {
    root.toggleAttribute("data-panel-open", isOpen);
    for (const button of openers) button.setAttribute("aria-expanded", String(isOpen));
  }

  function openFacets(): void {
    if (root.hasAttribute("data-panel-open")) return;
    opener = document.activeElement instanceof HTMLElement ? document.activeElement : null;
    setOpen(true);
    find(panel, "h2, legend, summary", HTMLElement)?.focus();
  }

  function closeFacets(): void {
    setOpen(false);
    opener?.focus({ preventScroll: true });
    opener = null;
  }

  onPress(root, {
    panel: (button) => {
      if (root.hasAttribute("data-panel-open")) {
        closeFacets();
        return;
      }
      openFacets();
      const part = button.dataset["part"];
      if (part) panel.querySelector(`[data-part="${part}"]`)?.scrollIntoView({ block: "start" });
    },
    "close-panel": closeFacets,
    help: () => help.showModal(),
    "close-help": () => help.close(),
  });
  return {
    openFacets,
    openHelp: () => help.showModal(),
    closeOne() {
      if (!root.hasAttribute("data-panel-open")) return false;
      closeFacets();
      return true;
    },
  };
}
