/* Generated from kernel_bridge/trafolab_protocol and kernel_bridge/trafolab/views by `make gen`. Do not edit. */

export type BrowserMessage = ClientHello | ClientAct | ClientWatch | ClientLayout | ClientKernel;
export type ServerMessage =
  Welcome | ServerState | ServerKernel | ServerDone | ServerProblem | ViewFrame | ViewFailure;

export interface Protocol {
  Ablate: Ablate;
  AnswerToken: AnswerToken;
  Attention: Attention;
  AttentionData: AttentionData;
  AttentionParams: AttentionParams;
  BrowserMessage: BrowserMessage;
  ChangedWeight: ChangedWeight;
  Clear: Clear;
  ClientAct: ClientAct;
  ClientHello: ClientHello;
  ClientKernel: ClientKernel;
  ClientLayout: ClientLayout;
  ClientWatch: ClientWatch;
  Constant: Constant;
  Custom: Custom;
  Findings: Findings;
  Firing: Firing;
  Freeze: Freeze;
  HistoryEntry: HistoryEntry;
  IdsSource: IdsSource;
  Intervene: Intervene;
  Intervention: Intervention;
  Keep: Keep;
  Knockout: Knockout;
  Layer: Layer;
  LensData: LensData;
  LensParams: LensParams;
  LensRow: LensRow;
  Linearise: Linearise;
  Metric: Metric;
  MetricData: MetricData;
  MetricParams: MetricParams;
  Mlp: Mlp;
  MlpsData: MlpsData;
  MlpsParams: MlpsParams;
  ModelInfo: ModelInfo;
  NoSource: NoSource;
  Norm: Norm;
  OpenModel: OpenModel;
  OperationChoice: OperationChoice;
  OperationInfo: OperationInfo;
  Patch: Patch;
  PatternsData: PatternsData;
  PatternsParams: PatternsParams;
  Position: Position;
  PredictionRow: PredictionRow;
  PredictionsData: PredictionsData;
  PredictionsParams: PredictionsParams;
  Problem: Problem;
  Prompt: Prompt;
  PromptDonor: PromptDonor;
  Redo: Redo;
  Release: Release;
  Scale: Scale;
  ServerDone: ServerDone;
  ServerKernel: ServerKernel;
  ServerMessage: ServerMessage;
  ServerProblem: ServerProblem;
  ServerState: ServerState;
  SetEnabled: SetEnabled;
  SetMetric: SetMetric;
  SetPrompt: SetPrompt;
  ShownPrompt: ShownPrompt;
  ShownToken: ShownToken;
  Snapshot: Snapshot;
  Stamp: Stamp;
  State: State;
  Status: Status;
  Steer: Steer;
  Structure: Structure;
  TensorSpec: TensorSpec;
  TextSource: TextSource;
  Token: Token;
  TokensData: TokensData;
  TokensParams: TokensParams;
  Undo: Undo;
  UserHook: UserHook;
  ViewData: ViewData;
  ViewFailure: ViewFailure;
  ViewFrame: ViewFrame;
  ViewParams: ViewParams;
  Watch: Watch;
  Welcome: Welcome;
}
export interface Ablate {
  op: "ablate";
  mode: "zero" | "mean" | "resample";
}
/**
 * An answer that is one token of the vocabulary.
 */
export interface AnswerToken {
  id: number;
  text: string;
}
/**
 * The attention half of a block.
 */
export interface Attention {
  component: string;
  n_heads: number;
  n_key_value_heads: number;
  d_head: number;
}
export interface AttentionData {
  head: string;
  run: "plain" | "live";
  tokens: string[];
  size: number;
  stride: number;
  hide_bos: boolean;
  stamp: Stamp;
}
/**
 * What a run, a stored tensor, a figure or an export was computed with.
 */
export interface Stamp {
  prompt: string;
  interventions: "plain" | "live";
  weights: "loaded" | "now";
  model_hash: string;
  mode: "raw" | "folded";
  dtype: string;
  seed: number | null;
}
export interface AttentionParams {
  head: string;
  run: "live" | "plain";
  hide_bos: boolean;
  max_size: number;
}
/**
 * First message of a tab.
 */
