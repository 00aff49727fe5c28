// The line that names a set of prompt pairs.
import type { GivenPair, SetPairs } from "@trafolab/viz";
import { given } from "./namingCode";
import { call, keywords, python } from "./python";

type Recipe = NonNullable<SetPairs["recipe"]>;

/** The line of Python that does what the act does. */
export function pairsCode({ name, recipe, unequal, n, seed, ...kept }: SetPairs): string {
  if (recipe === null) return call("lab.pairs", [name], named(kept));
  const [first, sides] = said(recipe);
  const more = { unequal: unequal === "refuse" ? undefined : unequal, ...(n === null ? {} : { n, seed }) };
  return `lab.pairs(${[python(name), first, ...keywords({ ...sides, ...more })].join(", ")})`;
}

type Kept = Pick<SetPairs, "stored" | "roles" | "answer_tokens">;

function named({ stored, roles, answer_tokens }: Kept): Record<string, unknown> {
  return {
    stored,
    roles: roles.length > 0 ? roles : undefined,
    answer_tokens: answer_tokens > 1 ? answer_tokens : undefined,
  };
}

function said(recipe: Recipe): [string, Record<string, unknown>] {
  switch (recipe.made_from) {
    case "file":
      return [python(recipe.path), {}];
    case "list":
      return [`[${recipe.pairs.map(row).join(", ")}]`, {}];
    case "templates":
      return [
        python(single(recipe.clean)),
        {
          corrupt: single(recipe.corrupt),
          answer: recipe.answer,
          slots: recipe.slots,
          distractor: recipe.distractor ?? undefined,
          first: recipe.first || undefined,
        },
      ];
    default:
      return recipe satisfies never;
  }
}

function row({ clean, corrupt, answer, distractor, roles }: GivenPair): string {
  const fields = [given(clean), given(corrupt), answer, distractor];
  const all = Object.keys(roles).length > 0 ? [...fields, roles] : fields;
  return `(${all.map(python).join(", ")})`;
}

function single(texts: readonly string[]): unknown {
  return texts.length === 1 ? texts[0] : texts;
}
