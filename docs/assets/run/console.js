// Runs examples on the page: the worker, what is printed under the code, and the account pages.
import { openAccount as showAccount } from "./account.js";

const here = new URL(".", import.meta.url);
const starts = fetch(new URL("examples.json", here)).then((answer) => answer.json());

const style = document.createElement("link");
style.rel = "stylesheet";
style.href = new URL("console.css", here);
document.head.append(style);

class Stopped extends Error {}

let worker = null;
let calls = new Map();
let last = 0;

async function startedWorker() {
  await keptForLater();
  worker ??= new Worker(new URL("worker.js", here), { type: "module" });
  worker.onmessage = ({ data: { id, text, result, problem } }) => {
    const call = calls.get(id);
    if (text !== undefined) call.write(text);
    else {
      calls.delete(id);
      if (problem === undefined) call.resolve(result);
      else call.reject(new Error(problem));
    }
  };
  worker.onerror = () => end(new Error("Python didn't start. Load the page again."));
  return worker;
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

// What stands under a block once it has been run.
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
    bar.append(status, editing(code, block), action("Reset the mock", () => reset(status)));
    box.append(bar, output, requests);
    block.after(box);
    results.set(block, { code, status, output, requests });
  }
  return results.get(block);
}

function editing(code, block) {
  let printed = null; // the nodes as the page has them: other scripts know them
  const edit = action("Edit", () => {
    if (printed) {
      code.replaceChildren(...printed);
      printed = null;
      for (const name of ["contenteditable", "role", "aria-multiline", "aria-label"]) {
        code.removeAttribute(name);
      }
      edit.textContent = "Edit";
      return;
    }
    printed = [...code.childNodes];
    code.replaceChildren(code.textContent);
    code.contentEditable = "plaintext-only";
    code.spellcheck = false;
    code.setAttribute("role", "textbox");
    code.setAttribute("aria-multiline", "true");
    code.setAttribute("aria-label", "The example's code");
    edit.textContent = "Undo changes";
    code.focus();
  });
  code.addEventListener("keydown", (event) => {
    if (!printed) return;
    event.stopPropagation(); // the theme's shortcuts are letters
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      block.querySelector(".run-button").click();
    }
  });
  return edit;
}

async function reset(status) {
  if (calls.size) end(new Stopped());
  await call("reset", []);
  status.textContent = "The mock is as it was when the page opened";
}

const pressed = new WeakMap(); // blocks that are running, and how to stop them

export async function press(block, button) {
  if (pressed.has(block)) {
    pressed.get(block)();
    return;
  }
  const { code, status, output, requests } = resultOf(block);
  output.textContent = "";
  requests.replaceChildren();
  status.textContent = worker ? "Running…" : "Loading Python, about 7 MB, once…";
  const name = button.getAttribute("aria-label");
  button.textContent = "Stop";
  button.setAttribute("aria-label", "Stop");
  pressed.set(block, () => end(new Stopped()));
  try {
    const { run, example } = block.dataset;
    const start = JSON.stringify((await starts)[example] ?? {});
    const staging = document.getElementById("environment")?.value === "staging";
    const environment = staging ? "staging" : "production";
    const text = code.isContentEditable ? code.innerText : code.textContent;
    const { done, exchanges, took } = await call(
      "run",
      [run, text, start, environment],
      (printed) => output.append(printed),
    );
    status.textContent = done ? `Done in ${Math.ceil(took)} ms, on this page` : "Ended with an error";
    if (!output.textContent) output.textContent = "(no output)";
    requests.append(...exchanges.map(shown));
  } catch (reason) {
    status.textContent =
      reason instanceof Stopped
        ? "Stopped. The mock is as it was when the page opened"
        : reason.message;
  } finally {
    pressed.delete(block);
    button.textContent = "Run";
    button.setAttribute("aria-label", name);
  }
}

function shown({ method, url, headers, body, status, answer_headers, answer, problem }) {
  const { host, pathname, search } = new URL(url);
  const box = element("details", "run__request");
  const title = element("summary", "", `${method} ${host}${pathname}${search} → ${status ?? problem}`);
  const lines = (first, pairs, content) =>
    [first, ...pairs.map((pair) => pair.join(": ")), "", readable(content)].join("\n").trimEnd();
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

function readable(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

export function openAccount() {
  return showAccount(call);
}
