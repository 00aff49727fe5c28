import type { Direction } from "@trafolab/viz";

/** Whose rows a token is a vector by. */
export type Space = Extract<Direction["recipe"], { kind: "tokens" }>["space"];

/** What each is called. */
export const SPACES: Readonly<Record<Space, string>> = { unembed: "unembedding", embed: "embedding" };
