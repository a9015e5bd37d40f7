// Audits addresses with Lighthouse, one after the other, in one Chromium.
// Reads jobs from standard input, a JSON object a line: {"url", "form": "mobile" | "desktop", "categories": […]}.
// Writes a line for each: {"scores": {category: 0–100}, "failed": [id and title of each audit that lost points], "bytes"}.
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { join } from "node:path";

const [packages, chromePath, ...chromeFlags] = process.argv.slice(2);
const load = (file) => import(pathToFileURL(join(packages, "node_modules", file)));
const { default: lighthouse } = await load("lighthouse/core/index.js");
const { default: desktop } = await load("lighthouse/core/config/desktop-config.js");
const { launch } = await load("chrome-launcher/dist/index.js");

const chrome = await launch({ chromePath, chromeFlags: ["--headless=new", ...chromeFlags] });
try {
  for await (const line of createInterface({ input: process.stdin })) {
    const { url, form, categories } = JSON.parse(line);
    const flags = { port: chrome.port, onlyCategories: categories, logLevel: "error" };
    const { lhr } = await lighthouse(url, flags, form === "desktop" ? desktop : undefined);
    const scores = {};
    const failed = [];
    for (const [name, category] of Object.entries(lhr.categories)) {
      scores[name] = Math.round(category.score * 100);
      for (const { id, weight } of category.auditRefs) {
        const audit = lhr.audits[id];
        if (weight && audit.score !== null && audit.score < 0.9) failed.push(`${id}: ${audit.title}`);
      }
    }
    const bytes = lhr.audits["total-byte-weight"]?.numericValue ?? null;
    console.log(JSON.stringify({ scores, failed, bytes, problem: lhr.runtimeError?.message ?? null }));
  }
} finally {
  chrome.kill();
}
