// The examples of the set-up page, each made in one place and as it is run by the tests.

export const SNIPPET_KEY = "YOUR_KEY";

export interface Snippet {
  name: "curl" | "python" | "sdk" | "node";
  words: string;
  needs: string; // what must be installed
  text: string;
}

const QUESTION = "What is the capital of France?";

const curl = (origin: string, key: string | null): string =>
  [
    `curl ${origin}/v1/chat/completions \\`,
    "  -H 'content-type: application/json' \\",
    ...(key ? [`  -H 'authorization: Bearer ${key}' \\`] : []),
    `  -d '{"model": "auto", "messages": [{"role": "user", "content": "${QUESTION}"}]}'`,
  ].join("\n");

// The client insists on a key; without clients configured the gateway looks at none.
const python = (origin: string, key: string | null): string =>
  [
    "from openai import OpenAI",
    "",
    `client = OpenAI(base_url="${origin}/v1", api_key="${key ?? "none"}")`,
    "answer = client.chat.completions.create(",
    `    model="auto", messages=[{"role": "user", "content": "${QUESTION}"}]`,
    ")",
    "print(answer.choices[0].message.content)",
  ].join("\n");

const sdk = (origin: string, key: string | null): string =>
  [
    "from greeninfer import GreenInfer",
    "",
    `gi = GreenInfer(base_url="${origin}"${key ? `, api_key="${key}"` : ""})`,
    `print(gi.chat("${QUESTION}").response)`,
  ].join("\n");

const node = (origin: string, key: string | null): string =>
  [
    'import OpenAI from "openai";',
    "",
    `const client = new OpenAI({ baseURL: "${origin}/v1", apiKey: "${key ?? "none"}" });`,
    "const answer = await client.chat.completions.create({",
    '  model: "auto",',
    `  messages: [{ role: "user", content: "${QUESTION}" }],`,
    "});",
    "console.log(answer.choices[0].message.content);",
  ].join("\n");

export function snippetsFor(origin: string, keyRequired: boolean): Snippet[] {
  const key = keyRequired ? SNIPPET_KEY : null;
  return [
    { name: "curl", words: "curl", needs: "Nothing to install.", text: curl(origin, key) },
    { name: "python", words: "Python, openai", needs: "pip install openai", text: python(origin, key) },
    {
      name: "sdk",
      words: "Python, greeninfer",
      needs: "pip install sdk/python, from a clone",
      text: sdk(origin, key),
    },
    { name: "node", words: "Node", needs: "npm install openai; save it as ask.mjs", text: node(origin, key) },
  ];
}
