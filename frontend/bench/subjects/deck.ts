/** deck.gl: binary attributes, the filter on the graphics card. */
import { Deck, OrthographicView } from "@deck.gl/core";
import { DataFilterExtension } from "@deck.gl/extensions";
import { LineLayer, ScatterplotLayer } from "@deck.gl/layers";
import { COLOURS, type Graph, rgb, type Subject } from "./subject";

const PER_PIXEL = 65535 / 800;
let deck: Deck<OrthographicView>;
let state = { target: [32768, 32768, 0] as [number, number, number], zoom: Math.log2(1 / PER_PIXEL) };
let layers: (isOn: boolean) => unknown[];

export const subject: Subject = {
  start(graph: Graph, element) {
    layers = layersOf(graph);
    return new Promise((resolve) => {
      deck = new Deck({
        parent: element as HTMLDivElement,
        width: 1280,
        height: 800,
        views: new OrthographicView({ flipY: true }),
        viewState: state,
        controller: false,
        layers: layers(false) as never[],
        onAfterRender: () => resolve(),
      });
    });
  },
  pan(dx, dy) {
    const scale = 2 ** state.zoom;
    state = { ...state, target: [state.target[0] - dx / scale, state.target[1] - dy / scale, 0] };
    deck.setProps({ viewState: state });
  },
  zoom(factor) {
    state = { ...state, zoom: state.zoom + Math.log2(factor) };
    deck.setProps({ viewState: state });
  },
  filter: (isOn) => deck.setProps({ layers: layers(isOn) as never[] }),
};

function layersOf({ n, x, y, ends, colour, kept }: Graph): (isOn: boolean) => unknown[] {
  const at = (count: number, node: (i: number) => number): Float32Array => {
    const places = new Float32Array(2 * count);
    for (let i = 0; i < count; i++) places.set([x[node(i)] ?? 0, y[node(i)] ?? 0], 2 * i);
    return places;
  };
  const links = ends.length / 2;
  const colours = new Uint8Array(3 * x.length);
  const palette = COLOURS.map(rgb);
  colour.forEach((place, node) => colours.set(palette[place] ?? [], 3 * node));
  const keeps = (node: number): number => (node >= n ? 1 : (kept[node] ?? 0));
  const nodeKept = Float32Array.from(x, (_, node) => keeps(node));
  const linkKept = Float32Array.from({ length: links }, (_, i) => keeps(ends[2 * i] ?? 0) * keeps(ends[2 * i + 1] ?? 0));
  const lines = {
    length: links,
    attributes: {
      getSourcePosition: { value: at(links, (i) => ends[2 * i] ?? 0), size: 2 },
      getTargetPosition: { value: at(links, (i) => ends[2 * i + 1] ?? 0), size: 2 },
      getFilterValue: { value: linkKept, size: 1 },
    },
  };
  const points = {
    length: x.length,
    attributes: {
      getPosition: { value: at(x.length, (i) => i), size: 2 },
      getFillColor: { value: colours, size: 3 },
      getFilterValue: { value: nodeKept, size: 1 },
    },
  };
  const extensions = [new DataFilterExtension({ filterSize: 1 })];
  return (isOn) => {
    const filterRange = isOn ? [1, 1] : [0, 1];
    return [
      new LineLayer({ id: "links", data: lines, getColor: [221, 221, 221, 60], getWidth: 1, extensions, filterRange } as never),
      new ScatterplotLayer({ id: "nodes", data: points, radiusUnits: "pixels", getRadius: 2, pickable: true, extensions, filterRange } as never),
    ];
  };
}
