/** The scene on WebGL2 for large networks: typed arrays go up once, a choice sends one byte a node, panning sends nothing. */
import { FULL } from "../view/camera";
import { channels, type Theme } from "../view/theme";
import { LINKS_FRAGMENT, LINKS_VERTEX, POINTS_FRAGMENT, POINTS_VERTEX, program } from "./programs";
import { type Arrangement, DIM_SHARE, type Frame, linkStrength, RING_SHARE, type Scene, type SceneInput } from "./scene";

/** More links than this are a fog that says nothing. */
const MOST_LINKS = 24000;
const PALETTE_SIZE = 10;

/** Gives a WebGL2 scene, or null where the machine has none, or (unless it is forced) only an emulated one. */
export function webglScene(canvas: HTMLCanvasElement, input: SceneInput, isForced: boolean): Scene | null {
  const gl = canvas.getContext("webgl2", {
    antialias: false,
    alpha: true,
    premultipliedAlpha: true,
    // Measured at 100,000 nodes: an emulated GPU takes 1.7 times as long as Canvas 2D.
    failIfMajorPerformanceCaveat: !isForced,
  });
  if (!gl) return null;
  const points = pointsDrawing(gl, input);
  const links = linksDrawing(gl);
  let lit: Uint8Array = new Uint8Array(input.n).fill(1);
  let arrangement: Arrangement | null = null;
  gl.enable(gl.BLEND);
  gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
  return {
    setTheme(theme) {
      points.setTheme(theme);
      links.setTheme(theme);
    },
    arrange(given) {
      arrangement = given;
      points.place(given);
      links.place(given, lit);
    },
    setLit(given) {
      lit = given;
      points.setLit(given);
      if (arrangement) links.place(arrangement, given);
    },
    draw(frame) {
      gl.viewport(0, 0, gl.drawingBufferWidth, gl.drawingBufferHeight);
      gl.clearColor(0, 0, 0, 0);
      gl.clear(gl.COLOR_BUFFER_BIT);
      if (!frame.isMoving) links.draw(frame);
      points.draw(frame);
    },
  };
}

/** Every node once, far jumps apart, so that the first part of the order is a fair sample of all. */
function scattered(n: number): Uint32Array {
  let jump = Math.max(1, Math.floor(n * 0.618));
  while (divisor(jump, n) > 1) jump++;
  const order = new Uint32Array(n);
  for (let i = 1; i < n; i++) order[i] = (order[i - 1]! + jump) % n;
  return order;
}

function divisor(a: number, b: number): number {
  return b === 0 ? a : divisor(b, a % b);
}

interface Uniforms {
  readonly made: WebGLProgram;
  at(name: string): WebGLUniformLocation | null;
}

function uniformsOf(gl: WebGL2RenderingContext, made: WebGLProgram): Uniforms {
  const known = new Map<string, WebGLUniformLocation | null>();
  return {
    made,
    at(name) {
      if (!known.has(name)) known.set(name, gl.getUniformLocation(made, name));
      return known.get(name) ?? null;
    },
  };
}

function setPlace(gl: WebGL2RenderingContext, { at }: Uniforms, { transform, width, height }: Frame): void {
  gl.uniform4f(at("u_place"), transform.sx * FULL, transform.sy * FULL, transform.tx, transform.ty);
  gl.uniform2f(at("u_size"), width, height);
}

function paletteArray(colours: readonly string[]): Float32Array {
  return Float32Array.from({ length: PALETTE_SIZE * 3 }, (_, i) => {
    const rgb = channels(colours[Math.floor(i / 3)] ?? "");
    return rgb[(i % 3) as 0 | 1 | 2] / 255;
  });
}

interface PointsDrawing {
  setTheme(theme: Theme): void;
  place(arrangement: Arrangement): void;
  setLit(lit: Uint8Array): void;
  draw(frame: Frame): void;
}

