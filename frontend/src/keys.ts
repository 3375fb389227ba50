/** Single keys for pages that hold many short answers: an element names its key in `data-key`. */

const SETTING = "skillsnet-single-keys";
const TEXT_TYPES = new Set(["checkbox", "radio", "button", "submit", "reset", "file", "range", "color"]);

let isSent = false;

function isOn(): boolean {
  try {
    return localStorage.getItem(SETTING) !== "off";
  } catch {
    return true;
  }
}

function keep(on: boolean): void {
  try {
    localStorage.setItem(SETTING, on ? "on" : "off");
  } catch {
    // Without storage the choice holds until the page is left.
  }
}

/** Whether somebody is writing: a key is a letter there. */
function isWriting(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !TEXT_TYPES.has(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement || target.isContentEditable;
}

/** The key as its element names it: the Latin letter or digit in its place where the keyboard writes another script. */
export function keyOf(event: Pick<KeyboardEvent, "key" | "code">): string {
  const key = event.key.toLowerCase();
  if (/^[a-z1-9?]$/.test(key)) return key;
  const match = /^(?:Key([A-Z])|Digit([1-9])|Numpad([1-9]))$/.exec(event.code);
  if (key === "؟") return "?";
  return (match?.[1] ?? match?.[2] ?? match?.[3] ?? "").toLowerCase();
}

function act(element: HTMLElement): void {
  if (element instanceof HTMLDetailsElement) {
    element.open = !element.open;
    element.querySelector("summary")?.focus();
    return;
  }
  element.focus();
  element.click();
}

function onKey(event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.isComposing) return;
  if (isSent || isWriting(event.target)) return;
  const page = document.querySelector<HTMLElement>("[data-keys]");
  const key = keyOf(event);
  if (!page || page.dataset["keys"] === "off" || key === "") return;
  const element = page.querySelector<HTMLElement>(`[data-key="${key}"]`);
  if (!element) return;
  event.preventDefault();
  act(element);
}

function show(page: HTMLElement, on: boolean): void {
  page.dataset["keys"] = on ? "on" : "off";
}

/** Turns single keys on where a page offers them, with the switch that turns them off. */
export function startKeys(): void {
  const page = document.querySelector<HTMLElement>("[data-keys]");
  if (!page) return;
  show(page, isOn());
  const setting = page.querySelector<HTMLElement>("[data-keys-setting]");
  const control = page.querySelector<HTMLInputElement>("[data-keys-switch]");
  if (setting && control) {
    setting.hidden = false;
    control.checked = isOn();
    control.addEventListener("change", () => {
      keep(control.checked);
      show(page, control.checked);
    });
  }
  document.addEventListener("keydown", onKey);
  // A second press while the answer travels is no second answer; coming back by "back" starts afresh.
  page.addEventListener("submit", () => {
    isSent = true;
  });
  globalThis.addEventListener("pageshow", () => {
    isSent = false;
  });
}