export interface ClientHello {
  kind: "hello";
  protocol: number;
}
export interface ClientAct {
  kind: "act";
  id: string;
  action: SetPrompt | SetMetric | Intervene | Release | SetEnabled | Clear | Undo | Redo | OpenModel;
}
/**
 * Set the clean prompt; counterfactuals as given replace all earlier ones, None keeps them.
 */
export interface SetPrompt {
  kind: "set_prompt";
  clean: TextSource | IdsSource;
  counterfactuals: {
    [k: string]: TextSource | IdsSource;
  } | null;
}
/**
 * A prompt given as text; BOS is added as the model's tokenizer has it, never doubled.
 */
export interface TextSource {
  kind: "text";
  text: string;
}
/**
 * A prompt given as token ids, used as they are; for models without a tokenizer too.
 */
export interface IdsSource {
  kind: "ids";
  ids: number[];
  labels: string[] | null;
}
/**
 * Choose the metric by the text of its tokens; ``metric_kind`` None returns to the automatic one.
 */
export interface SetMetric {
  kind: "set_metric";
  metric_kind: ("logit_diff" | "logprob" | "prob" | "rank") | null;
  answer: string | number | null;
  distractor: string | number | null;
  position: number;
}
/**
 * Add an intervention, or replace the one with the same targets, operation and positions.
 */
export interface Intervene {
  kind: "intervene";
  targets: string[];
  operation: Ablate | Freeze | Patch | Knockout | Scale | Steer | Keep | Linearise | Custom;
  source: string | null;
  donor: ("plain" | "live") | null;
  positions: "all" | number[];
}
export interface Freeze {
  op: "freeze";
  what: "pattern" | "z" | "q" | "k" | "v" | "scores" | "post" | "scale" | "residual";
}
export interface Patch {
  op: "patch";
  subspace: string | null;
}
export interface Knockout {
  op: "knockout";
  dst: number[];
  src: number[];
}
export interface Scale {
  op: "scale";
  factor: number;
}
export interface Steer {
  op: "steer";
  direction: string;
  how: "add" | "clamp" | "remove";
  strength: number;
  unit: "direction" | "stream";
}
export interface Keep {
  op: "keep";
  mode: "zero" | "mean" | "resample";
}
export interface Linearise {
  op: "linearise";
}
export interface Custom {
  op: "custom";
  function: string;
  source: string;
}
/**
 * Remove interventions: by their ids, or all those on the given targets.
 */
export interface Release {
  kind: "release";
  ids: string[];
  targets: string[];
}
export interface SetEnabled {
  kind: "set_enabled";
  id: string;
  enabled: boolean;
}
/**
 * Remove every intervention.
 */
export interface Clear {
  kind: "clear";
}
export interface Undo {
  kind: "undo";
}
export interface Redo {
  kind: "redo";
}
export interface OpenModel {
  kind: "open_model";
  source: string;
  folded: boolean;
}
/**
 * The complete set of what this tab has on screen; replaces the former one.
 */
export interface ClientWatch {
  kind: "watch";
  watches: Watch[];
}
/**
 * A view that is on somebody's screen. ``key`` names it in the frames that answer it.
 */
export interface Watch {
  key: string;
  view: string;
  params: {
    [k: string]: unknown;
  };
}
/**
 * The tab's layout, kept by the server so that a reload finds it again.
 */
export interface ClientLayout {
  kind: "layout";
  layout: {
    [k: string]: unknown;
  };
}
export interface ClientKernel {
  kind: "kernel";
  verb: "interrupt" | "restart";
}
/**
 * A tensor of the model that differs from the loaded one.
 */
export interface ChangedWeight {
  component: string;
  tensor: string;
  delta_norm: number | null;
}
/**
 * A stored constant, such as a mean over a reference set.
 */
export interface Constant {
  kind: "constant";
  tensor: string;
  reference: string;
  n: number;
  run: Stamp;
}
/**
 * Everything found on the model that no action made.
 */
export interface Findings {
  hooks: UserHook[];
  weights: ChangedWeight[];
  moving: boolean;
  flags: string[];
}
/**
 * A hook on the model that is not Trafolab's.
 */
export interface UserHook {
  component: string;
  hook: string;
  name: string;
  direction: string;
  permanent: boolean;
}
/**
 * How often an intervention's hooks fired, the page's live run and a cell's last run apart.
 */
