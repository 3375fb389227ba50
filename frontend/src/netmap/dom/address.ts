/** Keeps the address, and every link that carries the choice on, in step with the state. */
import { type MapState, readState, writeState } from "../model/address";
import type { Change, Store } from "./store";

const OWN_LINK = "keepState";
const REPLACED_AFTER_MS = 150;

export function bindAddress(store: Store): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const links = [...document.querySelectorAll<HTMLAnchorElement>("a[data-keep-state]")];
  for (const link of links) link.dataset[OWN_LINK] = link.getAttribute("href")?.split("?")[0] ?? "";

  /** Lists and downloads go by what is chosen; only another picture of the map also goes by where it looks. */
  function passOn(): void {
    const state = store.state();
    const plainState = { ...state, selected: null, focus: null, path: null, view: null };
    for (const link of links) {
      const query = queryOf(store, "keepView" in link.dataset ? state : plainState);
      const as = link.dataset["as"];
      if (as) query.set("view", as);
      const text = readable(query);
      link.href = `${link.dataset[OWN_LINK] ?? ""}${text ? `?${text}` : ""}`;
    }
    for (const field of document.querySelectorAll<HTMLInputElement>('form[method="post"] input[name="next"]')) {
      field.value = location.pathname + location.search;
    }
  }

  function write(record: "push" | "replace"): void {
    clearTimeout(timer);
    timer = undefined;
    const text = readable(queryOf(store, store.state()));
    const address = `${location.pathname}${text ? `?${text}` : ""}`;
    if (record === "push") history.pushState(null, "", address);
    else history.replaceState(null, "", address);
    passOn();
  }

  /** The picture goes before the address: what only replaces it waits until the hand rests. */
  function follow({ record }: Change): void {
    if (record === "push") write("push");
    else if (record === "replace") {
      clearTimeout(timer);
      timer = setTimeout(() => write("replace"), REPLACED_AFTER_MS);
    }
  }

  store.listen(follow);
  // Who presses a link that carries the choice on takes the present one along.
  const takeAlong = ({ target }: Event): void => {
    if (timer !== undefined && target instanceof Element && target.closest("a[data-keep-state], form[method=post]")) write("replace");
  };
  document.addEventListener("click", takeAlong, { capture: true });
  addEventListener("popstate", () => {
    clearTimeout(timer);
    timer = undefined;
    store.change(readState(new URLSearchParams(location.search), store.stateKeys), "none");
    passOn();
  });
  passOn();
}

function queryOf(store: Store, state: MapState): URLSearchParams {
  return writeState(state, { before: new URLSearchParams(location.search), stateKeys: store.stateKeys });
}

/** Commas need no escape in a query, and an address is read by people. */
export function readable(query: URLSearchParams): string {
  return query.toString().replaceAll("%2C", ",");
}
