// Joins TrueType fonts of the same em square into one, so that a program that draws text with one font at a time
// (the server's pictures) finds every letter in it. Shaping rules and marks are those of the first font, whose glyphs
// keep their numbers; the others give letters only.

const LONG = 4;

export function merged(fonts, { family, style, notice }) {
  const parsed = fonts.map(read);
  const glyphs = [], metrics = [], codes = new Map();
  for (const font of parsed) {
    const offset = glyphs.length;
    glyphs.push(...font.glyphs.map((glyph) => shifted(glyph, offset)));
    metrics.push(...font.metrics);
    for (const [code, glyph] of font.codes) {
      if (!codes.has(code)) codes.set(code, glyph + offset);
    }
  }
  return written(parsed, glyphs, metrics, codes, names({ family, style, notice }));
}

function read(file) {
  const view = Buffer.from(file);
  const tables = new Map();
  for (let i = 0; i < view.readUInt16BE(4); i++) {
    const at = 12 + 16 * i, start = view.readUInt32BE(at + 8);
    tables.set(view.toString("latin1", at, at + 4), view.subarray(start, start + view.readUInt32BE(at + 12)));
  }
  const count = tables.get("maxp").readUInt16BE(4);
  const isLong = tables.get("head").readInt16BE(50) === 1, loca = tables.get("loca");
  const place = (i) => (isLong ? loca.readUInt32BE(LONG * i) : 2 * loca.readUInt16BE(2 * i));
  const glyphs = Array.from({ length: count }, (_, i) => tables.get("glyf").subarray(place(i), place(i + 1)));
  const full = tables.get("hhea").readUInt16BE(34), hmtx = tables.get("hmtx");
  const metrics = Array.from({ length: count }, (_, i) => ({
    advance: hmtx.readUInt16BE(4 * Math.min(i, full - 1)),
    bearing: i < full ? hmtx.readInt16BE(4 * i + 2) : hmtx.readInt16BE(4 * full + 2 * (i - full)),
  }));
  return { tables, glyphs, metrics, codes: codesOf(tables.get("cmap")) };
}

/** Which glyph stands for which code point, from the sub-tables of formats 4 and 12. */
function codesOf(cmap) {
  const codes = new Map();
  for (let i = 0; i < cmap.readUInt16BE(2); i++) {
    const table = cmap.subarray(cmap.readUInt32BE(4 + 8 * i + 4));
    const format = table.readUInt16BE(0);
    if (format === 12) {
      for (let group = 0; group < table.readUInt32BE(12); group++) {
        const at = 16 + 12 * group, first = table.readUInt32BE(at), last = table.readUInt32BE(at + 4);
        for (let code = first; code <= last; code++) codes.set(code, table.readUInt32BE(at + 8) + code - first);
      }
    } else if (format === 4) {
      segments(table, codes);
    }
  }
  codes.delete(0xffff);
  return codes;
}

function segments(table, codes) {
  const twice = table.readUInt16BE(6), ends = 14, starts = ends + twice + 2, deltas = starts + twice, ranges = deltas + twice;
  for (let at = 0; at < twice; at += 2) {
    const range = table.readUInt16BE(ranges + at), delta = table.readUInt16BE(deltas + at);
    for (let code = table.readUInt16BE(starts + at); code <= table.readUInt16BE(ends + at); code++) {
      const listed = range ? table.readUInt16BE(ranges + at + range + 2 * (code - table.readUInt16BE(starts + at))) : code;
      if (!range || listed) codes.set(code, (listed + delta) & 0xffff);
    }
  }
}

/** A glyph whose parts, where it is made of others, are numbered from an offset. */
function shifted(glyph, offset) {
  if (!glyph.length || glyph.readInt16BE(0) >= 0) return glyph;
  const made = Buffer.from(glyph);
  for (let at = 10, more = true; more; ) {
    const flags = made.readUInt16BE(at);
    made.writeUInt16BE(made.readUInt16BE(at + 2) + offset, at + 2);
    at += 4 + (flags & 1 ? 4 : 2) + (flags & 8 ? 2 : flags & 64 ? 4 : flags & 128 ? 8 : 0);
    more = Boolean(flags & 32);
  }
  return made;
}

