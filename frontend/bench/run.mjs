/**
 * Measures the finished map beside its peers: the same networks, the same browser, runs taken in turns.
 * node run.mjs [--sizes 473,5000] [--subjects island,sigma] [--repeats 3]; prints a table and JSON lines.
 */
import { mkdtempSync, readFileSync, rmSync, mkdirSync, existsSync, createReadStream, writeFileSync } from "node:fs";
import { execFileSync } from "node:child_process";
import http from "node:http";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { measureFrames, measureSubject } from "./measure.mjs";
import { printTables } from "./table.mjs";

const HERE = import.meta.dirname;
const ROOT = path.resolve(HERE, "../..");
const BUILT = path.join(ROOT, "src/skillsnet/web/static/build");
const SUBJECTS = ["island", "sigma", "sigma-3", "deck", "cytoscape"];
/** Beyond these Cytoscape does not get through its first frame in a minute and a half. */
const MOST_NODES = { cytoscape: 5000 };
/** The island draws networks of this many nodes with WebGL, as stage.ts says. */
const WEBGL_FROM = 3001;
const TYPES = { ".js": "text/javascript", ".css": "text/css", ".woff2": "font/woff2" };

const options = Object.fromEntries(process.argv.slice(2).join(" ").split("--").filter(Boolean).map((text) => text.trim().split(/[ =]+/)));
const sizes = (options.sizes ?? "473,5000,20000,100000").split(",").map(Number);
const subjects = (options.subjects ?? SUBJECTS.join(",")).split(",");
const repeats = Number(options.repeats ?? 3);
const folder = mkdtempSync(path.join(os.tmpdir(), "map-bench-"));

/** Bundles the subjects for the browser and the network for Node; gives each subject's size in bytes under gzip. */
async function bundle() {
  const usual = { bundle: true, minify: true, format: "esm", target: "es2022", logLevel: "error" };
  const entryPoints = Object.fromEntries(subjects.map((name) => [name, path.join(HERE, "subjects", `${name}.ts`)]));
  await build({ ...usual, entryPoints: { ...entryPoints, graph: path.join(HERE, "subjects/subject.ts") }, outdir: path.join(folder, "subjects") });
  await build({ ...usual, entryPoints: [path.join(HERE, "network.ts")], platform: "node", outfile: path.join(folder, "network.mjs") });
  const code = (name) => (name === "island" ? path.join(BUILT, "netmap.js") : path.join(folder, "subjects", `${name}.js`));
  return Object.fromEntries(subjects.map((name) => [name, gzipSync(readFileSync(code(name)), { level: 9 }).length]));
}

/** The server's own page for the made network; the network's files are written beside it. */
async function prepare() {
  const { writeNetwork } = await import(pathToFileURL(path.join(folder, "network.mjs")).href);
  const links = {};
  for (const n of sizes) {
    const into = path.join(folder, "data", String(n));
    mkdirSync(into, { recursive: true });
    links[n] = writeNetwork(n, into, n >= WEBGL_FROM ? "webgl" : null);
    const config = readFileSync(path.join(into, "config.json"));
    const page = execFileSync(process.env.PYTHON ?? "python3", ["-m", "benchmarks.map_page"], { cwd: ROOT, input: config, env: { ...process.env, PYTHONPATH: path.join(ROOT, "src") } });
    writeFileSync(path.join(into, "island.html"), page);
    writeFileSync(path.join(into, "peer.html"), '<!doctype html><meta charset="utf-8"><style>body{margin:0}#stage{width:1280px;height:800px;position:relative}</style><div id="stage"></div>');
  }
  return links;
}

function serve() {
  const roots = { build: BUILT, data: path.join(folder, "data"), subjects: path.join(folder, "subjects") };
  const server = http.createServer((request, response) => {
    const [, root, ...rest] = new URL(request.url, "http://bench").pathname.split("/");
    const file = roots[root] && path.join(roots[root], ...rest);
    if (!file || !existsSync(file)) return void response.writeHead(404).end();
    const type = file.endsWith(".html") ? "text/html" : (TYPES[path.extname(file)] ?? "application/octet-stream");
    response.writeHead(200, { "content-type": type, "cache-control": "public, max-age=3600" });
    createReadStream(file).pipe(response);
  });
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
}

function median(values) {
  const sorted = values.filter(Number.isFinite).sort((a, b) => a - b);
  return sorted.length ? sorted[Math.floor((sorted.length - 1) / 2)] : null;
}

const gzip = await bundle();
const links = await prepare();
const server = await serve();
const at = `http://127.0.0.1:${server.address().port}`;
const runs = new Map();
try {
  for (let repeat = 0; repeat < repeats; repeat++) {
    for (const n of sizes) {
      for (const subject of subjects) {
        if (n > (MOST_NODES[subject] ?? Infinity)) continue;
        const figures = await measureSubject(subject, { at, n });
        const key = `${subject} ${n}`;
        runs.set(key, [...(runs.get(key) ?? []), { ...figures, load: os.loadavg()[0] }]);
        process.stderr.write(`${repeat + 1}/${repeats} ${key} ${JSON.stringify(figures)}\n`);
      }
    }
  }
  const rows = [...runs].map(([key, all]) => {
    const [subject, n] = key.split(" ");
    const names = Object.keys(Object.assign({}, ...all)).filter((name) => name !== "failed");
    const medians = Object.fromEntries(names.map((name) => [name, median(all.map((figures) => figures[name]))]));
    const failed = all.find((figures) => figures.failed)?.failed;
    return { subject, n: Number(n), links: links[n], gzip: gzip[subject], runs: all.length, ...medians, ...(failed ? { failed } : {}) };
  });
  const frames = sizes.includes(473) && subjects.includes("island") ? [await measureFrames({ at, n: 473 })] : [];
  printTables(rows, frames);
  for (const row of [...rows, ...frames]) console.log(JSON.stringify({ benchmark: "map_island", ...row }));
} finally {
  server.close();
  rmSync(folder, { recursive: true, force: true });
}
