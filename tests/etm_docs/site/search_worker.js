// Before the theme's search worker: keeps back what it makes its index of until a reader searches.
// A page sends the content, then queries, the first of them empty; the worker that it is ready, and
// the results.
(() => {
  if (!self.WorkerGlobalScope) return; // opened as a file, a page has no worker
  const CONTENT = 0;
  const READY = 1;
  const RESULT = 3;
  const say = self.postMessage.bind(self);
  let content = null;
  let query = null;
  let passing = false;
  let ready = false;

  const pass = (data) => {
    passing = true;
    dispatchEvent(new MessageEvent("message", { data }));
    passing = false;
  };

  addEventListener("message", (event) => {
    if (ready || passing) return;
    event.stopImmediatePropagation();
    if (event.data.type === CONTENT) {
      content = event.data;
      say({ type: READY });
    } else if (!event.data.data) {
      say({ type: RESULT, data: { items: [] } });
    } else {
      const first = !query;
      query = event.data;
      if (first) pass(content);
    }
  });

  self.postMessage = (message) => {
    if (!ready && message.type === READY) {
      ready = true;
      pass(query);
    } else {
      say(message);
    }
  };
})();