function pointsDrawing(gl: WebGL2RenderingContext, { n, colours }: SceneInput): PointsDrawing {
  const uniforms = uniformsOf(gl, program(gl, POINTS_VERTEX, POINTS_FRAGMENT));
  const array = gl.createVertexArray();
  gl.bindVertexArray(array);
  const from = attribute(gl, uniforms.made, "a_from");
  const to = attribute(gl, uniforms.made, "a_to");
  const order = scattered(n);
  const marks = new Uint8Array(n);
  const inOrder = (values: Uint8Array): Uint8Array => {
    for (let i = 0; i < n; i++) marks[i] = values[order[i]!]!;
    return marks;
  };
  upload(gl, attribute(gl, uniforms.made, "a_fill", true), inOrder(colours.fill));
  upload(gl, attribute(gl, uniforms.made, "a_ring", true), inOrder(colours.ring));
  const litBuffer = attribute(gl, uniforms.made, "a_lit", true);
  upload(gl, litBuffer, new Uint8Array(n).fill(1), gl.DYNAMIC_DRAW);
  let hasFaint = false;
  const pairs = new Uint16Array(n * 2);
  const interleaved = ({ x, y }: { x: Uint16Array; y: Uint16Array }): Uint16Array => {
    for (let i = 0; i < n; i++) {
      pairs[2 * i] = x[order[i]!]!;
      pairs[2 * i + 1] = y[order[i]!]!;
    }
    return pairs;
  };
  return {
    setTheme({ palette, edges, line }) {
      gl.useProgram(uniforms.made);
      gl.uniform3fv(uniforms.at("u_palette"), paletteArray(palette));
      gl.uniform3fv(uniforms.at("u_edges"), paletteArray(edges));
      const [r, g, b] = channels(line);
      gl.uniform3f(uniforms.at("u_line"), r / 255, g / 255, b / 255);
      gl.uniform1f(uniforms.at("u_dim"), DIM_SHARE);
      gl.uniform1f(uniforms.at("u_ringShare"), RING_SHARE);
    },
    place(arrangement) {
      upload(gl, from, interleaved(arrangement.from));
      upload(gl, to, interleaved(arrangement.to));
    },
    setLit(lit) {
      hasFaint = lit.includes(0);
      upload(gl, litBuffer, inOrder(lit), gl.DYNAMIC_DRAW);
    },
    draw(frame) {
      gl.useProgram(uniforms.made);
      gl.bindVertexArray(array);
      setPlace(gl, uniforms, frame);
      gl.uniform1f(uniforms.at("u_progress"), frame.progress);
      gl.uniform1f(uniforms.at("u_radius"), frame.radius);
      gl.uniform1f(uniforms.at("u_ratio"), frame.pixelRatio);
      for (let pass = hasFaint ? 0 : 1; pass <= 1; pass++) {
        gl.uniform1ui(uniforms.at("u_pass"), pass);
        gl.drawArrays(gl.POINTS, 0, Math.ceil(n * frame.share));
      }
    },
  };
}

interface LinksDrawing {
  setTheme(theme: Theme): void;
  place(arrangement: Arrangement, lit: Uint8Array): void;
  draw(frame: Frame): void;
}

function linksDrawing(gl: WebGL2RenderingContext): LinksDrawing {
  const uniforms = uniformsOf(gl, program(gl, LINKS_VERTEX, LINKS_FRAGMENT));
  const array = gl.createVertexArray();
  gl.bindVertexArray(array);
  const ends = attribute(gl, uniforms.made, "a_at");
  const tints = attribute(gl, uniforms.made, "a_colour", true);
  const at = new Uint16Array(MOST_LINKS * 4);
  const colour = new Uint8Array(MOST_LINKS * 2);
  let drawn = 0;
  return {
    setTheme({ palette, inkSoft }) {
      gl.useProgram(uniforms.made);
      gl.uniform3fv(uniforms.at("u_palette"), paletteArray([inkSoft, ...palette.slice(1)]));
    },
    place({ to, links, hubs }, lit) {
      let fitting = 0;
      for (const node of links.node) fitting += lit[node]!;
      const step = Math.max(1, fitting / MOST_LINKS);
      drawn = 0;
      let seen = 0;
      for (let i = 0; i < links.node.length && drawn < MOST_LINKS; i++) {
        const node = links.node[i]!;
        if (!lit[node] || seen++ < drawn * step) continue;
        const hub = hubs[links.hub[i]!]!;
        at.set([to.x[node]!, to.y[node]!, hub.x, hub.y], drawn * 4);
        colour.fill(hub.colour, drawn * 2, drawn * 2 + 2);
        drawn++;
      }
      upload(gl, ends, at.subarray(0, drawn * 4), gl.DYNAMIC_DRAW);
      upload(gl, tints, colour.subarray(0, drawn * 2), gl.DYNAMIC_DRAW);
    },
    draw(frame) {
      gl.useProgram(uniforms.made);
      gl.bindVertexArray(array);
      setPlace(gl, uniforms, frame);
      gl.uniform1f(uniforms.at("u_strength"), linkStrength(drawn));
      gl.drawArrays(gl.LINES, 0, drawn * 2);
    },
  };
}

/** Makes a buffer for an attribute of the bound vertex array: pairs of 16 bits, or one byte. */
function attribute(gl: WebGL2RenderingContext, made: WebGLProgram, name: string, isByte = false): WebGLBuffer {
  const buffer = gl.createBuffer();
  const location = gl.getAttribLocation(made, name);
  gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
  gl.enableVertexAttribArray(location);
  if (isByte) gl.vertexAttribIPointer(location, 1, gl.UNSIGNED_BYTE, 0, 0);
  else gl.vertexAttribPointer(location, 2, gl.UNSIGNED_SHORT, true, 0, 0);
  return buffer;
}

function upload(gl: WebGL2RenderingContext, buffer: WebGLBuffer, values: Uint8Array | Uint16Array, usage?: number): void {
  gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
  gl.bufferData(gl.ARRAY_BUFFER, values, usage ?? gl.STATIC_DRAW);
}
