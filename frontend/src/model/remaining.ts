// What a filter and its threshold leave of the map: lines, and the components that can be selected in one go. Pure.
import type { MapColouring, MapEdges, Structure } from "@trafolab/viz";
import { components, type Kind } from "./components";
import { type Filter, namedBy, wordsOf } from "./fading";
import { targetIndex } from "./targets";

/** The lines that are left: as strong as the threshold asks, and with an end among what is named. */
export function edgesLeft(
  structure: Structure,
  { names, threshold }: Filter,
  edges: MapEdges | undefined,
): MapEdges | undefined {
  if (!edges) return undefined;
  const named = names.trim() === "" ? null : new Set(namedBy(structure, names));
  const left = edges.edges.filter(
    ({ sender, receiver, effect }) =>
      Math.abs(effect) >= threshold * edges.reach &&
      (named === null || named.has(sender) || named.has(receiver)),
  );
  return left.length === edges.edges.length ? edges : { ...edges, edges: left };
}

/** What is shown, after filter and threshold. */
export interface Shown {
  readonly faded: ReadonlySet<string>;
  readonly colouring: MapColouring | undefined;
  readonly edges: MapEdges | undefined;
}

/** The components that remain, bottom to top: of what does not step back all, or the ends of lines where these alone are
 * left out or thinned. Null where nothing is left out. */
export function remainingOf(
  structure: Structure,
  { names, threshold }: Filter,
  { faded, colouring, edges }: Shown,
): readonly string[] | null {
  const byNumber = threshold > 0 && colouring !== undefined;
  if (!edges && !byNumber && names.trim() === "") return null;
  const byLines = names.trim() === "" || threshold > 0;
  const ends = byLines && edges && new Set(edges.edges.flatMap(({ sender, receiver }) => [sender, receiver]));
  const said = new Set(wordsOf(names).flatMap(targetIndex(structure)));
  const chosen = (name: string, kind: Kind) =>
    ends ? ends.has(name) : byNumber || said.has(name) || WRITERS.has(kind);
  // The unembedding is no target of acts.
  return components(structure)
    .filter(({ name, kind }) => kind !== "unembed" && !faded.has(name) && chosen(name, kind))
    .map(({ name }) => name);
}

/** What a range of layers means as a selection: nobody ablates a layer's norms and stream with its heads. */
const WRITERS: ReadonlySet<Kind> = new Set(["head", "mlp"]);
