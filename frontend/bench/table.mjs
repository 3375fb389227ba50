/** Prints the figures for people: one table a size, ratios to the island. */
const COLUMNS = [
  ["first", "first frame ms"],
  ["move", "moving frame ms"],
  ["uploads", "uploads a frame"],
  ["filter", "filter ms"],
  ["heap", "heap MB"],
  ["heapAfter", "heap after MB"],
  ["gzip", "code gzip kB"],
  ["load", "load"],
];

export function printTables(rows, frames) {
  for (const n of new Set(rows.map((row) => row.n))) {
    const here = rows.filter((row) => row.n === n);
    const island = here.find((row) => row.subject === "island");
    console.log(`\n${n.toLocaleString("en")} organisations, ${here[0].links.toLocaleString("en")} links (main-thread CPU, medians of ${here[0].runs}; in brackets times the island's)`);
    console.log(["".padEnd(12), ...COLUMNS.map(([, title]) => title.padStart(18))].join(""));
    for (const row of here) console.log([row.subject.padEnd(12), ...COLUMNS.map(([name]) => cell(row, island, name).padStart(18))].join("") + (row.failed ? `  ${row.failed}` : ""));
  }
  for (const { subject, n, firstMs, framesPerSecond, frameMedianMs, frame95Ms } of frames) {
    console.log(`\n${subject}, ${n}: first picture ${firstMs} ms after the data, ${framesPerSecond} frames a second while panning (median ${frameMedianMs} ms, 95 % within ${frame95Ms} ms)`);
  }
  console.log("");
}

function cell(row, island, name) {
  const value = row[name];
  if (value === null || value === undefined) return "-";
  const shown = name === "gzip" ? value / 1000 : value;
  const text = shown.toFixed(shown < 10 ? 1 : 0);
  const isRatio = island && row !== island && island[name] > 0 && name !== "load" && name !== "uploads";
  return isRatio ? `${text} (${(value / island[name]).toFixed(1)})` : text;
}
