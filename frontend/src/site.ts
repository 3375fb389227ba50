/** What every page runs: htmx without evaluation, and small behaviours hung on data attributes. */
import htmx from "htmx.org/dist/htmx.esm.js";
import { startKeys } from "./keys";
import { showMoments } from "./moments";

htmx.config["allowEval"] = false;
htmx.config["includeIndicatorStyles"] = false;
htmx.config["selfRequestsOnly"] = true;
htmx.config["allowScriptTags"] = false;

/** Sends a form as soon as one of its choices changes; its button stays for those without JavaScript. */
function submitOnChange(event: Event): void {
  const control = event.target;
  if (!(control instanceof HTMLSelectElement || control instanceof HTMLInputElement)) return;
  const form = control.form;
  if (!form?.hasAttribute("data-auto-submit")) return;
  if (control instanceof HTMLInputElement && !["checkbox", "radio"].includes(control.type)) return;
  form.requestSubmit();
}

function openMenus(): HTMLDetailsElement[] {
  return [...document.querySelectorAll<HTMLDetailsElement>("details[data-menu][open]")];
}

function closeMenusOutside(event: Event): void {
  for (const menu of openMenus()) {
    if (event.target instanceof Node && !menu.contains(event.target)) menu.open = false;
  }
}

function closeMenusOnEscape(event: KeyboardEvent): void {
  if (event.key !== "Escape") return;
  for (const menu of openMenus()) {
    const hadFocus = menu.contains(document.activeElement);
    menu.open = false;
    if (hadFocus) menu.querySelector("summary")?.focus();
  }
}

document.documentElement.dataset["script"] = "on";
startKeys();
showMoments(document);
document.addEventListener("change", submitOnChange);
document.addEventListener("pointerdown", closeMenusOutside);
document.addEventListener("focusin", closeMenusOutside);
document.addEventListener("keydown", closeMenusOnEscape);
document.addEventListener("skillsnet:inserted", (event) => {
  if (!(event.target instanceof Element)) return;
  htmx.process(event.target);
  showMoments(event.target);
});
document.addEventListener("htmx:load", ({ target }) => {
  if (target instanceof Element) showMoments(target);
});
