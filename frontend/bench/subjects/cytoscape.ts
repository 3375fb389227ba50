/** Cytoscape.js: places given, the filter by its own display style. */
import cytoscape from "cytoscape";
import { COLOURS, type Graph, LINK, type Subject } from "./subject";

let cy: cytoscape.Core;
let hidden: cytoscape.Collection;

export const subject: Subject = {
  start({ n, x, y, ends, colour, kept }: Graph, element) {
    const nodes = Array.from(x, (left, node) => ({ data: { id: String(node), colour: COLOURS[colour[node] ?? 0] }, position: { x: left / 64, y: (y[node] ?? 0) / 64 } }));
    const links = Array.from({ length: ends.length / 2 }, (_, i) => ({ data: { source: String(ends[2 * i]), target: String(ends[2 * i + 1]) } }));
    return new Promise((resolve) => {
      cy = cytoscape({
        container: element,
        elements: { nodes, edges: links },
        layout: { name: "preset" },
        style: [
          { selector: "node", style: { width: 4, height: 4, "background-color": "data(colour)" } },
          { selector: "edge", style: { width: 0.5, "line-color": LINK, "curve-style": "haystack" } },
          { selector: ".hidden", style: { display: "none" } },
        ],
      });
      hidden = cy.nodes().filter((node) => Number(node.id()) < n && !kept[Number(node.id())]);
      cy.one("render", () => resolve());
      cy.fit();
    });
  },
  pan: (dx, dy) => void cy.panBy({ x: dx, y: dy }),
  zoom: (factor) => void cy.zoom(cy.zoom() * factor),
  filter: (isOn) => void (isOn ? hidden.addClass("hidden") : hidden.removeClass("hidden")),
};
