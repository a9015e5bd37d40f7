// Runs examples on the page: the worker, what is printed under the code, and the account pages.
import { openAccount as showAccount } from "./account.js";

const here = new URL(".", import.meta.url);
const starts = fetch(new URL("examples.json", here)).then((answer) => answer.json());

const style = document.createElement("link");
style.rel = "stylesheet";
style.href = new URL("console.css", here);
document.head.append(style);

const NOT_STARTED = "Python didn't start. Load the page again.";

class Stopped extends Error {}

let frame = null; // a promise
let worker = null;
let calls = new Map();
let last = 0;

async function startedWorker() {
  await keptForLater();
  const { Blob, URL: { createObjectURL }, Worker } = (await (frame ??= framed())).contentWindow;
  const script = `const loaded = import(${JSON.stringify(new URL("worker.js", here))});
    loaded.catch(reportError);
    onmessage = async ({ data }) => (await loaded).answer(data);`;
  worker ??= new Worker(createObjectURL(new Blob([script], { type: "text/javascript" })), {
    type: "module",
  });
  worker.onmessage = ({ data: { id, text, result, problem } }) => {
    const call = calls.get(id);
    if (text !== undefined) call.write(text);
    else {
      calls.delete(id);
      if (problem === undefined) call.resolve(result);
      else call.reject(new Error(problem));
    }
  };
  worker.onerror = () => end(new Error(NOT_STARTED));
  return worker;
}

// A worker has the policy of the page that makes the blob: at its address; at another it has none.
// So one of another address could ask any site for what an edited example says.
async function framed() {
  const made = element("iframe", "");
  made.hidden = true;
  made.src = new URL("frame.html", here);
  await new Promise((done) => {
    made.addEventListener("load", done);
    document.body.append(made);
  });
  if (made.contentDocument) return made;
  made.remove(); // the browser's own page about an error
  frame = null;
  throw new Error(NOT_STARTED);
}

// Without a service worker (a private window, an old browser) all is loaded each time.
async function keptForLater() {
  try {
    const { installing } = await navigator.serviceWorker.register(new URL("../offline.js", here));
    if (!installing) return;
    await new Promise((done) => {
      installing.addEventListener("statechange", () => {
        if (installing.state === "activated" || installing.state === "redundant") done();
      });
    });
  } catch {
    // as above
  }
}

async function call(name, args, write) {
  const running = await startedWorker();
  return new Promise((resolve, reject) => {
    calls.set(++last, { resolve, reject, write });
    running.postMessage({ id: last, call: name, args });
  });
}

function end(reason) {
  worker?.terminate();
  worker = null;
  ran = new Set();
  for (const { reject } of calls.values()) reject(reason);
  calls = new Map();
}

function element(tag, className, text) {
  const made = document.createElement(tag);
  made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function action(label, press) {
  const button = element("button", "run__action", label);
  button.type = "button";
  button.addEventListener("click", press);
  return button;
}

// What stands under a block once it has been run or edited.
const results = new WeakMap();

function resultOf(block) {
  if (!results.has(block)) {
    const code = block.querySelector("pre > code");
    const box = element("section", "run");
    box.setAttribute("aria-label", "What the example gives on this page");
    const status = element("span", "run__status");
    status.setAttribute("role", "status");
    const output = element("pre", "run__output");
    output.tabIndex = 0;
    output.setAttribute("aria-label", "Output");
    const requests = element("div", "run__requests");
    const bar = element("div", "run__bar");
    bar.append(status, action("Reset the mock", () => reset(status)));
    box.append(bar, output, requests);
    block.after(box);
    results.set(block, { box, code, status, output, requests });
  }
  return results.get(block);
}

const edited = new WeakMap(); // blocks that are being edited, and the nodes that the page printed

export function edit(block) {
  const code = block.querySelector("pre > code");
  const button = block.querySelector(".edit");
  if (edited.has(block)) {
    code.replaceChildren(...edited.get(block));
    edited.delete(block);
    for (const name of ["contenteditable", "role", "aria-multiline", "aria-label"]) {
      code.removeAttribute(name);
    }
    code.removeEventListener("keydown", whileEditing);
    block.dispatchEvent(new Event("etm:values", { bubbles: true }));
    button.textContent = "Edit";
    return;
  }
  block.dispatchEvent(new Event("etm:printed", { bubbles: true }));
  edited.set(block, [...code.childNodes]);
  code.replaceChildren(...edited.get(block).map((node) => node.cloneNode(true))); // with colours
  code.contentEditable = "plaintext-only";
  code.spellcheck = false;
  code.setAttribute("role", "textbox");
  code.setAttribute("aria-multiline", "true");
  code.setAttribute("aria-label", "The example's code; Control and Enter run it");
  code.addEventListener("keydown", whileEditing);
  button.textContent = "Undo";
  code.focus();
}

function whileEditing(event) {
  event.stopPropagation(); // the theme's shortcuts are letters
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    event.currentTarget.closest(".highlight").querySelector(".run-button").click();
  }
}

async function reset(status) {
  if (calls.size) end(new Stopped());
  ran = new Set();
  await call("reset", []);
  status.textContent = "The mock is as it was when the page opened";
}

