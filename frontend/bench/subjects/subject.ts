/** What every map under measurement can do. */

/** A graph as plain columns: n organisations, then the hubs; links by their ends, two after one another. */
export interface Graph {
  readonly n: number;
  readonly hubs: number;
  /** Places of nodes and hubs, 0 to 65,535, y downwards. */
  readonly x: Uint16Array;
  readonly y: Uint16Array;
  readonly ends: Uint32Array;
  /** A colour's number for each node and hub, 0 to 9. */
  readonly colour: Uint8Array;
  /** 1 for each organisation that the filter keeps, about one in ten. */
  readonly kept: Uint8Array;
}

export interface Subject {
  /** Draws the graph into the element; resolves once that is under way, the frame follows. */
  start(graph: Graph, element: HTMLElement): Promise<void> | void;
  pan(dx: number, dy: number): void;
  zoom(factor: number): void;
  filter(isOn: boolean): void;
}

export const COLOURS = ["#8a8f9b", "#332288", "#88ccee", "#44aa99", "#117733", "#999933", "#ddcc77", "#cc6677", "#882255", "#aa4499"];
export const LINK = "#dddddd";

export function rgb(colour: string): [number, number, number] {
  return [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16)) as [number, number, number];
}

/** Reads the columns that network.ts wrote. */
export function readGraph(buffer: ArrayBuffer): Graph {
  const [n, hubs, links] = new Uint32Array(buffer, 0, 3) as unknown as [number, number, number];
  const all = n + hubs;
  let at = 16;
  const ends = new Uint32Array(buffer, at, 2 * links);
  at += ends.byteLength;
  const x = new Uint16Array(buffer, at, all);
  at += x.byteLength;
  const y = new Uint16Array(buffer, at, all);
  at += y.byteLength;
  const colour = new Uint8Array(buffer, at, all);
  return { n, hubs, x, y, ends, colour, kept: new Uint8Array(buffer, at + all, n) };
}