function written(parsed, glyphs, metrics, codes, name) {
  const base = parsed[0].tables, count = glyphs.length;
  const padded = glyphs.map((glyph) => Buffer.concat([glyph, Buffer.alloc(-glyph.length & 3)]));
  const loca = Buffer.alloc(LONG * (count + 1));
  padded.reduce((at, glyph, i) => (loca.writeUInt32BE(at + glyph.length, LONG * (i + 1)), at + glyph.length), 0);
  const hmtx = Buffer.alloc(4 * count);
  metrics.forEach(({ advance, bearing }, i) => (hmtx.writeUInt16BE(advance, 4 * i), hmtx.writeInt16BE(bearing, 4 * i + 2)));
  const head = Buffer.from(base.get("head")), hhea = Buffer.from(base.get("hhea")), maxp = Buffer.from(base.get("maxp"));
  head.writeUInt32BE(0, 8);
  head.writeInt16BE(1, 50);
  hhea.writeUInt16BE(count, 34);
  maxp.writeUInt16BE(count, 4);
  // The greatest numbers of points and contours of any glyph.
  for (const at of [6, 8, 10, 12, 28, 30]) {
    maxp.writeUInt16BE(Math.max(...parsed.map((font) => font.tables.get("maxp").readUInt16BE(at))), at);
  }
  const post = Buffer.from(base.get("post").subarray(0, 32));
  post.writeUInt32BE(0x00030000, 0);
  const kept = ["GDEF", "GPOS", "GSUB", "OS/2"].filter((tag) => base.has(tag)).map((tag) => [tag, base.get(tag)]);
  return assembled([...kept, ["cmap", cmapOf(codes)], ["glyf", Buffer.concat(padded)], ["head", head], ["hhea", hhea],
    ["hmtx", hmtx], ["loca", loca], ["maxp", maxp], ["name", name], ["post", post]]);
}

function cmapOf(codes) {
  const sorted = [...codes].sort(([one], [other]) => one - other);
  const table = Buffer.alloc(12 + 16 + 12 * sorted.length);
  table.writeUInt16BE(1, 2);
  table.writeUInt16BE(3, 4);
  table.writeUInt16BE(10, 6);
  table.writeUInt32BE(12, 8);
  table.writeUInt16BE(12, 12);
  table.writeUInt32BE(table.length - 12, 16);
  table.writeUInt32BE(sorted.length, 24);
  sorted.forEach(([code, glyph], i) => [code, code, glyph].forEach((value, j) => table.writeUInt32BE(value, 28 + 12 * i + 4 * j)));
  return table;
}

function names({ family, style, notice }) {
  const told = [[0, notice], [1, family], [2, style], [4, `${family} ${style}`], [6, `${family}-${style}`.replaceAll(" ", "")]];
  const texts = told.map(([, text]) => Buffer.from(text, "utf16le").swap16());
  const head = Buffer.alloc(6 + 12 * told.length);
  head.writeUInt16BE(told.length, 2);
  head.writeUInt16BE(head.length, 4);
  let offset = 0;
  told.forEach(([id], i) => {
    [3, 1, 0x409, id, texts[i].length, offset].forEach((value, j) => head.writeUInt16BE(value, 6 + 12 * i + 2 * j));
    offset += texts[i].length;
  });
  return Buffer.concat([head, ...texts]);
}

function assembled(tables) {
  const directory = Buffer.alloc(12 + 16 * tables.length);
  const power = 2 ** Math.floor(Math.log2(tables.length));
  directory.writeUInt32BE(0x00010000, 0);
  [tables.length, 16 * power, Math.log2(power), 16 * (tables.length - power)].forEach((value, i) => directory.writeUInt16BE(value, 4 + 2 * i));
  const bodies = [];
  let offset = directory.length;
  tables.forEach(([tag, body], i) => {
    const padded = Buffer.concat([body, Buffer.alloc(-body.length & 3)]);
    directory.write(tag, 12 + 16 * i, "latin1");
    [checksum(padded), offset, body.length].forEach((value, j) => directory.writeUInt32BE(value, 16 + 16 * i + 4 * j));
    bodies.push(padded);
    offset += padded.length;
  });
  const file = Buffer.concat([directory, ...bodies]);
  const head = 12 + 16 * tables.findIndex(([tag]) => tag === "head");
  file.writeUInt32BE((0xb1b0afba - checksum(file)) >>> 0, file.readUInt32BE(head + 8) + 8);
  return file;
}

function checksum(bytes) {
  let sum = 0;
  for (let at = 0; at < bytes.length; at += 4) sum = (sum + bytes.readUInt32BE(at)) >>> 0;
  return sum;
}
