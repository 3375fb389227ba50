/** Shows the island on a made network: /?n=100000&scene=webgl. */
import "../src/styles/site.css";
import "../src/styles/map.css";
import { makeNetwork } from "./network";

const query = new URLSearchParams(location.search);
const made = makeNetwork(Number(query.get("n") ?? 473));
const url = (buffer: ArrayBuffer): string => URL.createObjectURL(new Blob([buffer]));
const named = (values: readonly string[], isColoured: boolean): object[] =>
  values.map((value, i) => ({ value, label: value.replace("-", " "), short: value, mark: "", colour: isColoured ? i + 1 : null }));

const config = document.createElement("script");
config.id = "netmap-config";
config.type = "application/json";
config.textContent = JSON.stringify({
  nodesUrl: url(made.nodes),
  namesUrl: url(made.names),
  sheetUrl: "/sheet/{id}",
  profileUrl: "/profile/{id}",
  scene: query.get("scene"),
  groupings: ["category", "country"].map((key) => ({ key, label: key })),
  facets: [
    { key: "category", label: "Category", values: named(made.categories, true) },
    { key: "country", label: "Country", values: named(made.countries, false) },
  ],
});
document.body.append(config);
await import("../src/netmap/dom/main");
