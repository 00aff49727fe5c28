// What a file of prompts holds: lines of text, a table, or JSON line by line. Pure.
import { lineFor } from "./promptLines";
import { cellsOf } from "./table";

/** Columns and fields that prompts are looked for in, best first; else the first one is taken. */
const NAMES = ["prompt", "text", "clean", "sentence", "input", "ids", "tokens"];

/** The prompts of a file as lines of the form. Throws an Error that says why it can't be read. */
export function linesOfFile(name: string, content: string): string {
  const text = content.replace(/^\ufeff/, "");
  const ending = name.toLowerCase().split(".").at(-1);
  if (ending === "jsonl" || ending === "ndjson") return fromJsonLines(text);
  if (ending === "csv") return fromTable(text);
  return text.replace(/\r\n?/g, "\n").replace(/\n+$/, "");
}

function fromJsonLines(text: string): string {
  const lines = text.split(/\r?\n/);
  return lines.flatMap((line, i) => (line.trim() === "" ? [] : [fromJson(line, i + 1)])).join("\n");
}

function fromJson(line: string, number: number): string {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new Error(`Line ${number} is no JSON.`);
  }
  const found = promptIn(isRecord(value) ? fieldOf(value) : value);
  if (found === null) throw new Error(`Line ${number} holds no prompt: give text, ids, or a field "prompt".`);
  return lineFor(found);
}

function fieldOf(record: Record<string, unknown>): unknown {
  const name = NAMES.find((candidate) => candidate in record);
  return name === undefined ? Object.values(record)[0] : record[name];
}

function promptIn(value: unknown): string | number[] | null {
  if (typeof value === "string") return value;
  const ids = Array.isArray(value) && value.every((id): id is number => typeof id === "number");
  return ids ? value : null;
}

function fromTable(text: string): string {
  const rows = cellsOf(text);
  const head = rows[0]?.map((cell) => cell.trim().toLowerCase()) ?? [];
  const named = NAMES.map((name) => head.indexOf(name)).find((place) => place >= 0);
  const body = named === undefined ? rows : rows.slice(1);
  return body.map((cells) => lineFor(cells[named ?? 0] ?? "")).join("\n");
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
