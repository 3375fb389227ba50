/** The two WebGL2 programs: points (one vertex each) and straight links (two vertices each). */

export const POINTS_VERTEX = `#version 300 es
in vec2 a_from;
in vec2 a_to;
in uint a_fill;
in uint a_ring;
in uint a_lit;
uniform vec4 u_place;
uniform vec2 u_size;
uniform float u_progress;
uniform float u_radius;
uniform float u_ratio;
uniform float u_dim;
uniform float u_ringShare;
uniform uint u_pass;
uniform vec3 u_palette[10];
uniform vec3 u_edges[10];
uniform vec3 u_line;
out vec3 v_fill;
out vec3 v_edge;
out float v_outer;
out float v_inner;
void main() {
  vec2 at = mix(a_from, a_to, u_progress) * u_place.xy + u_place.zw;
  bool faint = a_lit == 0u;
  float radius = u_radius * (faint ? u_dim : (a_ring > 0u ? 1.0 + u_ringShare : 1.0));
  v_fill = faint ? u_line : u_palette[a_fill];
  v_edge = faint ? u_line : (a_ring > 0u ? u_palette[a_ring] : u_edges[a_fill]);
  v_outer = radius * u_ratio;
  v_inner = faint ? v_outer : (max(u_radius - 0.8, u_radius * 0.6)) * u_ratio;
  gl_PointSize = 2.0 * v_outer + 2.0;
  vec2 clip = at / u_size * 2.0 - 1.0;
  gl_Position = u_pass == a_lit ? vec4(clip.x, -clip.y, 0.0, 1.0) : vec4(2.0, 2.0, 2.0, 1.0);
}`;

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

export const LINKS_VERTEX = `#version 300 es
in vec2 a_at;
in uint a_colour;
uniform vec4 u_place;
uniform vec2 u_size;
uniform vec3 u_palette[10];
out vec3 v_colour;
void main() {
  vec2 clip = (a_at * u_place.xy + u_place.zw) / u_size * 2.0 - 1.0;
  v_colour = u_palette[a_colour];
  gl_Position = vec4(clip.x, -clip.y, 0.0, 1.0);
}`;

export const LINKS_FRAGMENT = `#version 300 es
precision mediump float;
in vec3 v_colour;
uniform float u_strength;
out vec4 colour;
void main() {
  colour = vec4(v_colour * u_strength, u_strength);
}`;

export function program(gl: WebGL2RenderingContext, vertex: string, fragment: string): WebGLProgram {
  const made = gl.createProgram();
  for (const [kind, source] of [
    [gl.VERTEX_SHADER, vertex],
    [gl.FRAGMENT_SHADER, fragment],
  ] as const) {
    const shader = gl.createShader(kind);
    if (!shader) throw new Error("WebGL gives no shader.");
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(made, shader);
  }
  gl.linkProgram(made);
  if (!gl.getProgramParameter(made, gl.LINK_STATUS)) throw new Error(gl.getProgramInfoLog(made) ?? "WebGL links no program.");
  return made;
}
