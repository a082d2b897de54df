// Runs the page's own tests without a browser: node test.mjs [JUNIT_FILE]
//
// Each *.test.ts is bundled as the page is, so that a test sees the code that ships, and run by Node's test runner.
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));

function testsIn(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return testsIn(path);
    return /\.test\.tsx?$/.test(entry.name) ? [path] : [];
  });
}

const out = await mkdtemp(join(tmpdir(), "greeninfer-web-"));
const entryPoints = testsIn(join(here, "src"));
await esbuild.build({
  entryPoints,
  outdir: out,
  outbase: join(here, "src"),
  outExtension: { ".js": ".mjs" },
  absWorkingDir: here,
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node18",
  sourcemap: "inline",
  jsx: "automatic",
  jsxImportSource: "preact",
  loader: { ".css": "empty" },
  logLevel: "warning",
});
const built = entryPoints.map((path) =>
  join(out, path.slice(join(here, "src").length + 1).replace(/\.tsx?$/, ".mjs")),
);
const junit = process.argv[2];
const reporters = junit
  ? [
      "--test-reporter=junit",
      `--test-reporter-destination=${junit}`,
      "--test-reporter=spec",
      "--test-reporter-destination=stdout",
    ]
  : ["--test-reporter=spec"];
const run = spawnSync(process.execPath, ["--enable-source-maps", "--test", ...reporters, ...built], {
  stdio: "inherit",
  timeout: 300_000, // a test that waits in vain fails
});
await rm(out, { recursive: true, force: true });
process.exit(run.status ?? 1);