export interface Firing {
  page: number;
  cell: number | null;
}
/**
 * One step of the history: an act, or a mark for what a cell did beside the actions.
 */
export interface HistoryEntry {
  revision: number;
  kind: string;
  label: string;
  code: string | null;
  origin: "page" | "code" | "mark";
  cell: number | null;
  undone: boolean;
}
/**
 * One entry of the ordered list of interventions.
 */
export interface Intervention {
  id: string;
  targets: string[];
  operation: Ablate | Freeze | Patch | Knockout | Scale | Steer | Keep | Linearise | Custom;
  source: NoSource | PromptDonor | Snapshot | Constant;
  positions: "all" | Position[];
  enabled: boolean;
  stamp: Stamp;
  status: Status;
  code: string;
}
/**
 * The operation needs no donor (zero ablation, scaling).
 */
export interface NoSource {
  kind: "none";
}
/**
 * Values follow the named prompt's run, recomputed when that changes.
 */
export interface PromptDonor {
  kind: "prompt";
  prompt: string;
  donor: "plain" | "live";
}
/**
 * Values stored when the intervention was set.
 */
export interface Snapshot {
  kind: "snapshot";
  tensor: string;
  hook: string;
  shape: number[];
  run: Stamp;
  n_tokens: number;
}
/**
 * A place in the prompt, remembered with the token that stood there.
 */
export interface Position {
  index: number;
  token: string;
  role: string | null;
}
/**
 * Whether the intervention acts, with the proof or the reason why not.
 */
export interface Status {
  state: "pending" | "active" | "inactive" | "error";
  reason: string | null;
  fired: Firing;
  delta_norm: number | null;
  note: string | null;
}
/**
 * One block of the residual stream.
 */
export interface Layer {
  index: number;
  attention: Attention | null;
  mlp: Mlp | null;
  parallel: boolean;
  norms: Norm[];
}
/**
 * The MLP half of a block.
 */
export interface Mlp {
  component: string;
  n_neurons: number;
  gated: boolean;
  n_experts: number | null;
}
/**
 * One normalisation; its target is its scale.
 */
export interface Norm {
  component: string;
  kind: "LN" | "RMS";
  place: "before_attention" | "after_attention" | "before_mlp" | "after_mlp" | "final";
}
export interface LensData {
  position: number;
  rows: LensRow[];
  stamp: Stamp;
}
export interface LensRow {
  component: string;
  token: string;
  prob: number;
  answer_prob: number | null;
}
export interface LensParams {
  position: number;
}
/**
 * What is measured, at which position, of which answers.
 */
export interface Metric {
  kind: "logit_diff" | "logprob" | "prob" | "rank";
  answer: AnswerToken;
  distractor: AnswerToken | null;
  position: number;
  automatic: boolean;
}
export interface MetricData {
  label: string;
  kind: ("logit_diff" | "logprob" | "prob" | "rank") | null;
  live: number | null;
  plain: number | null;
  reason: string | null;
  stamp: Stamp;
}
/**
 * The metric is the state's; nothing is to be chosen here.
 */
export interface MetricParams {}
export interface MlpsData {
  position: number;
  components: string[];
  peak: number[];
  stamp: Stamp;
}
export interface MlpsParams {
  bins: number;
  position: number;
}
/**
 * Everything about the model that the page's badge and every stamp need.
 */
export interface ModelInfo {
  name: string;
  source: string;
  kind: "embedded" | "directory" | "hub" | "legacy" | "native" | "live";
  architecture: string;
  hash: string;
  mode: "raw" | "folded";
  folded: string[];
  dtype: string;
  device: string;
  n_params: number;
  has_tokenizer: boolean;
  hf_difference: number | null;
  structure: Structure;
}
/**
 * A whole model, bottom to top.
 */
export interface Structure {
  d_model: number;
  d_vocab: number;
  n_ctx: number | null;
  position: "learned" | "rotary" | "alibi" | "none" | "other";
  embeddings: string[];
  layers: Layer[];
  final_norm: Norm | null;
  unsupported: {
    [k: string]: string;
  };
}
/**
 * One way to carry out an operation, offered as a button or a menu entry.
 */
