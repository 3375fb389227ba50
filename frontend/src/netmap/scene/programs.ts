/** The WebGL2 programs. What is told of nodes and hubs lies in textures and is looked up by their number. */

/** Texels in a row of the textures. */
export const ROW = 1024;

const LOOK_UP = `
uniform highp usampler2D u_spots;
uniform mediump usampler2D u_style;
uniform mediump usampler2D u_visible;
uniform vec4 u_place;
uniform vec2 u_size;
uniform float u_progress;
ivec2 texel(uint node) { return ivec2(int(node % ${ROW}u), int(node / ${ROW}u)); }
vec2 onScreen(uint node) {
  vec4 spots = vec4(texelFetch(u_spots, texel(node), 0));
  return mix(spots.xy, spots.zw, u_progress) * u_place.xy + u_place.zw;
}
vec4 clipped(vec2 at) {
  vec2 clip = at / u_size * 2.0 - 1.0;
  return vec4(clip.x, -clip.y, 0.0, 1.0);
}
const vec4 NOWHERE = vec4(2.0, 2.0, 2.0, 1.0);
`;

export function pointsVertex(palette: number, sizes: readonly number[]): string {
  return `#version 300 es
in uint a_node;
${LOOK_UP}
uniform float u_radius;
uniform float u_ratio;
uniform float u_dim;
uniform float u_ringShare;
uniform uint u_pass;
uniform vec3 u_palette[${palette}];
uniform vec3 u_edges[${palette}];
uniform vec3 u_line;
out vec3 v_fill;
out vec3 v_edge;
out float v_outer;
out float v_inner;
const float SIZES[${sizes.length}] = float[](${sizes.map((size) => size.toFixed(3)).join(", ")});
void main() {
  uvec4 style = texelFetch(u_style, texel(a_node), 0);
  uint visible = texelFetch(u_visible, texel(a_node), 0).r;
  bool faint = visible == 0u;
  float full = u_radius * SIZES[style.z];
  float radius = full * (faint ? u_dim : (style.y > 0u ? 1.0 + u_ringShare : 1.0));
  v_fill = faint ? u_line : u_palette[style.x];
  v_edge = faint ? u_line : (style.y > 0u ? u_palette[style.y] : u_edges[style.x]);
  v_outer = radius * u_ratio;
  v_inner = faint ? v_outer : max(full - 0.8, full * 0.6) * u_ratio;
  gl_PointSize = 2.0 * v_outer + 2.0;
  gl_Position = u_pass == visible ? clipped(onScreen(a_node)) : NOWHERE;
}`;
}

export const POINTS_FRAGMENT = `#version 300 es
precision mediump float;
in vec3 v_fill;
in vec3 v_edge;
in float v_outer;
in float v_inner;
out vec4 colour;
void main() {
  float away = length(gl_PointCoord - 0.5) * (2.0 * v_outer + 2.0);
  float cover = clamp(v_outer - away + 0.5, 0.0, 1.0);
  if (cover <= 0.0) discard;
  colour = vec4(mix(v_edge, v_fill, clamp(v_inner - away + 0.5, 0.0, 1.0)) * cover, cover);
}`;

/** One link an instance, bent towards the middle in so many straight pieces; links of nodes that are not visible vanish. */
export function linksVertex(palette: number, pieces: number): string {
  return `#version 300 es
in uvec2 a_ends;
${LOOK_UP}
uniform vec3 u_palette[${palette}];
uniform vec3 u_plain;
uniform bool u_isToHubs;
uniform vec2 u_middle;
uniform vec2 u_bend;
out vec3 v_colour;
void main() {
  bool seen = texelFetch(u_visible, texel(a_ends.x), 0).r * texelFetch(u_visible, texel(a_ends.y), 0).r > 0u;
  vec2 from = onScreen(a_ends.x);
  vec2 to = onScreen(a_ends.y);
  vec2 half_ = (from + to) / 2.0;
  float bend = min(u_bend.x, u_bend.y * length(from - to) / max(1.0, length(u_middle - half_)));
  vec2 control = mix(half_, u_middle, bend);
  float t = float(gl_VertexID) / ${pieces}.0;
  uint hub = texelFetch(u_style, texel(a_ends.y), 0).r;
  v_colour = u_isToHubs && hub > 0u ? u_palette[hub] : u_plain;
  gl_Position = seen ? clipped(mix(mix(from, control, t), mix(control, to, t), t)) : NOWHERE;
}`;
}

export const PLAIN_FRAGMENT = `#version 300 es
precision mediump float;
in vec3 v_colour;
uniform float u_strength;
out vec4 colour;
void main() {
  colour = vec4(v_colour * u_strength, u_strength);
}`;

export const LAND_VERTEX = `#version 300 es
in vec2 a_at;
uniform vec4 u_place;
uniform vec2 u_size;
uniform vec3 u_colour;
uniform bool u_isWhole;
out vec3 v_colour;
void main() {
  vec2 clip = (a_at * u_place.xy + u_place.zw) / u_size * 2.0 - 1.0;
  v_colour = u_colour;
  gl_Position = u_isWhole ? vec4(a_at * 2.0 - 1.0, 0.0, 1.0) : vec4(clip.x, -clip.y, 0.0, 1.0);
}`;

export interface Program {
  readonly compiled: WebGLProgram;
  use(): void;
  at(name: string): WebGLUniformLocation | null;
}

/** Links a program and keeps the places of its uniforms; on a lost context it answers with one that draws nothing. */
export function program(gl: WebGL2RenderingContext, vertex: string, fragment: string): Program {
  const compiled = gl.createProgram();
  for (const [kind, source] of [
    [gl.VERTEX_SHADER, vertex],
    [gl.FRAGMENT_SHADER, fragment],
  ] as const) {
    const shader = gl.createShader(kind);
    if (!shader) break;
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(compiled, shader);
  }
  gl.linkProgram(compiled);
  if (!gl.isContextLost() && !gl.getProgramParameter(compiled, gl.LINK_STATUS)) {
    throw new Error(gl.getProgramInfoLog(compiled) ?? "WebGL links no program.");
  }
  const locations = new Map<string, WebGLUniformLocation | null>();
  return {
    compiled,
    use: () => gl.useProgram(compiled),
    at(name) {
      if (!locations.has(name)) locations.set(name, gl.getUniformLocation(compiled, name));
      return locations.get(name) ?? null;
    },
  };
}
