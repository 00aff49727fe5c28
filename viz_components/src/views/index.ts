// The registry of views, in the order in which they are offered. The compiler refuses one whose line is missing.
import { attention } from "./attention";
import { attention_rollout } from "./attention_rollout";
import { composition } from "./composition";
import { embedding_neighbours } from "./embedding_neighbours";
import { generation } from "./generation";
import { heads } from "./heads";
import { holds } from "./holds";
import { logit_attribution } from "./logit_attribution";
import { logit_lens } from "./logit_lens";
import { neuron } from "./neuron";
import { neurons } from "./neurons";
import { norm_scale } from "./norm_scale";
import { ov_circuit } from "./ov_circuit";
import { position_embeddings } from "./position_embeddings";
import { predictions } from "./predictions";
import { qk_circuit } from "./qk_circuit";
import { qk_parts } from "./qk_parts";
import { similar_heads } from "./similar_heads";
import { singular_vectors } from "./singular_vectors";
import { source_attribution } from "./source_attribution";
import { stream_cosines } from "./stream_cosines";
import { stream_norms } from "./stream_norms";
import { token_loss } from "./token_loss";
import type { Subject, View, ViewName } from "./view";
import { weight_matrix } from "./weight_matrix";
import { writers } from "./writers";

export const VIEWS: { readonly [V in ViewName]: View<V> } = {
  attention,
  ov_circuit,
  qk_circuit,
  source_attribution,
  qk_parts,
  heads,
  similar_heads,
  predictions,
  logit_lens,
  logit_attribution,
  attention_rollout,
  composition,
  weight_matrix,
  singular_vectors,
  embedding_neighbours,
  position_embeddings,
  token_loss,
  generation,
  stream_norms,
  stream_cosines,
  writers,
  holds,
  neurons,
  neuron,
  norm_scale,
};

/** All views, in order. */
export const VIEW_NAMES: readonly ViewName[] = namesIn(VIEWS);

/** The views of such a thing, in order. */
export function viewsOf(subject: Subject): ViewName[] {
  return VIEW_NAMES.filter((name) => VIEWS[name].subjects.includes(subject));
}

/** A view by a name that may be none. */
export function viewNamed(name: unknown): ViewName | undefined {
  return VIEW_NAMES.find((known) => known === name);
}

function namesIn<K extends string>(record: Readonly<Record<K, unknown>>): K[] {
  const isKey = (key: string): key is K => Object.hasOwn(record, key);
  return Object.keys(record).filter(isKey);
}
