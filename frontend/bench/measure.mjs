/**
 * One subject in a browser of its own. CPU is that of the page's main thread (the browser's TaskDuration in thread time).
 * Draw calls of WebGL are made to do nothing: without a graphics card they would be emulated on the same processors.
 */
import { chromium } from "playwright-core";

const PANS = 60;
const ZOOMS = 30;
const TOGGLES = 8;
const LONGEST_MS = 90_000;
const EMULATED = ["--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist"];
const USUAL = ["--no-sandbox", "--enable-precise-memory-info", "--hide-scrollbars", "--disable-background-networking"];

/** Runs in the page before anything else: draws do nothing, uploads are counted. */
function disarm() {
  globalThis.uploads = 0;
  const { prototype } = WebGL2RenderingContext;
  for (const name of ["drawArrays", "drawElements", "drawArraysInstanced", "drawElementsInstanced", "drawRangeElements"]) prototype[name] = () => undefined;
  for (const name of ["bufferData", "bufferSubData", "texImage2D", "texSubImage2D"]) {
    const real = prototype[name];
    prototype[name] = function (...given) {
      globalThis.uploads++;
      return real.apply(this, given);
    };
  }
  // Events made by hand belong to no pointer that could be captured.
  Element.prototype.setPointerCapture = () => undefined;
}

async function open(flags) {
  const executablePath = process.env.SKILLSNET_BROWSER || undefined;
  return chromium.launch({ executablePath, args: [...USUAL, ...flags] });
}

async function prepared(browser, { at, n, subject, init }) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  const problems = [];
  page.on("pageerror", (problem) => problems.push(String(problem).slice(0, 200)));
  if (init) await page.addInitScript(init);
  await page.goto(`${at}/data/${n}/${subject === "island" ? "island" : "peer"}.html`);
  // Data and code are in hand before anything is measured.
  await page.evaluate(
    async ({ subject, n }) => {
      globalThis.frame = () => new Promise(requestAnimationFrame);
      globalThis.load = async () => (await import(`/subjects/${subject}.js`)).subject;
      if (subject !== "island") {
        const { readGraph } = await import("/subjects/graph.js");
        globalThis.graph = readGraph(await (await fetch(`/data/${n}/graph.bin`)).arrayBuffer());
        return;
      }
      const config = JSON.parse(document.querySelector("#netmap-config").textContent);
      for (const url of [config.nodesUrl, config.linksUrl, config.namesUrl, config.places.category]) await (await fetch(url)).arrayBuffer();
    },
    { subject, n },
  );
  await page.waitForTimeout(200);
  return { page, problems };
}

/** Gives main-thread CPU in ms, and the heap in MB after a collection. */
async function meter(page) {
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  await session.send("HeapProfiler.enable");
  const metrics = async () => Object.fromEntries((await session.send("Performance.getMetrics")).metrics.map(({ name, value }) => [name, value]));
  return {
    cpu: async () => (await metrics()).TaskDuration * 1000,
    heap: async () => {
      await session.send("HeapProfiler.collectGarbage");
      return (await metrics()).JSHeapUsedSize / 2 ** 20;
    },
  };
}

export async function measureSubject(subject, { at, n }) {
  const browser = await open(EMULATED);
  const figures = {};
  let timer;
  const late = new Promise((_, reject) => (timer = setTimeout(() => reject(new Error(`not through in ${LONGEST_MS / 1000} s`)), LONGEST_MS)));
  try {
    await Promise.race([late, measureIn(browser, { at, n, subject, figures })]);
  } catch (problem) {
    figures.failed = String(problem.message ?? problem).split("\n")[0].slice(0, 120);
  } finally {
    clearTimeout(timer);
    await browser.close().catch(() => undefined);
  }
  return Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, typeof value === "number" ? Math.round(value * 100) / 100 : value]));
}

async function measureIn(browser, { at, n, subject, figures }) {
  const { page, problems } = await prepared(browser, { at, n, subject, init: disarm });
  const { cpu, heap } = await meter(page);
  const empty = await heap();
  let before = await cpu();
  figures.firstWall = await page.evaluate(async () => {
    const since = performance.now();
    globalThis.subject = await load();
    await subject.start(globalThis.graph, document.querySelector("#stage"));
    await frame();
    await frame();
    return performance.now() - since;
  });
  figures.first = (await cpu()) - before;
  await page.waitForTimeout(1500);
  figures.settled = (await cpu()) - before;
  figures.heap = (await heap()) - empty;
  const moved = async (name, count, step) => {
    before = await cpu();
    await page.evaluate(step, count);
    figures[name] = ((await cpu()) - before) / count;
    await page.waitForTimeout(400);
  };
  const uploads = await page.evaluate(() => globalThis.uploads);
  await moved("pan", PANS, async (count) => {
    for (let i = 0; i < count; i++) {
      subject.pan(i % 20 < 10 ? 6 : -6, i % 40 < 20 ? 3 : -3);
      await frame();
    }
  });
  await moved("zoom", ZOOMS, async (count) => {
    for (let i = 0; i < count; i++) {
      subject.zoom(i % 20 < 10 ? 1.04 : 1 / 1.04);
      await frame();
    }
  });
  figures.move = (figures.pan * PANS + figures.zoom * ZOOMS) / (PANS + ZOOMS);
  figures.uploads = ((await page.evaluate(() => globalThis.uploads)) - uploads) / (PANS + ZOOMS);
  await moved("filter", TOGGLES, async (count) => {
    for (let i = 0; i < count; i++) {
      subject.filter(i % 2 === 0);
      await frame();
      await frame();
    }
  });
  figures.heapAfter = (await heap()) - empty;
  if (problems.length) throw new Error(problems[0]);
}

/** The finished map as it is, without a graphics card: how soon its first picture stands, and how even its frames are. */
export async function measureFrames({ at, n }) {
  const browser = await open(["--disable-gpu"]);
  try {
    const { page } = await prepared(browser, { at, n, subject: "island", init: () => (Element.prototype.setPointerCapture = () => undefined) });
    const firstMs = await page.evaluate(async () => {
      const code = await load();
      const since = performance.now();
      await code.start();
      await frame();
      globalThis.subject = code;
      return performance.now() - since;
    });
    await page.waitForTimeout(1500);
    const took = await page.evaluate(async () => {
      const times = [];
      let last = await frame();
      for (let i = 0; i < 180; i++) {
        subject.pan(i % 40 < 20 ? 5 : -5, i % 20 < 10 ? 3 : -3);
        const now = await frame();
        times.push(now - last);
        last = now;
      }
      return times.slice(10).sort((a, b) => a - b);
    });
    const part = (share) => Math.round(took[Math.floor((took.length - 1) * share)] * 10) / 10;
    const mean = took.reduce((sum, time) => sum + time, 0) / took.length;
    return { subject: "island without a graphics card", n, firstMs: Math.round(firstMs), framesPerSecond: Math.round(1000 / mean), frameMedianMs: part(0.5), frame95Ms: part(0.95) };
  } finally {
    await browser.close();
  }
}