const pressed = new WeakMap(); // blocks that are running, and how to stop them
let ran = new Set(); // cells of a notebook that ran since the mock was reset

export async function press(block) {
  if (pressed.has(block)) {
    pressed.get(block)();
    return;
  }
  const button = block.querySelector(".run-button");
  const name = button.getAttribute("aria-label");
  button.textContent = "Stop";
  button.setAttribute("aria-label", "Stop");
  let stopped = false;
  pressed.set(block, () => {
    stopped = true;
    end(new Stopped());
  });
  const { status } = resultOf(block);
  delete status.dataset.status;
  status.textContent = worker ? "Running…" : await beginning();
  try {
    const above = block.dataset.run === "cell" ? cellsAbove(block) : [];
    for (const [number, cell] of above.entries()) {
      status.textContent = `Running the cells above: ${number + 1} of ${above.length}…`;
      if (!(await run(cell)) || stopped) {
        if (!stopped) status.textContent = "A cell above ended with an error";
        return;
      }
    }
    const cells = above.length === 1 ? "cell" : `${above.length} cells`;
    await run(block, above.length ? `after the ${cells} above` : "");
  } finally {
    pressed.delete(block);
    button.textContent = "Run";
    button.setAttribute("aria-label", name);
  }
}

// Of those that haven't run yet.
function cellsAbove(block) {
  const cells = [...document.querySelectorAll("article .highlight[data-run=cell]")];
  return cells.slice(0, cells.indexOf(block)).filter((cell) => !ran.has(cell));
}

async function beginning() {
  const kept = await self.caches?.match(new URL("pyodide.asm.wasm", here)).catch(() => null);
  return kept ? "Starting Python…" : "Loading Python, about 7 MB, once…";
}

async function run(block, note = "") {
  const { box, code, status, output, requests } = resultOf(block);
  output.textContent = "";
  output.hidden = false;
  requests.replaceChildren();
  if (worker) status.textContent = "Running…";
  try {
    const start = block.dataset.start ?? JSON.stringify((await starts)[block.dataset.example] ?? {});
    const { done, exchanges, took } = await call(
      "run",
      [block.dataset.run, printedText(block, code), start],
      (printed) => output.append(printed),
    );
    const last = exchanges.at(-1);
    const answered = last?.status ? `${last.status} ${last.phrase}` : "Done";
    const first = done ? answered : "Ended with an error";
    if (done && last?.status) status.dataset.status = String(last.status)[0];
    if (!done) status.dataset.status = "4";
    const others = exchanges.length > 1 ? `the last of ${exchanges.length} requests` : "";
    const values = document.documentElement.classList.contains("has-values");
    const asPrinted = values && !edited.has(block) ? "sent as printed" : "";
    const time = `${Math.ceil(took)} ms on this page`;
    if (!output.textContent) output.textContent = "(no output)";
    output.hidden = isPrintedBelow(block, output.textContent);
    const below = output.hidden ? "as printed below" : "";
    const rest = [done ? others : "", time, note, asPrinted, below].filter(Boolean).join(" · ");
    status.replaceChildren(element("b", "run__code", first), ` · ${rest}`);
    requests.append(...exchanges.map(shown));
    box.dataset.ended = "";
    if (done) ran.add(block);
    return done;
  } catch (reason) {
    status.textContent =
      reason instanceof Stopped
        ? "Stopped. The mock is as it was when the page opened"
        : reason.message;
    return false;
  }
}

// Then the same text needn't stand there twice.
function isPrintedBelow(block, text) {
  const answers = block.closest(".panel")?.querySelectorAll(":scope > .answer > pre > code") ?? [];
  return [...answers].some((answer) => answer.textContent.trim() === text.trim());
}

// The example as it is printed, whatever values of the reader's stand in it; or as it was edited.
function printedText(block, code) {
  if (edited.has(block)) return code.innerText;
  block.dispatchEvent(new Event("etm:printed", { bubbles: true }));
  const text = code.textContent;
  block.dispatchEvent(new Event("etm:values", { bubbles: true }));
  return text;
}

function shown({ method, url, headers, body, status, answer_headers, answer, problem }) {
  const { host, pathname, search } = new URL(url);
  const box = element("details", "run__request");
  const title = element("summary", "", `${method} ${host}${pathname}${search} → ${status ?? problem}`);
  title.dataset.status = String(status ?? 4)[0];
  const lines = (first, pairs, content) =>
    [first, ...pairs.map((pair) => pair.join(": ")), "", content].join("\n").trimEnd();
  const sent = element("pre", "run__message", lines(`${method} ${pathname}${search}`, headers, body));
  sent.setAttribute("aria-label", "Sent");
  box.append(title, sent);
  if (status !== null) {
    const back = element("pre", "run__message", lines(String(status), answer_headers, answer));
    back.setAttribute("aria-label", "Answer");
    back.dataset.status = String(status)[0];
    box.append(back);
  }
  for (const message of box.querySelectorAll("pre")) message.tabIndex = 0;
  return box;
}

export function openAccount() {
  return showAccount(call, beginning);
}
