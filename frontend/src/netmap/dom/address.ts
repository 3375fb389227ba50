/** Keeps the address, and every link that carries the choice on, in step with the state. */
import { readState, writeState } from "../model/address";
import type { Change, Store } from "./store";

const OWN_LINK = "keepState";

export function bindAddress(store: Store): void {
  const known = { groups: store.groupKeys, facets: store.facetKeys };
  const links = [...document.querySelectorAll<HTMLAnchorElement>("a[data-keep-state]")];
  for (const link of links) link.dataset[OWN_LINK] = link.getAttribute("href")?.split("?")[0] ?? "";

  function query(): URLSearchParams {
    return writeState(store.state(), { before: new URLSearchParams(location.search), ...known });
  }

  function passOn(): void {
    const state = { ...store.state(), selected: null, view: null };
    const before = new URLSearchParams(location.search);
    for (const link of links) {
      const passed = writeState(state, { before, ...known });
      const as = link.dataset["as"];
      if (as) passed.set("view", as);
      const text = passed.toString();
      link.href = `${link.dataset[OWN_LINK] ?? ""}${text ? `?${text}` : ""}`;
    }
    for (const field of document.querySelectorAll<HTMLInputElement>('form[method="post"] input[name="next"]')) {
      field.value = location.pathname + location.search;
    }
  }

  function write({ record }: Change): void {
    if (record === "none") return;
    const text = readable(query());
    const address = `${location.pathname}${text ? `?${text}` : ""}`;
    if (record === "push") history.pushState(null, "", address);
    else history.replaceState(null, "", address);
    passOn();
  }

  store.listen(write);
  addEventListener("popstate", () => {
    store.change(readState(new URLSearchParams(location.search), store.groupKeys, store.facetKeys), "none");
    passOn();
  });
  passOn();
}

/** Commas need no escape in a query, and an address is read by people. */
function readable(query: URLSearchParams): string {
  return query.toString().replaceAll("%2C", ",");
}
