// Lets the end-to-end tests drive Chromium: one JSON command a line comes in, one JSON answer a line goes out.
//
// The tests are Python, because what starts gateways and scripted model servers is. Playwright's client is JavaScript, so
// a command is a chain of its own calls, as [["getByTestId", "send"], ["click"]], and needs no translation here. What a
// page did without being asked (requests, errors, dialogs, refused content) is kept, because most tests end by asking.
// Owner: the session's fixture in tests/harness/browsing.py; ends, with the browser, when its input does.
import { createInterface } from "node:readline";
import { chromium } from "playwright-core";

const WAIT_MS = 10_000; // for an element to be there and able to be used
const COMMAND_MS = 25_000; // for anything: a script in a page may wait for what never comes
const [executablePath, ...args] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath, args, headless: true });
const pages = []; // { page, seen }

function newRecord() {
  return {
    requests: [],
    exchanges: [],
    console: [],
    errors: [],
    dialogs: [],
    violations: [],
    ran: [],
    downloads: [],
  };
}

// In the page, before anything of it runs: tells of violations of the content security policy, and what was posted with what
// came of it. Playwright itself keeps no answer of which the page left the end unread.
function watch() {
  addEventListener("securitypolicyviolation", (event) => {
    globalThis.testViolation(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`);
  });
  const ask = globalThis.fetch;
  globalThis.fetch = async (path, options) => {
    const response = await ask(path, options);
    if (options?.method !== "POST") return response;
    const told = { path, sent: options.body, status: response.status, answer: null };
    const tell = (answer) => globalThis.testExchange({ ...told, answer });
    response
      .clone()
      .text()
      .then(tell, () => tell(null));
    return response;
  };
}

async function newContext(options) {
  const context = await browser.newContext({ acceptDownloads: true, ...options });
  const seen = newRecord();
  context.setDefaultTimeout(WAIT_MS);
  context.on("request", (request) => seen.requests.push(`${request.method()} ${request.url()}`));
  // Hostile text calls this wherever it may run; a binding outlives navigation, as a flag in the window would not.
  await context.exposeBinding("testRan", (_, what) => seen.ran.push(String(what)));
  await context.exposeBinding("testViolation", (_, what) => seen.violations.push(what));
  await context.exposeBinding("testExchange", (_, exchange) => seen.exchanges.push(exchange));
  await context.addInitScript(watch);
  return { context, seen };
}

async function keepDownload(download, seen) {
  const chunks = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk);
  seen.downloads.push({ name: download.suggestedFilename(), text: Buffer.concat(chunks).toString("utf8") });
}

async function open({ beside, options }) {
  const { context, seen } =
    beside === undefined
      ? await newContext(options)
      : { context: pages[beside].page.context(), seen: pages[beside].seen };
  const page = await context.newPage();
  page.on("console", (message) => seen.console.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => seen.errors.push(String(error.stack ?? error)));
  page.on("popup", (popup) => seen.ran.push(`a window opened: ${popup.url()}`));
  page.on("download", (download) => keepDownload(download, seen));
  page.on("dialog", (dialog) => {
    seen.dialogs.push(`${dialog.type()}: ${dialog.message()}`);
    return dialog.type() === "confirm" ? dialog.accept() : dialog.dismiss();
  });
  return pages.push({ page, seen }) - 1;
}

// Only what a test can read goes back; an object of Playwright's is the next call's business.
function answerable(value) {
  const isPlain =
    value === null ||
    typeof value !== "object" ||
    Array.isArray(value) ||
    Object.getPrototypeOf(value) === Object.prototype;
  return isPlain && value !== undefined ? value : null;
}

// A function comes as its text, since it runs in the page: Playwright takes a text for an expression.
function argument(value) {
  return typeof value?.script === "string" ? new Function(`return (${value.script});`)() : value;
}

async function call({ page, steps }) {
  let target = pages[page].page;
  for (const [name, ...rest] of steps) {
    target = typeof target[name] === "function" ? await target[name](...rest.map(argument)) : target[name];
  }
  return answerable(target);
}

const COMMANDS = {
  open,
  call,
  seen: ({ page }) => pages[page].seen,
  context: async ({ page, steps: [[name, ...rest]] }) =>
    answerable(await pages[page].page.context()[name](...rest)),
  close: ({ page }) => pages[page].page.context().close(),
};

function inTime(work) {
  const late = new Promise((_, fail) => {
    setTimeout(() => fail(new Error(`no end within ${COMMAND_MS} ms`)), COMMAND_MS).unref();
  });
  return Promise.race([work, late]);
}

async function answer(line) {
  try {
    const command = JSON.parse(line);
    return { value: (await inTime(COMMANDS[command.do](command))) ?? null };
  } catch (failure) {
    return { failure: String(failure.message ?? failure) };
  }
}

process.stdout.write(`${JSON.stringify({ value: browser.version() })}\n`);
for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(await answer(line))}\n`);
}
await browser.close();
