/** What a page would tell the island about a made network. */
import { GROUPINGS, type MadeNetwork } from "./network";

const WITHIN: Readonly<Record<string, string>> = { country: "subregion", subregion: "region" };

export function configOf(network: MadeNetwork, { url, scene }: { url: (buffer: ArrayBuffer) => string; scene: string | null }): object {
  return {
    networkName: "A made network",
    nodesUrl: url(network.nodes),
    linksUrl: url(network.links),
    namesUrl: url(network.names),
    places: Object.fromEntries([...network.places].map(([key, buffer]) => [key, url(buffer)])),
    matchesUrl: null,
    sheetUrl: "/sheet/{id}",
    profileUrl: "/profile/{id}",
    onlyUrl: null,
    shortUrl: null,
    isEmbed: false,
    scene,
    groupings: GROUPINGS.map(({ key, facet }) => ({ key, label: key, facet })),
    facets: network.facets.map(({ key, values, isMulti }) => ({
      key,
      label: key,
      multi: isMulti,
      within: WITHIN[key] ?? null,
      page: `/${key}/{value}/`,
      values: values.map((value, i) => ({ value, label: value.replace("-", " "), short: value, mark: "", colour: key === "category" ? i + 1 : null })),
    })),
    numbers: [{ key: "ties", label: "ties" }],
  };
}
