/** Land behind the points: rings filled by counting crossings in the stencil, so that no ring has to be cut into triangles. */
import type { Outline } from "../contract/places";
import { channels, type Theme } from "../view/theme";
import { LAND_VERTEX, PLAIN_FRAGMENT, program } from "./programs";
import type { Frame } from "./scene";

export interface LandDrawing {
  setTheme(theme: Theme): void;
  place(outline: Outline | null): void;
  draw(frame: Frame): void;
}

/** Ends a fan and begins the next one. */
const RESTART = 0xffffffff;
const CORNERS = Float32Array.of(0, 0, 1, 0, 0, 1, 1, 1);

export function landDrawing(gl: WebGL2RenderingContext): LandDrawing {
  const landProgram = program(gl, LAND_VERTEX, PLAIN_FRAGMENT);
  const location = Math.max(0, gl.getAttribLocation(landProgram.compiled, "a_at"));
  const rings = vertices(gl, location);
  const indexes = gl.createBuffer();
  gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, indexes);
  const corners = vertices(gl, location);
  gl.bufferData(gl.ARRAY_BUFFER, CORNERS, gl.STATIC_DRAW);
  let count = 0;
  return {
    setTheme({ land }) {
      landProgram.use();
      const [r, g, b] = channels(land);
      gl.uniform3f(landProgram.at("u_colour"), r / 255, g / 255, b / 255);
    },
    place(outline) {
      const order = outline ? fans(outline) : new Uint32Array(0);
      count = order.length;
      if (!outline) return;
      const at = new Float32Array(outline.x.length * 2);
      outline.x.forEach((x, i) => at.set([x, outline.y[i] ?? 0], 2 * i));
      gl.bindVertexArray(rings.array);
      gl.bindBuffer(gl.ARRAY_BUFFER, rings.buffer);
      gl.bufferData(gl.ARRAY_BUFFER, at, gl.STATIC_DRAW);
      gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, indexes);
      gl.bufferData(gl.ELEMENT_ARRAY_BUFFER, order, gl.STATIC_DRAW);
    },
    draw({ transform, width, height, progress }) {
      if (count === 0) return;
      landProgram.use();
      gl.uniform4f(landProgram.at("u_place"), transform.sx, transform.sy, transform.tx, transform.ty);
      gl.uniform2f(landProgram.at("u_size"), width, height);
      gl.uniform1f(landProgram.at("u_strength"), progress);
      gl.enable(gl.STENCIL_TEST);
      gl.colorMask(false, false, false, false);
      gl.stencilFunc(gl.ALWAYS, 0, 1);
      gl.stencilOp(gl.INVERT, gl.INVERT, gl.INVERT);
      gl.uniform1i(landProgram.at("u_isWhole"), 0);
      gl.bindVertexArray(rings.array);
      gl.drawElements(gl.TRIANGLE_FAN, count, gl.UNSIGNED_INT, 0);
      gl.colorMask(true, true, true, true);
      gl.stencilFunc(gl.EQUAL, 1, 1);
      gl.stencilOp(gl.KEEP, gl.KEEP, gl.KEEP);
      gl.uniform1i(landProgram.at("u_isWhole"), 1);
      gl.bindVertexArray(corners.array);
      gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4);
      gl.disable(gl.STENCIL_TEST);
    },
  };
}

function fans({ start, x }: Outline): Uint32Array {
  const order = new Uint32Array(x.length + start.length);
  let count = 0;
  for (let ring = 0; ring + 1 < start.length; ring++) {
    for (let at = start[ring] ?? 0; at < (start[ring + 1] ?? 0); at++) order[count++] = at;
    order[count++] = RESTART;
  }
  return order.subarray(0, count);
}

function vertices(gl: WebGL2RenderingContext, location: number): { array: WebGLVertexArrayObject; buffer: WebGLBuffer } {
  const [array, buffer] = [gl.createVertexArray(), gl.createBuffer()];
  gl.bindVertexArray(array);
  gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
  gl.enableVertexAttribArray(location);
  gl.vertexAttribPointer(location, 2, gl.FLOAT, false, 0, 0);
  return { array, buffer };
}
