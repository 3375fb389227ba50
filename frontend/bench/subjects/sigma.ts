/** sigma.js 4: the filter sets the state of nodes, as its documentation has it. */
import Graphology from "graphology";
import Sigma from "sigma";
import { graphologyOf } from "./graphology";
import type { Graph, Subject } from "./subject";

let renderer: Sigma;
let hidden: string[] = [];

export const subject: Subject = {
  start(graph: Graph, element) {
    hidden = [...graph.kept.keys()].filter((node) => !graph.kept[node]).map(String);
    renderer = new Sigma(graphologyOf(graph, Graphology), element);
  },
  pan(dx, dy) {
    const camera = renderer.getCamera();
    const { x, y } = camera.getState();
    camera.setState({ x: x - dx / 1280, y: y + dy / 1280 });
  },
  zoom(factor) {
    const camera = renderer.getCamera();
    camera.setState({ ratio: camera.getState().ratio / factor });
  },
  filter: (isOn) => void renderer.setNodesState(hidden, { isHidden: isOn }),
};
