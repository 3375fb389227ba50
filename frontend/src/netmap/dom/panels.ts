/** What lies over the map: the facets on a phone, the help, and what is to say about the network. */
import type { Words } from "../contract/strings";
import { optional, required, onPress } from "./domQuery";
import type { Store } from "./store";

export interface Panels {
  openHelp(): void;
  openFacets(): void;
  /** Closes what lies open; says whether there was anything. */
  closeOne(): boolean;
}

export function bindPanels(root: HTMLElement, store: Store): Panels {
  const panel = optional(root, "[data-netmap-panel]", HTMLElement);
  const help = required(root, "dialog[data-netmap-help]", HTMLDialogElement);
  const openers = [...root.querySelectorAll<HTMLElement>('[data-netmap-do="panel"]')];
  let opener: HTMLElement | null = null;

  function setOpen(isOpen: boolean): void {
    root.toggleAttribute("data-panel-open", isOpen);
    for (const button of openers) button.setAttribute("aria-expanded", String(isOpen));
  }

  function openFacets(): void {
    if (!panel || root.hasAttribute("data-panel-open")) return;
    opener = document.activeElement instanceof HTMLElement ? document.activeElement : null;
    setOpen(true);
    optional(panel, "h2, legend, summary", HTMLElement)?.focus();
  }

  function closeFacets(): void {
    setOpen(false);
    opener?.focus({ preventScroll: true });
    opener = null;
  }

  bindAbout(root, store);
  onPress(root, {
    panel: (button) => {
      if (root.hasAttribute("data-panel-open")) {
        closeFacets();
        return;
      }
      openFacets();
      const part = button.dataset["part"];
      if (!part || !panel) return;
      optional(panel, `[data-part="${part}"]`, HTMLElement)?.scrollIntoView({ block: "start" });
      if (part === "search") optional(panel, "[data-netmap-search]", HTMLElement)?.focus({ preventScroll: true });
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

/** The server tells about the network in sentences; here they come into a dialog, elsewhere they are a page. */
function bindAbout(root: HTMLElement, { words }: Store): void {
  const link = optional(root, "[data-netmap-metrics-link]", HTMLAnchorElement);
  const dialog = optional(root, "dialog[data-netmap-metrics]", HTMLDialogElement);
  const body = dialog && optional(dialog, "[data-netmap-metrics-body]", HTMLElement);
  if (!link || !dialog || !body) return;

  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    dialog.showModal();
    void loadAbout(body, link.href, words);
  });
  onPress(dialog, { "close-metrics": () => dialog.close() });
  dialog.addEventListener("click", ({ target }) => {
    if (target === dialog) dialog.close();
  });
}

async function loadAbout(body: HTMLElement, url: string, words: Words): Promise<void> {
  body.setAttribute("aria-busy", "true");
  try {
    const response = await fetch(url);
    if (!response.ok) throw new TypeError(response.statusText);
    const answer = new DOMParser().parseFromString(await response.text(), "text/html");
    const content = answer.querySelector("[data-metrics]") ?? answer.querySelector("main") ?? answer.body;
    body.replaceChildren(document.importNode(content, true));
  } catch (problem) {
    if (!(problem instanceof TypeError)) throw problem;
    const excuse = document.createElement("p");
    const page = document.createElement("a");
    page.href = url;
    page.textContent = words.say("openPage");
    excuse.append(words.say("aboutFailed"), " ", page);
    body.replaceChildren(excuse);
  }
  body.removeAttribute("aria-busy");
}
