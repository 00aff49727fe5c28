import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { fromHex, luminance } from "./oklab";

const css = readFileSync(`${import.meta.dirname}/theme.css`, "utf8");
const TEXT = ["ink", "dim", "faint", "accent", "pos", "neg", "ice", "amber", "error", "ok"];
const SURFACES = ["panel", "bg"];
const SOFT = [
  ["amber", "amber-soft"],
  ["error", "error-soft"],
  ["ok", "ok-soft"],
  ["accent", "accent-soft"],
  ["accent-ink", "accent"],
];

/** WCAG AA for text of normal size. */
const AA = 4.5;

describe.each(["light", "dark"])("the %s theme", (theme) => {
  const tokens = tokensOf(theme);
  const pairs = [...SURFACES.flatMap((surface) => TEXT.map((text) => [text, surface])), ...SOFT];

  it.each(pairs)("%s is readable on %s", (text, surface) => {
    expect(contrast(tokens.get(text ?? ""), tokens.get(surface ?? ""))).toBeGreaterThanOrEqual(AA);
  });
});

function tokensOf(theme: string): Map<string, string> {
  const block = new RegExp(`\\[data-theme="${theme}"\\] \\{([^}]*)\\}`).exec(css)?.[1] ?? "";
  return new Map(
    [...block.matchAll(/--tf-([\w-]+): (#[0-9a-f]{6});/g)].map(([, name, hex]) => [name ?? "", hex ?? ""]),
  );
}

function contrast(one = "", other = ""): number {
  const [dark, bright] = [luminance(fromHex(one)), luminance(fromHex(other))].toSorted((a, b) => a - b);
  return ((bright ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}
