/** Shows the island on a made network: /?n=100000&scene=webgl. */
import "../src/styles/site.css";
import "../src/styles/map.css";
import { configOf } from "./config";
import { makeNetwork } from "./network";

const query = new URLSearchParams(location.search);
const made = makeNetwork(Number(query.get("n") ?? 473));
const url = (buffer: ArrayBuffer): string => URL.createObjectURL(new Blob([buffer]));
const config = document.createElement("script");
config.id = "netmap-config";
config.type = "application/json";
config.textContent = JSON.stringify(configOf(made, { url, scene: query.get("scene") }));
document.body.append(config);
await import("../src/netmap/dom/main");
