/** Writes one synthetic network twice: as the island's files with their page's configuration, and as plain columns for the peers. */
import { writeFileSync } from "node:fs";
import path from "node:path";
import { configOf } from "../harness/config";
import { makeNetwork } from "../harness/network";
import { readPlaces } from "../src/netmap/contract/places";
import { present } from "../harness/present";

const KEPT = { facet: "type", value: 5 };

/** Writes the network of n organisations into a folder; gives how many links it has. */
export function writeNetwork(n: number, folder: string, scene: string | null): number {
  const made = makeNetwork(n);
  let files = 0;
  const url = (buffer: ArrayBuffer): string => {
    const name = `${files++}.bin`;
    writeFileSync(path.join(folder, name), new Uint8Array(buffer));
    return `/data/${n}/${name}`;
  };
  writeFileSync(path.join(folder, "config.json"), JSON.stringify(configOf(made, { url, scene })));
  const rows = (key: string): readonly (readonly number[])[] => present(made.facets.find((facet) => facet.key === key)).rows;
  const { x, y, hubs } = readPlaces(present(made.places.get("category")), n);
  const toHubs = rows("category").flatMap((row, node) => row.map((value) => [node, n + value] as const));
  const links = [...toHubs, ...made.similar, ...made.declared];
  const ends = Uint32Array.from(links.flat());
  const colour = [...rows("category").map((row) => (row[0] ?? -1) + 1), ...hubs.map(({ value }) => value + 1)];
  const columns = [
    Uint32Array.of(n, hubs.length, links.length, 0),
    ends,
    Uint16Array.from([...x, ...hubs.map((hub) => hub.x)]),
    Uint16Array.from([...y, ...hubs.map((hub) => hub.y)]),
    Uint8Array.from(colour),
    Uint8Array.from(rows(KEPT.facet), (row) => Number(row[0] === KEPT.value)),
  ];
  const bytes = Buffer.concat(columns.map(({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength)));
  writeFileSync(path.join(folder, "graph.bin"), bytes);
  return links.length;
}
