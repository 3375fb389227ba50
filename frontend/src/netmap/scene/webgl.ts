/** The scene on WebGL2 for large networks: typed arrays go up once, a choice sends one byte a node, panning sends nothing. */
import type { NodeColours } from "../model/colours";
import { PALETTE_SIZE } from "../model/colours";
import { type DrawnLinks, scattered } from "../model/links";
import { STEP_RADII } from "../model/sizes";
import { FULL } from "../view/camera";
import { channels, type Theme } from "../view/theme";
import { landDrawing, type LandDrawing } from "./basemap";
import { linksVertex, PLAIN_FRAGMENT, POINTS_FRAGMENT, pointsVertex, type Program, program } from "./programs";
import { type Arrangement, BEND, DIM_SHARE, type Frame, linkStrength, MOST_BEND, RING_SHARE, type Scene, type SceneInput } from "./scene";
import { type Tables, tables } from "./tables";

/** More links than this are a fog that says nothing. */
const MOST_LINKS = 24000;
/** The share of the links that stays while things move. */
const MOVING_SHARE = 0.25;
const PIECES = 6;

/** Gives a WebGL2 scene, or null where the machine has none, or (unless it is forced) only an emulated one. */
export function webglScene(canvas: HTMLCanvasElement, { n, redraw }: SceneInput, isForced: boolean): Scene | null {
  const gl = canvas.getContext("webgl2", {
    antialias: false,
    alpha: true,
    stencil: true,
    premultipliedAlpha: true,
    // Measured at 100,000 nodes: an emulated GPU takes 1.7 times as long as Canvas 2D.
    failIfMajorPerformanceCaveat: !isForced,
  });
  if (!gl) return null;
  const state: SceneState = { n, theme: null, arrangement: null, links: null, visible: null, colours: null, sizes: null };
  let drawing = build(gl, state);
  // A machine may take the context away; what was shown is kept, and all of it goes up again once it is back.
  canvas.addEventListener("webglcontextlost", (event) => event.preventDefault());
  canvas.addEventListener("webglcontextrestored", () => {
    drawing = build(gl, state);
    redraw();
  });
  return {
    setTheme(theme) {
      state.theme = theme;
      drawing.setTheme(theme);
    },
    arrange(arrangement) {
      state.arrangement = arrangement;
      drawing.arrange(arrangement);
    },
    setLinks(links) {
      state.links = links;
      drawing.setLinks(links);
    },
    setVisible(visible) {
      state.visible = visible;
      drawing.setVisible(visible);
    },
    setColours(colours) {
      state.colours = colours;
      drawing.dress();
    },
    setSizes(sizes) {
      state.sizes = sizes;
      drawing.dress();
    },
    draw(frame) {
      if (!gl.isContextLost() && state.arrangement && state.theme) drawing.draw(frame);
    },
  };
}

/** Everything that has to go up again after a loss. */
interface SceneState {
  readonly n: number;
  theme: Theme | null;
  arrangement: Arrangement | null;
  links: DrawnLinks | null;
  visible: Uint8Array | null;
  colours: NodeColours | null;
  sizes: Uint8Array | null;
}

interface Drawing {
  setTheme(theme: Theme): void;
  arrange(arrangement: Arrangement): void;
  setLinks(links: DrawnLinks | null): void;
  setVisible(visible: Uint8Array): void;
  dress(): void;
  draw(frame: Frame): void;
}

function build(gl: WebGL2RenderingContext, state: SceneState): Drawing {
  const table: Tables = tables(gl, state.n);
  const land: LandDrawing = landDrawing(gl);
  const points = pointsDrawing(gl, state.n);
  const links = linksDrawing(gl);
  let visibleShare = 1;
  gl.enable(gl.BLEND);
  gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
  const drawing: Drawing = {
    setTheme(theme) {
      points.setTheme(theme);
      links.setTheme(theme);
      land.setTheme(theme);
    },
    arrange(arrangement) {
      table.place(arrangement);
      table.dress(state.colours, state.sizes, arrangement);
      // More hubs may have needed a larger table of who is visible.
      table.light(state.visible);
      land.place(arrangement.outline);
    },
    setLinks: (nextLinks) => links.place(nextLinks),
    setVisible(visible) {
      table.light(visible);
      visibleShare = shareOf(visible);
    },
    dress() {
      if (state.arrangement) table.dress(state.colours, state.sizes, state.arrangement);
    },
    draw(frame) {
      gl.viewport(0, 0, gl.drawingBufferWidth, gl.drawingBufferHeight);
      gl.clearColor(0, 0, 0, 0);
      gl.clear(gl.COLOR_BUFFER_BIT | gl.STENCIL_BUFFER_BIT);
      land.draw(frame);
      table.bind();
      if (frame.progress === 1) links.draw(frame, visibleShare);
      points.draw(frame, visibleShare < 1);
    },
  };
  if (state.arrangement) drawing.arrange(state.arrangement);
  if (state.theme) drawing.setTheme(state.theme);
  if (state.visible) drawing.setVisible(state.visible);
  drawing.setLinks(state.links);
  return drawing;
}

function shareOf(visible: Uint8Array): number {
  let count = 0;
  for (let node = 0; node < visible.length; node++) count += visible[node] ?? 0;
  return count / Math.max(1, visible.length);
}

