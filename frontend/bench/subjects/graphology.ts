/** The graph as the objects that sigma.js draws. */
import type Graphology from "graphology";
import { COLOURS, type Graph, LINK } from "./subject";

export function graphologyOf({ x, y, ends, colour }: Graph, Kind: typeof Graphology): Graphology {
  const graph = new Kind({ type: "undirected", multi: true });
  for (let node = 0; node < x.length; node++) {
    graph.addNode(String(node), { x: x[node], y: -(y[node] ?? 0), size: 2, color: COLOURS[colour[node] ?? 0] });
  }
  for (let i = 0; i < ends.length; i += 2) graph.addEdge(String(ends[i]), String(ends[i + 1]), { size: 0.5, color: LINK });
  return graph;
}
