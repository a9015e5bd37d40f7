// Runs Python, and in it the mock ETM. Calls come as {id, call, args}; of each, what is printed
// goes back as {id, text}, and in the end {id, result} or {id, problem}.
import { loadPyodide } from "./pyodide.mjs";

const here = new URL(".", import.meta.url);

const starting = (async () => {
  const [python, packages] = await Promise.all([
    loadPyodide({ indexURL: here.href, enableRunUntilComplete: false }),
    fetch(new URL("packages.zip", here)).then((answer) => answer.arrayBuffer()),
  ]);
  python.unpackArchive(packages, "zip", { extractDir: "/packages" });
  python.pyimport("sys").path.insert(0, "/packages");
  return python.pyimport("in_page.page").Page();
})();

addEventListener("message", async ({ data: { id, call, args } }) => {
  try {
    const page = await starting;
    const write = (text) => postMessage({ id, text });
    const began = performance.now();
    const result = page[call](...args, ...(call === "run" ? [write] : []));
    const took = performance.now() - began; // in milliseconds
    postMessage({ id, result: { took, ...JSON.parse(result ?? "{}") } });
  } catch (problem) {
    postMessage({ id, problem: String(problem) });
  }
});
