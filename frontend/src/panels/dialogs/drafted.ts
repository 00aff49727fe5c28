import type { Action } from "../../code/codeFor";

/** What a form would do, or what it still needs. */
export type Drafted = { readonly action: Action } | { readonly missing: string };
