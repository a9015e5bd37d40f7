// Runs Python, and in it the mock ETM. Calls come as {id, call, args}; of each, what is printed goes
// back as {id, text}, and in the end {id, result} or {id, problem}.
// Not `import … from`, for which Firefox asks the policy's worker-src.
const { loadPyodide } = await import("./pyodide.mjs");

const here = new URL(".", import.meta.url);

const SNAPSHOT = new URL("snapshot", here).href; // of the memory, when all is imported
const OPTIONS = { indexURL: here.href, enableRunUntilComplete: false };

const starting = (async () => {
  const loading = fetch(new URL("packages.zip", here)).then((answer) => answer.arrayBuffer());
  // Without a store (a private window, an old browser) each page starts from the beginning.
  const store = await self.caches?.open("run").catch(() => null);
  const python = (await resumed(store)) ?? (await loadPyodide({ ...OPTIONS, _makeSnapshot: true }));
  python.unpackArchive(await loading, "zip", { extractDir: "/packages" });
  if (!python.resumed) {
    python.runPython("import sys; sys.path.insert(0, '/packages'); import etm_docs.in_page.page");
    // Not waited for: the reader is.
    store?.put(SNAPSHOT, new Response(python.makeMemorySnapshot())).catch(() => null);
  }
  return python.pyimport("etm_docs.in_page.page").Page();
})();

async function resumed(store) {
  const kept = await store?.match(SNAPSHOT);
  if (!kept) return null;
  try {
    const _loadSnapshot = new Uint8Array(await kept.arrayBuffer());
    return Object.assign(await loadPyodide({ ...OPTIONS, _loadSnapshot }), { resumed: true });
  } catch {
    await store.delete(SNAPSHOT);
    return null;
  }
}

export async function answer({ id, call, args }) {
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
}
