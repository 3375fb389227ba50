/** Textures that hold something of each node and hub, so that programs look it up by number. */
import { STEP_RADII } from "../model/sizes";
import type { NodeColours } from "../model/colours";
import { ROW } from "./programs";
import type { Arrangement } from "./scene";

const USUAL_SIZE = STEP_RADII.indexOf(1);

export interface Tables {
  /** Binds the textures to the units 0 to 2: spots, style, visible. */
  bind(): void;
  place(arrangement: Arrangement): void;
  dress(colours: NodeColours | null, sizes: Uint8Array | null, arrangement: Arrangement | null): void;
  light(visible: Uint8Array | null): void;
}

export function tables(gl: WebGL2RenderingContext, n: number): Tables {
  const [spots, style, state] = [texture(gl), texture(gl), texture(gl)];
  const formats = { spots: [gl.RGBA16UI, gl.RGBA_INTEGER, gl.UNSIGNED_SHORT], style: [gl.RGBA8UI, gl.RGBA_INTEGER, gl.UNSIGNED_BYTE], state: [gl.R8UI, gl.RED_INTEGER, gl.UNSIGNED_BYTE] } as const;
  let stateRows = 0;

  function write(into: WebGLTexture, [inner, format, type]: readonly [number, number, number], values: Uint8Array | Uint16Array): void {
    gl.bindTexture(gl.TEXTURE_2D, into);
    gl.texImage2D(gl.TEXTURE_2D, 0, inner, ROW, rowsFor(values, format === gl.RED_INTEGER ? 1 : 4), 0, format, type, values);
  }

  /** Hubs are always visible; the nodes before them follow. */
  function growState(rows: number): void {
    if (stateRows >= rows) return;
    stateRows = rows;
    write(state, formats.state, new Uint8Array(rows * ROW).fill(1));
  }

  gl.pixelStorei(gl.UNPACK_ALIGNMENT, 1);
  return {
    bind() {
      [spots, style, state].forEach((table, unit) => {
        gl.activeTexture(gl.TEXTURE0 + unit);
        gl.bindTexture(gl.TEXTURE_2D, table);
      });
      gl.activeTexture(gl.TEXTURE0);
    },
    place({ from, to, hubs }) {
      const values = new Uint16Array(padded(n + hubs.length) * 4);
      for (let i = 0; i < n; i++) {
        values[4 * i] = from.x[i] ?? 0;
        values[4 * i + 1] = from.y[i] ?? 0;
        values[4 * i + 2] = to.x[i] ?? 0;
        values[4 * i + 3] = to.y[i] ?? 0;
      }
      hubs.forEach(({ x, y }, place) => values.set([x, y, x, y], 4 * (n + place)));
      write(spots, formats.spots, values);
      growState(padded(n + hubs.length) / ROW);
    },
    dress(colours, sizes, arrangement) {
      const hubs = arrangement?.hubs ?? [];
      const values = new Uint8Array(padded(n + hubs.length) * 4);
      for (let i = 0; i < n; i++) {
        values[4 * i] = colours?.fill[i] ?? 0;
        values[4 * i + 1] = colours?.ring[i] ?? 0;
        values[4 * i + 2] = sizes?.[i] ?? USUAL_SIZE;
      }
      hubs.forEach(({ colour }, place) => (values[4 * (n + place)] = colour));
      write(style, formats.style, values);
    },
    light(visible) {
      if (!visible || n === 0) return;
      growState(padded(n) / ROW);
      const [, format, type] = formats.state;
      const fullRows = Math.floor(n / ROW);
      gl.bindTexture(gl.TEXTURE_2D, state);
      gl.texSubImage2D(gl.TEXTURE_2D, 0, 0, 0, ROW, fullRows, format, type, visible.subarray(0, fullRows * ROW));
      gl.texSubImage2D(gl.TEXTURE_2D, 0, 0, fullRows, n - fullRows * ROW, 1, format, type, visible.subarray(fullRows * ROW));
    },
  };
}

function padded(count: number): number {
  return Math.max(1, Math.ceil(count / ROW)) * ROW;
}

function rowsFor(values: Uint8Array | Uint16Array, each: number): number {
  return values.length / each / ROW;
}

function texture(gl: WebGL2RenderingContext): WebGLTexture {
  const made = gl.createTexture();
  gl.bindTexture(gl.TEXTURE_2D, made);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.NEAREST);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.NEAREST);
  return made;
}