export interface OperationChoice {
  label: string;
  operation: Ablate | Freeze | Patch | Knockout | Scale | Steer | Keep | Linearise | Custom;
}
/**
 * A row of the kernel's table of operations, as the page needs it to offer it.
 */
export interface OperationInfo {
  op: string;
  label: string;
  key: string;
  state: string;
  glyph: string;
  choices: OperationChoice[];
  targets: string[];
}
export interface PatternsData {
  size: number;
  n_tokens: number;
  heads: string[];
  stamp: Stamp;
}
export interface PatternsParams {
  size: number;
  hide_bos: boolean;
}
export interface PredictionRow {
  id: number;
  token: string;
  prob: number;
  plain_prob: number;
  logit: number;
  plain_logit: number;
}
export interface PredictionsData {
  position: number;
  token: string;
  rows: PredictionRow[];
  stamp: Stamp;
}
export interface PredictionsParams {
  position: number;
  k: number;
}
/**
 * An error that a person reads.
 */
export interface Problem {
  code: string;
  what: string;
  subject: string | null;
  advice: string | null;
}
/**
 * A prompt under study: ``clean``, or a named counterfactual.
 */
export interface Prompt {
  name: string;
  source: TextSource | IdsSource;
  tokens: Token[];
}
/**
 * One token of the model's input.
 */
export interface Token {
  id: number;
  text: string;
  role: string | null;
}
/**
 * The answer to one ``act``.
 */
export interface ServerDone {
  kind: "done";
  id: string;
  revision: number;
  problem: Problem | null;
}
export interface ServerKernel {
  kind: "kernel";
  status: "starting" | "idle" | "busy" | "restarting" | "dead" | "disconnected";
  detail: string | null;
}
/**
 * First message to a tab: where it is, and what it had.
 */
export interface Welcome {
  kind: "welcome";
  protocol: number;
  version: string;
  notebook: string;
  notebook_url: string;
  circuitsvis_url: string;
  layout: {
    [k: string]: unknown;
  } | null;
}
export interface ServerState {
  kind: "state";
  state: State;
  live: boolean;
}
/**
 * What the kernel sends after every change; the server stores it, every tab receives it.
 */
export interface State {
  revision: number;
  settled: boolean;
  model: ModelInfo | null;
  clean: Prompt | null;
  counterfactuals: Prompt[];
  metric: Metric | null;
  metric_problem: string | null;
  interventions: Intervention[];
  findings: Findings;
  operations: OperationInfo[];
  history: HistoryEntry[];
  undo: string | null;
  redo: string | null;
  problems: string[];
  code: string;
}
/**
 * Something went wrong that no act of this tab asked for.
 */
export interface ServerProblem {
  kind: "problem";
  problem: Problem;
}
/**
 * A view's data at one revision.
 */
export interface ViewFrame {
  kind: "view";
  key: string;
  view: string;
  revision: number;
  data: {
    [k: string]: unknown;
  };
  tensors: TensorSpec[];
  took_ms: number;
}
/**
 * One array that travels as bytes beside the JSON.
 */
export interface TensorSpec {
  name: string;
  dtype: "float32" | "float16" | "uint8" | "int32";
  shape: number[];
  buffer: number;
}
/**
 * A view that could not be computed at this revision, and why.
 */
export interface ViewFailure {
  kind: "view_failure";
  key: string;
  view: string;
  revision: number;
  error: string;
}
export interface ShownPrompt {
  name: string;
  tokens: ShownToken[];
  aligned: boolean;
  n_differ: number;
}
export interface ShownToken {
  id: number;
  text: string;
  differs: boolean;
}
export interface TokensData {
  prompts: ShownPrompt[];
  stamp: Stamp;
}
/**
 * Always all prompts, whole.
 */
export interface TokensParams {}
export interface ViewData {
  metric: MetricData;
  predictions: PredictionsData;
  tokens: TokensData;
  patterns: PatternsData;
  attention: AttentionData;
  mlps: MlpsData;
  lens: LensData;
}
export interface ViewParams {
  metric: MetricParams;
  predictions: PredictionsParams;
  tokens: TokensParams;
  patterns: PatternsParams;
  attention: AttentionParams;
  mlps: MlpsParams;
  lens: LensParams;
}
