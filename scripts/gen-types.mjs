// Reads the JSON schema of the protocol on standard input and writes the TypeScript types on standard output.
import { text } from "node:stream/consumers";
import { compile } from "json-schema-to-typescript";

const banner = `/* Generated from kernel_bridge/trafolab_protocol and kernel_bridge/trafolab/views by \`make gen\`. Do not edit. */`;

const schema = JSON.parse(await text(process.stdin));
// Every definition is wanted as a named export, so each is made a property of one root object.
const names = Object.keys(schema.$defs);
const root = {
  title: "Protocol",
  type: "object",
  additionalProperties: false,
  required: names,
  properties: Object.fromEntries(names.map((name) => [name, { $ref: `#/$defs/${name}` }])),
  $defs: schema.$defs,
};
process.stdout.write(
  await compile(root, "Protocol", {
    additionalProperties: false,
    bannerComment: banner,
    format: true,
    style: { printWidth: 110 },
  }),
);