function setPlace(gl: WebGL2RenderingContext, { at }: Program, { transform, width, height, progress }: Frame): void {
  gl.uniform4f(at("u_place"), transform.sx, transform.sy, transform.tx, transform.ty);
  gl.uniform2f(at("u_size"), width, height);
  gl.uniform1f(at("u_progress"), progress);
}

function setTables(gl: WebGL2RenderingContext, { use, at }: Program): void {
  use();
  ["u_spots", "u_style", "u_visible"].forEach((name, unit) => gl.uniform1i(at(name), unit));
}

function paletteArray(colours: readonly string[]): Float32Array {
  return Float32Array.from({ length: PALETTE_SIZE * 3 }, (_, i) => {
    const rgb = channels(colours[Math.floor(i / 3)] ?? "");
    return rgb[(i % 3) as 0 | 1 | 2] / 255;
  });
}

interface PointsDrawing {
  setTheme(theme: Theme): void;
  draw(frame: Frame, hasFaint: boolean): void;
}

function pointsDrawing(gl: WebGL2RenderingContext, n: number): PointsDrawing {
  const compiled = program(gl, pointsVertex(PALETTE_SIZE, STEP_RADII), POINTS_FRAGMENT);
  const array = gl.createVertexArray();
  gl.bindVertexArray(array);
  integers(gl, compiled, { name: "a_node", size: 1 }, scattered(n));
  setTables(gl, compiled);
  return {
    setTheme({ palette, edges, line }) {
      compiled.use();
      gl.uniform3fv(compiled.at("u_palette"), paletteArray(palette));
      gl.uniform3fv(compiled.at("u_edges"), paletteArray(edges));
      const [r, g, b] = channels(line);
      gl.uniform3f(compiled.at("u_line"), r / 255, g / 255, b / 255);
      gl.uniform1f(compiled.at("u_dim"), DIM_SHARE);
      gl.uniform1f(compiled.at("u_ringShare"), RING_SHARE);
    },
    draw(frame, hasFaint) {
      compiled.use();
      gl.bindVertexArray(array);
      setPlace(gl, compiled, frame);
      gl.uniform1f(compiled.at("u_radius"), frame.radius);
      gl.uniform1f(compiled.at("u_ratio"), frame.pixelRatio);
      for (let pass = hasFaint ? 0 : 1; pass <= 1; pass++) {
        gl.uniform1ui(compiled.at("u_pass"), pass);
        gl.drawArrays(gl.POINTS, 0, Math.ceil(n * frame.share));
      }
    },
  };
}

interface LinksDrawing {
  setTheme(theme: Theme): void;
  place(links: DrawnLinks | null): void;
  draw(frame: Frame, visibleShare: number): void;
}

function linksDrawing(gl: WebGL2RenderingContext): LinksDrawing {
  const compiled = program(gl, linksVertex(PALETTE_SIZE, PIECES), PLAIN_FRAGMENT);
  const array = gl.createVertexArray();
  gl.bindVertexArray(array);
  const { buffer, location } = integers(gl, compiled, { name: "a_ends", size: 2 }, new Uint32Array(0));
  gl.vertexAttribDivisor(location, 1);
  setTables(gl, compiled);
  gl.uniform2f(compiled.at("u_bend"), BEND, MOST_BEND);
  let count = 0;
  let isToHubs = false;
  return {
    setTheme({ palette, inkSoft }) {
      compiled.use();
      gl.uniform3fv(compiled.at("u_palette"), paletteArray(palette));
      const [r, g, b] = channels(inkSoft);
      gl.uniform3f(compiled.at("u_plain"), r / 255, g / 255, b / 255);
    },
    place(links) {
      count = (links?.ends.length ?? 0) / 2;
      isToHubs = links?.isToHubs ?? false;
      gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
      gl.bufferData(gl.ARRAY_BUFFER, links?.ends ?? new Uint32Array(0), gl.STATIC_DRAW);
    },
    draw(frame, visibleShare) {
      // Of so many links this share is seen; the sample grows as others vanish.
      const visibleFraction = Math.max(1e-6, isToHubs ? visibleShare : visibleShare ** 2);
      const sample = Math.min(count, Math.ceil((MOST_LINKS / visibleFraction) * (frame.isMoving ? MOVING_SHARE : 1)));
      if (sample === 0) return;
      const { sx, sy, tx, ty } = frame.transform;
      compiled.use();
      gl.bindVertexArray(array);
      setPlace(gl, compiled, frame);
      gl.uniform1i(compiled.at("u_isToHubs"), isToHubs ? 1 : 0);
      gl.uniform2f(compiled.at("u_middle"), (FULL / 2) * sx + tx, (FULL / 2) * sy + ty);
      gl.uniform1f(compiled.at("u_strength"), linkStrength(Math.min(MOST_LINKS, count * visibleFraction)));
      gl.drawArraysInstanced(gl.LINE_STRIP, 0, PIECES + 1, sample);
    },
  };
}

/** Makes a buffer of whole numbers for an attribute of the bound vertex array. */
function integers(
  gl: WebGL2RenderingContext,
  { compiled }: Program,
  { name, size }: { name: string; size: number },
  values: Uint32Array,
): { buffer: WebGLBuffer; location: number } {
  const buffer = gl.createBuffer();
  const location = Math.max(0, gl.getAttribLocation(compiled, name));
  gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
  gl.enableVertexAttribArray(location);
  gl.vertexAttribIPointer(location, size, gl.UNSIGNED_INT, 0, 0);
  gl.bufferData(gl.ARRAY_BUFFER, values, gl.STATIC_DRAW);
  return { buffer, location };
}
