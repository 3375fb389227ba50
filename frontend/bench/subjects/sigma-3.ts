/** sigma.js 3: the filter is a pair of reducers, as its documentation has it. */
import Graphology from "graphology";
import Sigma from "sigma-3";
import { graphologyOf } from "./graphology";
import type { Graph, Subject } from "./subject";

let renderer: Sigma;
let isFiltered = false;

export const subject: Subject = {
  start({ kept, n, ...rest }: Graph, element) {
    const isHidden = (node: string): boolean => isFiltered && Number(node) < n && !kept[Number(node)];
    const objects = graphologyOf({ kept, n, ...rest }, Graphology);
    renderer = new Sigma(objects, element, {
      nodeReducer: (node, data) => (isHidden(node) ? { ...data, hidden: true } : data),
      edgeReducer: (edge, data) => (isFiltered && (isHidden(objects.source(edge)) || isHidden(objects.target(edge))) ? { ...data, hidden: true } : data),
    });
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
  filter(isOn) {
    isFiltered = isOn;
    renderer.refresh();
  },
};
