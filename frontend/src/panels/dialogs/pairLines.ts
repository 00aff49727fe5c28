// Pairs of prompts as text: typed, pasted from a table, or out of a file. Pure.
import type { GivenPair } from "@trafolab/viz";
import { idsOf } from "./promptLines";
import { cellsOf } from "./table";

/** Pairs that were read, and what the first row that is none lacks. */
export interface ReadPairs {
  readonly pairs: readonly GivenPair[];
  readonly problem: string | null;
}

const COLUMNS = ["clean", "corrupt", "answer", "distractor", "roles"] as const;
type Row = Readonly<Partial<Record<(typeof COLUMNS)[number], unknown>>>;
/** A line of a table, by the names of its columns. */
type Cells = Readonly<Record<string, string>>;

/**
 * One pair a line: clean and corrupt prompt, answer, and perhaps distractor and roles, between tabs, bars or commas,
 * or as JSON. A first line that names the columns says their order. Spaces count, but around bars. Without a tokenizer
 * prompts and answers are token ids.
 */
export function readPairs(text: string, byText: boolean): ReadPairs {
  const pairs: GivenPair[] = [];
  try {
    rowsOf(text.replace(/^\ufeff/, "")).forEach((row, i) => {
      pairs.push(pairOf(row, i + 1, byText));
    });
    return { pairs, problem: null };
  } catch (error) {
    if (error instanceof Unreadable) return { pairs, problem: error.message };
    throw error;
  }
}

class Unreadable extends Error {}

function rowsOf(text: string): Row[] {
  const [first = ""] = text.trimStart().split(/\r?\n/);
  if (isJson(first)) return fromJsonLines(text);
  const between = betweenOf(first);
  const cells = cellsOf(text, between);
  const head = cells[0]?.map((cell) => cell.trim().toLowerCase()) ?? [];
  const named = head.includes("clean") && head.includes("corrupt");
  const rows = (named ? cells.slice(1) : cells).map((row, i) => rowOf(row, named ? head : COLUMNS, i + 1));
  return between === "|" ? rows.map(withoutBlanks) : rows;
}

/** A prompt may begin with a bracket too. */
function isJson(line: string): boolean {
  return /^\[\s*["[]|^\{\s*"/.test(line);
}

function betweenOf(line: string): "," | "\t" | "|" {
  if (line.includes("\t")) return "\t";
  return line.includes("|") ? "|" : ",";
}

function rowOf(cells: readonly string[], names: readonly string[], number: number): Cells {
  if (cells.length > names.length) {
    const what = `Row ${number} has ${cells.length} parts, and a pair has at most ${names.length}.`;
    throw new Unreadable(`${what} Put tabs or bars between them where prompts hold commas.`);
  }
  return Object.fromEntries(cells.map((cell, i) => [names[i], cell]));
}

/** Blanks around a bar are no part of a prompt; one before an answer is how most answers begin. */
function withoutBlanks(row: Cells): Cells {
  return Object.fromEntries(
    Object.entries(row).map(([name, cell]) => [
      name,
      PROMPTS.has(name) ? cell.trim() : cell.replace(/^ +/, " ").trimEnd(),
    ]),
  );
}

const PROMPTS: ReadonlySet<string> = new Set(["clean", "corrupt"]);

function fromJsonLines(text: string): Row[] {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== "");
  return lines.map((line, i) => {
    const value = parsed(line, i + 1);
    if (!Array.isArray(value)) return isRecord(value) ? value : {};
    return Object.fromEntries(COLUMNS.map((name, place) => [name, value[place]]));
  });
}

function parsed(line: string, number: number): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw new Unreadable(`Row ${number} is no JSON.`);
  }
}

function pairOf(row: Row, number: number, byText: boolean): GivenPair {
  const missing = COLUMNS.slice(0, 3).filter((name) => row[name] === undefined || row[name] === "");
  if (missing.length > 0) throw new Unreadable(`Row ${number} has no ${missing.join(" and no ")}.`);
  return {
    clean: promptOf(row.clean, number, byText),
    corrupt: promptOf(row.corrupt, number, byText),
    answer: answerOf(row.answer, number, byText),
    distractor: isNothing(row.distractor) ? null : answerOf(row.distractor, number, byText),
    roles: isNothing(row.roles) ? {} : rolesOf(row.roles, number),
  };
}

function promptOf(value: unknown, number: number, byText: boolean): GivenPair["clean"] {
  if (typeof value === "string" && byText) return { kind: "text", text: value };
  const ids = typeof value === "string" ? idsOf(value) : numbersOf(value);
  if (ids === null) throw new Unreadable(`Row ${number} has a prompt that is no list of ids.`);
  return { kind: "ids", ids, labels: null };
}

function numbersOf(value: unknown): number[] | null {
  return Array.isArray(value) && value.every((id): id is number => Number.isInteger(id)) ? value : null;
}

/** A text, which may be several tokens, the id of one, or the ids of several that follow each other. */
function answerOf(value: unknown, number: number, byText: boolean): GivenPair["answer"] {
  if (typeof value === "number" && Number.isInteger(value)) return value;
  if (typeof value === "string" && byText) return value;
  const ids = typeof value === "string" ? idsOf(value) : numbersOf(value);
  const [id, ...others] = ids ?? [];
  if (id === undefined) {
    throw new Unreadable(`Row ${number} has an answer that is no ${byText ? "text" : "list of ids"}.`);
  }
  return others.length > 0 ? [id, ...others] : id;
}

/** A record, or text such as `S1=4; S2=10`, as a table may have it. */
function rolesOf(value: unknown, number: number): GivenPair["roles"] {
  const text = typeof value === "string" ? value.trim() : "";
  const found = text.startsWith("{") ? parsed(text, number) : value;
  if (isRecord(found)) return Object.fromEntries(Object.entries(found).flatMap(wholeOrText));
  const parts = text.split(";").filter((part) => part.trim() !== "");
  if (!parts.every((part) => part.includes("="))) {
    throw new Unreadable(`Row ${number} has roles that are not given as in “S1=4; S2=10”.`);
  }
  return Object.fromEntries(parts.map((part) => roleOf(part)));
}

function roleOf(part: string): [string, number | string] {
  const at = part.indexOf("=");
  const where = part.slice(at + 1).trim();
  return [part.slice(0, at).trim(), /^-?\d+$/.test(where) ? Number(where) : where];
}

function wholeOrText([name, where]: [string, unknown]): [string, number | string][] {
  return typeof where === "number" || typeof where === "string" ? [[name, where]] : [];
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === null || value === "";
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
