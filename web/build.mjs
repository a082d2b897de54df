// Makes the page: node build.mjs OUT_FOLDER
//
// One script, one style sheet, and what a browser asks for beside them. Names of files that may be kept for ever carry
// the hash of what is in them. Fails when the page grows beyond what a phone on a bad line should have to load.
import { createHash } from "node:crypto";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import * as esbuild from "esbuild";

const COMPRESSED_BYTES_MAX = 150 * 1024;
const here = dirname(fileURLToPath(import.meta.url));

const common = {
  bundle: true,
  minify: true,
  legalComments: "inline", // licences of what is bundled travel with it
  format: "esm",
  target: ["chrome123", "firefox120", "safari17.5"],
  absWorkingDir: here,
  write: false,
  logLevel: "warning",
};

async function bundle(entry, options = {}) {
  const result = await esbuild.build({ ...common, ...options, entryPoints: [entry], outdir: "out" });
  return Object.fromEntries(result.outputFiles.map((file) => [file.path.split(".").pop(), file.text]));
}

function hashed(name, extension, text) {
  return `${name}-${createHash("sha256").update(text).digest("hex").slice(0, 12)}.${extension}`;
}

// Text with NAME in double braces replaced; a name that is not there is a mistake.
function filled(text, values) {
  return text.replace(/\{\{(\w+)\}\}/g, (_, name) => {
    if (!(name in values)) throw new Error(`nothing to put in place of {{${name}}}`);
    return values[name];
  });
}

async function page() {
  const app = await bundle("src/main.tsx");
  const files = { [hashed("app", "js", app.js)]: app.js, [hashed("app", "css", app.css)]: app.css };
  const [script, style] = Object.keys(files);
  const index = await readFile(join(here, "index.html"), "utf8");
  files["index.html"] = filled(index, { script: `/assets/${script}`, style: `/assets/${style}` });
  for (const name of ["icon.svg", "manifest.webmanifest"])
    files[name] = await readFile(join(here, name), "utf8");
  const kept = JSON.stringify([
    "/",
    `/assets/${script}`,
    `/assets/${style}`,
    "/icon.svg",
    "/manifest.webmanifest",
  ]);
  const version = createHash("sha256").update(JSON.stringify(files)).digest("hex").slice(0, 12);
  const define = { KEPT_FILES: kept, PAGE_VERSION: JSON.stringify(version) };
  files["sw.js"] = (await bundle("src/offline/sw.ts", { define, format: "iife" })).js;
  return files;
}

function compressedBytes(files) {
  return Object.values(files).reduce((sum, text) => sum + gzipSync(text, { level: 9 }).length, 0);
}

const out = process.argv[2];
if (!out) {
  console.error("usage: node build.mjs OUT_FOLDER");
  process.exit(2);
}
const files = await page();
const bytes = compressedBytes(files);
if (bytes > COMPRESSED_BYTES_MAX) {
  console.error(`the page has ${bytes} compressed bytes, more than ${COMPRESSED_BYTES_MAX}`);
  process.exit(1);
}
await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
await Promise.all(Object.entries(files).map(([name, text]) => writeFile(join(out, name), text)));
console.log(`${Object.keys(files).length} files, ${bytes} bytes compressed`);
