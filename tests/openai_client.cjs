// Drives the official Node.js client: openai_client.cjs BASE_URL MODEL WHAT. Prints one JSON value.
const OpenAI = require("openai");

const [baseURL, model, what] = process.argv.slice(2);
const client = new OpenAI({ baseURL, apiKey: "client-key", maxRetries: 0, timeout: 30000 });
const messages = [{ role: "user", content: "Say hello." }];

async function errorOf(call) {
  try {
    await call();
  } catch (error) {
    return error;
  }
  throw new Error("the call did not fail");
}

async function streamedText() {
  let text = "";
  let usage = null;
  const options = { model, messages, stream: true, max_tokens: 16, stream_options: { include_usage: true } };
  for await (const chunk of await client.chat.completions.create(options)) {
    text += chunk.choices[0]?.delta?.content ?? "";
    usage = chunk.usage?.total_tokens ?? usage;
  }
  return { text, usage };
}

async function everything() {
  const whole = await client.chat.completions.create({ model, messages, max_tokens: 16 });
  const streamed = await streamedText();
  const models = [];
  for await (const one of client.models.list()) models.push(one.id);
  const error = await errorOf(() => client.chat.completions.create({ model: "no-such-model", messages }));
  return {
    whole: whole.choices[0].message.content,
    streamed: streamed.text,
    usage: streamed.usage,
    models,
    unknown: { name: error.constructor.name, status: error.status, code: error.code },
  };
}

async function tools() {
  const tool = { type: "function", function: { name: "weather", parameters: { type: "object" } } };
  const runner = client.chat.completions.stream({ model, messages, tools: [tool] });
  const call = (await runner.finalMessage()).tool_calls[0].function;
  return { name: call.name, arguments: call.arguments };
}

async function error() {
  const raised = await errorOf(() => client.chat.completions.create({ model, messages }));
  return { name: raised.constructor.name, status: raised.status };
}

({ everything, tools, error })[what]().then(
  (value) => console.log(JSON.stringify(value)),
  (problem) => {
    console.error(problem);
    process.exit(1);
  },
);
