/* Generated from kernel_bridge/trafolab_protocol and kernel_bridge/trafolab/views by `make gen`. Do not edit. */

export type BrowserMessage = ClientHello | ClientAct | ClientWatch | ClientLayout | ClientKernel;
export type ServerMessage =
  Welcome | ServerState | ServerKernel | ServerDone | ServerProblem | ViewFrame | ViewFailure;

export interface Protocol {
  Ablate: Ablate;
  AnswerText: AnswerText;
  AnswerToken: AnswerToken;
  Application: Application;
  Attention: Attention;
  AttentionData: AttentionData;
  AttentionParams: AttentionParams;
  AttentionRolloutData: AttentionRolloutData;
  AttentionRolloutParams: AttentionRolloutParams;
  AttributionRow: AttributionRow;
  AttributionSpec: AttributionSpec;
  Axis: Axis;
  Between: Between;
  BrowserMessage: BrowserMessage;
  ChangedWeight: ChangedWeight;
  CircuitData: CircuitData;
  CircuitPair: CircuitPair;
  CircuitParams: CircuitParams;
  CircuitToken: CircuitToken;
  CircuitVocabulary: CircuitVocabulary;
  Clear: Clear;
  ClientAct: ClientAct;
  ClientHello: ClientHello;
  ClientKernel: ClientKernel;
  ClientLayout: ClientLayout;
  ClientWatch: ClientWatch;
  CompareData: CompareData;
  CompareParams: CompareParams;
  ComparedRow: ComparedRow;
  ComparedState: ComparedState;
  Composed: Composed;
  CompositionData: CompositionData;
  CompositionParams: CompositionParams;
  Constant: Constant;
  Continuation: Continuation;
  Contrast: Contrast;
  Contrasted: Contrasted;
  ContrastsData: ContrastsData;
  ContrastsParams: ContrastsParams;
  ControlExperiment: ControlExperiment;
  CoreRecord: CoreRecord;
  Custom: Custom;
  Direction: Direction;
  DirectionRow: DirectionRow;
  DirectionsData: DirectionsData;
  DirectionsParams: DirectionsParams;
  DrawsData: DrawsData;
  DrawsParams: DrawsParams;
  Edge: Edge;
  EdgesSpec: EdgesSpec;
  EmbeddingNeighboursData: EmbeddingNeighboursData;
  EmbeddingNeighboursParams: EmbeddingNeighboursParams;
  Estimated: Estimated;
  Experiment: Experiment;
  ExperimentData: ExperimentData;
  ExperimentFileData: ExperimentFileData;
  ExperimentFileParams: ExperimentFileParams;
  ExperimentInfo: ExperimentInfo;
  ExperimentParams: ExperimentParams;
  ExperimentSummary: ExperimentSummary;
  FaithfulnessSpec: FaithfulnessSpec;
  FeedData: FeedData;
  FeedParams: FeedParams;
  Findings: Findings;
  Firing: Firing;
  Foretold: Foretold;
  Forget: Forget;
  ForgetExperiment: ForgetExperiment;
  Freeze: Freeze;
  GeneratedToken: GeneratedToken;
  GenerationData: GenerationData;
  GenerationParams: GenerationParams;
  Given: Given;
  GivenPair: GivenPair;
  Group: Group;
  HeadScore: HeadScore;
  HeadScoresData: HeadScoresData;
  HeadScoresParams: HeadScoresParams;
  HeadsData: HeadsData;
  HeadsParams: HeadsParams;
  HeldDirection: HeldDirection;
  HeldScale: HeldScale;
  HeldTokens: HeldTokens;
  HistoryEntry: HistoryEntry;
  HoldsData: HoldsData;
  HoldsParams: HoldsParams;
  IdsSource: IdsSource;
  Interval: Interval;
  Intervene: Intervene;
  Intervention: Intervention;
  Keep: Keep;
  Knockout: Knockout;
  Layer: Layer;
  LensData: LensData;
  LensParams: LensParams;
  LensRow: LensRow;
  Linearise: Linearise;
  ListedPairs: ListedPairs;
  LoadState: LoadState;
  LogitAttributionData: LogitAttributionData;
  LogitAttributionParams: LogitAttributionParams;
  LogitLensData: LogitLensData;
  LogitLensParams: LogitLensParams;
  Metric: Metric;
  MetricData: MetricData;
  MetricFunction: MetricFunction;
  MetricParams: MetricParams;
  Mlp: Mlp;
  MlpsData: MlpsData;
  MlpsParams: MlpsParams;
  ModelInfo: ModelInfo;
  NamedToken: NamedToken;
  NearToken: NearToken;
  Neighbour: Neighbour;
  NeuronData: NeuronData;
  NeuronExample: NeuronExample;
  NeuronOver: NeuronOver;
  NeuronParams: NeuronParams;
  NeuronRow: NeuronRow;
  NeuronTokens: NeuronTokens;
  NeuronsData: NeuronsData;
  NeuronsParams: NeuronsParams;
  NoSource: NoSource;
  Norm: Norm;
  NormScaleData: NormScaleData;
  NormScaleParams: NormScaleParams;
  OfferedToken: OfferedToken;
  OpenModel: OpenModel;
  OperationChoice: OperationChoice;
  OperationInfo: OperationInfo;
  OvCircuitData: OvCircuitData;
  OvCircuitParams: OvCircuitParams;
  OverPairs: OverPairs;
  Paint: Paint;
  PaintData: PaintData;
  PaintParams: PaintParams;
  PairFile: PairFile;
  PairReading: PairReading;
  PairRow: PairRow;
  PairSet: PairSet;
  PairsData: PairsData;
  PairsParams: PairsParams;
  Patch: Patch;
  PathSpec: PathSpec;
  PatternsData: PatternsData;
  PatternsParams: PatternsParams;
  Position: Position;
  PositionEmbeddingsData: PositionEmbeddingsData;
  PositionEmbeddingsParams: PositionEmbeddingsParams;
  PredictionRow: PredictionRow;
  PredictionsData: PredictionsData;
  PredictionsParams: PredictionsParams;
  Problem: Problem;
  Prompt: Prompt;
  PromptDonor: PromptDonor;
  QkCircuitData: QkCircuitData;
  QkCircuitParams: QkCircuitParams;
  QkPartsData: QkPartsData;
  QkPartsParams: QkPartsParams;
  ReachedScore: ReachedScore;
  Redo: Redo;
  ReferenceSet: ReferenceSet;
  Release: Release;
  RenameExperiment: RenameExperiment;
  Reorder: Reorder;
  RepairData: RepairData;
  RepairParams: RepairParams;
  RestoreWeights: RestoreWeights;
  SaveState: SaveState;
  SavedState: SavedState;
  Scale: Scale;
  ScoredToken: ScoredToken;
  ServerDone: ServerDone;
  ServerKernel: ServerKernel;
  ServerMessage: ServerMessage;
  ServerProblem: ServerProblem;
  ServerState: ServerState;
  SetDirection: SetDirection;
  SetEnabled: SetEnabled;
  SetGroup: SetGroup;
  SetMetric: SetMetric;
  SetPaint: SetPaint;
  SetPairs: SetPairs;
  SetPrompt: SetPrompt;
  SetReference: SetReference;
  ShownPrompt: ShownPrompt;
  ShownToken: ShownToken;
  SideEffectData: SideEffectData;
  SideEffectParams: SideEffectParams;
  SimilarHeadsData: SimilarHeadsData;
  SimilarHeadsParams: SimilarHeadsParams;
  SingularVector: SingularVector;
  SingularVectorsData: SingularVectorsData;
  SingularVectorsParams: SingularVectorsParams;
  Snapshot: Snapshot;
  SourceAttributionData: SourceAttributionData;
  SourceAttributionParams: SourceAttributionParams;
  Stamp: Stamp;
  StartExperiment: StartExperiment;
  State: State;
  Status: Status;
  Steer: Steer;
  StoredPart: StoredPart;
  StreamCosinesData: StreamCosinesData;
  StreamCosinesParams: StreamCosinesParams;
  StreamNormsData: StreamNormsData;
  StreamNormsParams: StreamNormsParams;
  Structure: Structure;
  SweepKind: SweepKind;
  SweepSpec: SweepSpec;
  Templates: Templates;
  TensorSpec: TensorSpec;
  Term: Term;
  TextSource: TextSource;
  Token: Token;
  TokenEnds: TokenEnds;
  TokenLossData: TokenLossData;
  TokenLossParams: TokenLossParams;
  TokenSum: TokenSum;
  TokensData: TokensData;
  TokensParams: TokensParams;
  Tried: Tried;
  Undo: Undo;
  UsePair: UsePair;
  UserHook: UserHook;
  ViewData: ViewData;
  ViewFailure: ViewFailure;
  ViewFileData: ViewFileData;
  ViewFileParams: ViewFileParams;
  ViewFrame: ViewFrame;
  ViewParams: ViewParams;
  Watch: Watch;
  WeightMatrixData: WeightMatrixData;
  WeightMatrixParams: WeightMatrixParams;
  Welcome: Welcome;
  Writer: Writer;
  WritersData: WritersData;
  WritersParams: WritersParams;
}
export interface Ablate {
  op: "ablate";
  mode: "zero" | "mean" | "resample";
  draws: number;
  seed: number;
  by_position: boolean;
  src: number[];
  tokens: string[];
}
/**
 * An answer: one token, or several that follow each other.
 */
export interface AnswerText {
  tokens: AnswerToken[];
  by_text: boolean;
}
/**
 * One token of the vocabulary.
 */
export interface AnswerToken {
  id: number;
  text: string;
}
/**
 * How the change of a cell is made by hand, so that it stays.
 */
export interface Application {
  operation: Ablate | Freeze | Patch | Knockout | Scale | Steer | Keep | Linearise | Custom;
  base: string;
  source: string | null;
  each: Between[];
  targets: string[];
  also: string[];
  reason: string | null;
}
export interface Freeze {
  op: "freeze";
  what: ("pattern" | "scores" | "z" | "q" | "k" | "v" | "post" | "scale" | "residual" | "output") | null;
}
export interface Patch {
  op: "patch";
  subspace: string | null;
  src: number[];
  tokens: string[];
}
/**
 * Attention from the intervention's positions, the queries, to the positions ``src``, the keys.
 */
export interface Knockout {
  op: "knockout";
  src: number[];
  tokens: string[];
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
  on: "prompt" | "generated" | "all";
}
/**
 * Everything but the targets is ablated.
 */
export interface Keep {
  op: "keep";
  mode: "zero" | "mean" | "resample";
  draws: number;
  seed: number;
}
/**
 * All attention patterns and all norm scales are frozen.
 */
export interface Linearise {
  op: "linearise";
}
export interface Custom {
  op: "custom";
  function: string;
  source: string;
  needs: string[];
  key: string;
}
/**
 * Which run is changed, and where values come from.
 */
export interface Between {
  base: string;
  source: string | null;
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
/**
 * Tensor ``pattern``: float16 [query, key], or float32 where it is weighed or a difference; pooled where
 * ``stride`` is more than 1. ``written``, beside contributions: float32 [query], what the head adds in all.
 */
export interface AttentionData {
  head: string;
  run: string;
  minus: string | null;
  weigh: "none" | "value_norm" | "contribution";
  over: string | null;
  n_prompts: number;
  n_in_set: number;
  metric: string;
  low: number;
  high: number;
  runs: string[];
  sets: string[];
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
  run: string;
  minus: string | null;
  weigh: "none" | "value_norm" | "contribution";
  over: string | null;
  hide_bos: boolean;
  max_size: number;
  face: "map" | "text";
}
/**
 * Tensor ``flow``: float32 [layer, cell], NaN behind ``position``.
 */
export interface AttentionRolloutData {
  position: number;
  token: string;
  run: string;
  runs: string[];
  average: "mean" | "max";
  layers: number[];
  tokens: string[];
  stride: number;
  hide_bos: boolean;
  stamp: Stamp;
}
export interface AttentionRolloutParams {
  position: number;
  run: string;
  average: "mean" | "max";
  max_size: number;
  hide_bos: boolean;
}
export interface AttributionRow {
  component: string;
  value: number;
}
/**
 * All places estimated by one gradient, and some of them patched.
 */
export interface AttributionSpec {
  experiment: "attribution";
  what: string;
  by_position: boolean | null;
  direction: "noise" | "denoise";
  source: string | null;
  verify: number;
  sample: number;
  seed: number;
  steps: number;
  over: string | null;
  by: ("role" | "pos") | null;
}
/**
 * One axis of the values.
 */
export interface Axis {
  name: string;
  labels: string[];
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
  action:
    | SetPrompt
    | SetMetric
    | Intervene
    | Release
    | SetEnabled
    | Reorder
    | Clear
    | SetReference
    | SetPairs
    | UsePair
    | SetDirection
    | SetGroup
    | SetPaint
    | Forget
    | SaveState
    | LoadState
    | RestoreWeights
    | StartExperiment
    | ControlExperiment
    | RenameExperiment
    | ForgetExperiment
    | Undo
    | Redo
    | OpenModel;
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
  metric_kind: ("logit_diff" | "logprob" | "prob" | "rank" | "top_k" | "kl" | "loss" | "function") | null;
  answer: string | number | (string | number | number[])[] | null;
  distractor: string | number | (string | number | number[])[] | null;
  over: "mean" | "logsumexp";
  k: number | null;
  position: number;
  positions: number[] | null;
  function: MetricFunction | null;
  pairs: string | null;
  minus: string | null;
}
/**
 * A person's function of the logits.
 */
export interface MetricFunction {
  name: string;
  source: string;
  needs: string[];
  key: string;
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
  positions: "all" | (number | string)[];
  stored: string[] | null;
  replaces: string | null;
  gesture: string | null;
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
 * Put the interventions into the order of these ids; those not named come after them.
 */
export interface Reorder {
  kind: "reorder";
  ids: string[];
}
/**
 * Remove every intervention.
 */
export interface Clear {
  kind: "clear";
}
/**
 * Name a set of prompts to take means over and to draw from.
 */
export interface SetReference {
  kind: "set_reference";
  name: string;
  prompts: (TextSource | IdsSource)[];
  n: number | null;
  seed: number;
  stored: string | null;
}
/**
 * Name a set of prompt pairs to run experiments over.
 */
export interface SetPairs {
  kind: "set_pairs";
  name: string;
  recipe: (Templates | ListedPairs | PairFile) | null;
  unequal: "refuse" | "leave_out";
  n: number | null;
  seed: number;
  stored: string | null;
  roles: string[];
  answer_tokens: number;
}
/**
 * Pairs made by filling in slots, such as ``{name}``, of which each is a role.
 */
export interface Templates {
  made_from: "templates";
  clean: string[];
  corrupt: string[];
  answer: string;
  distractor: string | null;
  slots: {
    [k: string]: string[];
  };
  first: boolean;
}
export interface ListedPairs {
  made_from: "list";
  pairs: GivenPair[];
}
/**
 * One pair as a person gives it.
 */
export interface GivenPair {
  clean: TextSource | IdsSource;
  corrupt: TextSource | IdsSource;
  answer: string | number | number[];
  distractor: string | number | number[] | null;
  roles: {
    [k: string]: number | string;
  };
}
/**
 * A CSV or JSONL file, or the folder of a saved ``datasets`` dataset.
 */
export interface PairFile {
  made_from: "file";
  path: string;
}
/**
 * Make one pair of a set the prompts under study, with its answer and distractor for the metric.
 */
export interface UsePair {
  kind: "use_pair";
  name: string;
  index: number;
}
/**
 * Name a direction in the residual stream.
 */
export interface SetDirection {
  kind: "set_direction";
  name: string;
  recipe: Contrast | TokenSum | Given;
  stored: string | null;
}
/**
 * Mean of the stream over one set of prompts, less that over another (difference of means).
 */
export interface Contrast {
  kind: "contrast";
  positive: string | (TextSource | IdsSource)[];
  negative: string | (TextSource | IdsSource)[];
  at: string;
  position: number | null;
}
/**
 * A weighted sum of tokens' embeddings or unembeddings, such as king − man + woman.
 */
export interface TokenSum {
  kind: "tokens";
  /**
   * @minItems 1
   */
  terms: [Term, ...Term[]];
  space: "embed" | "unembed";
}
/**
 * A token with its weight in a sum.
 */
export interface Term {
  token: string | number;
  weight: number;
}
/**
 * A vector that code gave, stored under ``tensor``.
 */
export interface Given {
  kind: "given";
  tensor: string;
}
/**
 * Name a group of components; acts that name it go to all of them.
 */
export interface SetGroup {
  kind: "set_group";
  name: string;
  targets: string[];
  note: string | null;
  replaces: string | null;
}
/**
 * Colour the map by a person's own numbers; without any it is taken off.
 */
export interface SetPaint {
  kind: "set_paint";
  values: {
    [k: string]: number;
  } | null;
  label: string;
  stored: string | null;
}
/**
 * Remove a reference set, a set of pairs, a direction, a group or a saved state.
 */
export interface Forget {
  kind: "forget";
  what: "reference" | "pairs" | "direction" | "group" | "saved";
  name: string;
}
/**
 * Remember the whole laboratory as it is under a name.
 */
export interface SaveState {
  kind: "save_state";
  name: string;
}
/**
 * Go back to a laboratory that was saved under a name.
 */
export interface LoadState {
  kind: "load_state";
  name: string;
}
/**
 * Put weights back to what was loaded: all, or those of these components or tensors.
 */
export interface RestoreWeights {
  kind: "restore_weights";
  targets: string[];
}
/**
 * Begin an experiment, behind those that are under way. It changes nothing that undo would bring back.
 */
export interface StartExperiment {
  kind: "start_experiment";
  id: string;
  spec: SweepSpec | PathSpec | AttributionSpec | EdgesSpec | FaithfulnessSpec;
}
/**
 * One place after the other patched or ablated.
 */
export interface SweepSpec {
  experiment: "sweep";
  what: string;
  by_position: boolean | null;
  direction: "noise" | "denoise" | "both";
  ablate: ("zero" | "mean" | "resample") | null;
  source: string | null;
  only: string[];
  draws: number;
  seed: number;
  top: number;
  over: string | null;
  by: ("role" | "pos") | null;
}
/**
 * What one sender after the other does through some receivers alone.
 */
export interface PathSpec {
  experiment: "path";
  sender: string;
  receivers: string[];
  via: "direct" | "mlps" | "all";
  norm: "live" | "frozen";
  by_position: boolean | null;
  direction: "noise" | "denoise" | "both";
  source: string | null;
  over: string | null;
  by: ("role" | "pos") | null;
}
/**
 * All edges between what writes into the stream and what reads from it, estimated by one gradient; some
 * of them patched.
 */
export interface EdgesSpec {
  experiment: "edges";
  direction: "noise" | "denoise";
  source: string | null;
  verify: number;
  sample: number;
  seed: number;
  steps: number;
  over: string | null;
}
/**
 * The metric with all edges outside a circuit replaced, beside random circuits of its size.
 */
export interface FaithfulnessSpec {
  experiment: "faithfulness";
  edges: Edge[];
  operation: "patch" | "mean" | "zero";
  source: string | null;
  reference: string | null;
  random: number;
  seed: number;
  found_by: string | null;
  over: string | null;
}
/**
 * One edge by the names of its ends.
 */
export interface Edge {
  sender: string;
  receiver: string;
}
/**
 * Pause an experiment, go on with it, or end it with the cells that it has.
 */
export interface ControlExperiment {
  kind: "control_experiment";
  id: string;
  verb: "pause" | "resume" | "stop";
}
export interface RenameExperiment {
  kind: "rename_experiment";
  id: string;
  name: string;
}
/**
 * Remove an experiment with what it found.
 */
export interface ForgetExperiment {
  kind: "forget_experiment";
  id: string;
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
 * The tensors are float32 [edge]: ``order`` from 1 on, ``estimate`` and ``values``, the metric as a
 * gradient estimates it, and as it is where the edge was patched. Patched edges that are not among the first
 * come behind these; what leads nowhere has no order.
 */
export interface CircuitData {
  experiment: Experiment;
  n_cells: number;
  seconds_left: number | null;
  edges: Edge[];
  n_grown: number;
  tried: Tried[];
}
/**
 * One experiment from its start on, as it is stored when it has ended.
 */
export interface Experiment {
  id: string;
  name: string;
  spec: SweepSpec | PathSpec | AttributionSpec | EdgesSpec | FaithfulnessSpec;
  code: string;
  setup: string;
  under: string[] | null;
  created_at: string;
  status: "queued" | "running" | "paused" | "done" | "stopped" | "failed";
  problem: string | null;
  info: ExperimentInfo | null;
  axes: Axis[];
  columns: string[];
  application: Application | null;
  pairs: PairReading[];
  n_done: number;
  tensor: string | null;
}
/**
 * What was done, in words and figures.
 */
export interface ExperimentInfo {
  sentence: string;
  metric: string;
  base: string;
  donor: string;
  baseline: number;
  other: number | null;
  stamp: Stamp;
  prompts: Prompt[];
  n_cells: number;
  n_passes: number;
  n_equal: number;
  n_pairs: number | null;
  pairs: string | null;
  n_estimated: number | null;
  whole: string | null;
  held: string[];
  estimated: Estimated | null;
  seconds: number;
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
 * How far estimates by a gradient can be trusted.
 */
export interface Estimated {
  gradient: string;
  top: number[];
  sample: number[];
  rank_correlation: number | null;
  rank_correlation_sample: number | null;
  error: number | null;
  n_large: number;
  wrong_signs: number;
}
/**
 * One pair of a set that an experiment went over.
 */
export interface PairReading {
  clean: string;
  corrupt: string;
  baseline: number | null;
  other: number | null;
}
/**
 * An experiment on how faithful one of its circuits is.
 */
export interface Tried {
  id: string;
  n: number;
  status: "queued" | "running" | "paused" | "done" | "stopped" | "failed";
}
export interface CircuitPair {
  row: string;
  row_id: number;
  col: string;
  col_id: number;
  value: number;
}
export interface CircuitParams {
  id: string;
  most: number;
}
export interface CircuitToken {
  id: number;
  token: string;
  value: number;
}
/**
 * What a circuit does over all tokens. Beside it ``eigenvalues``: float32 [d_head, 2].
 */
export interface CircuitVocabulary {
  positive: number;
  own_in_top: number;
  n_rows: number;
  n_spanned: number;
  largest: CircuitPair[];
  smallest: CircuitPair[];
}
export interface CompareData {
  a: ComparedState;
  b: ComparedState;
  position: number;
  rows: ComparedRow[];
  heads: string[];
  head: string | null;
  size: number;
  reason: string | null;
  stamp: Stamp;
}
export interface ComparedState {
  name: string;
  prompt: string[];
  metric_label: string;
  metric: number | null;
  code: string[];
}
export interface ComparedRow {
  id: number;
  token: string;
  prob_a: number;
  prob_b: number;
  logit_a: number;
  logit_b: number;
}
export interface CompareParams {
  a: string;
  b: string;
  position: number;
  k: number;
  head: string | null;
  max_size: number;
}
export interface Composed {
  sender: string;
  receiver: string;
  score: number;
}
/**
 * Tensor ``scores``: float32 [sender, receiver], NaN where the sender is not earlier. Of one head [layer,
 * head]: below its layer what it reads of each, above it what each reads of it.
 */
export interface CompositionData {
  head: string;
  part: "Q" | "K" | "V";
  layer: number | null;
  layers: number[];
  senders: string[];
  receivers: string[];
  measure: "deviations" | "score";
  chance: number;
  largest: Composed[];
  stamp: Stamp | null;
}
export interface CompositionParams {
  head: string;
  part: "Q" | "K" | "V";
  layer: number | null;
  measure: "deviations" | "score";
  k: number;
}
/**
 * Stored values that belong to no position: a mean over a reference set, or a pool to draw from.
 */
export interface Constant {
  kind: "constant";
  parts: StoredPart[];
  reference: string;
  over: string | null;
  n: number;
  n_tokens: number | null;
  run: Stamp;
}
/**
 * One tensor in the store, and the hook point that it was read from.
 */
export interface StoredPart {
  tensor: string;
  hook: string;
  shape: number[];
}
export interface Continuation {
  run: "plain" | "live";
  tokens: GeneratedToken[];
  stopped: ("end" | "full" | "enough") | null;
}
export interface GeneratedToken {
  id: number;
  text: string;
  prob: number;
}
/**
 * The mean logit of the answers less that of the distractors; without these, the answers' alone.
 */
export interface Contrasted {
  answers: AnswerToken[];
  distractors: AnswerToken[];
  offered: OfferedToken[];
  problem: string | null;
}
/**
 * One that a person may want to choose.
 */
export interface OfferedToken {
  id: number;
  token: string;
  prob: number;
}
export interface ContrastsData {
  clean: Foretold;
  others: Foretold[];
  stamp: Stamp;
}
/**
 * The most probable token behind a prompt.
 */
export interface Foretold {
  prompt: string;
  id: number;
  token: string;
}
/**
 * The state says which counterfactuals there are.
 */
export interface ContrastsParams {}
/**
 * One whole laboratory: everything that a person set.
 */
export interface CoreRecord {
  clean: (TextSource | IdsSource) | null;
  counterfactuals: {
    [k: string]: TextSource | IdsSource;
  };
  metric: Metric | null;
  interventions: Intervention[];
  references: ReferenceSet[];
  pairs: PairSet[];
  directions: Direction[];
  groups: Group[];
  paint: Paint | null;
  saved: SavedState[];
}
/**
 * What is measured, at which position, of which answers.
 */
export interface Metric {
  kind: "logit_diff" | "logprob" | "prob" | "rank" | "top_k" | "kl" | "loss" | "function";
  answers: AnswerText[];
  distractors: AnswerText[];
  over: "mean" | "logsumexp";
  k: number | null;
  position: number;
  positions: number[] | null;
  function: MetricFunction | null;
  pairs: string | null;
  minus: string | null;
  automatic: boolean;
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
  parts: StoredPart[];
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
 * How often an intervention's hooks fired: in the page's live run, and in a cell's last one. Of a
 * generation, the pass over the prompt and the steps after it are counted apart.
 */
export interface Firing {
  page: number;
  cell: number | null;
  steps: number;
}
/**
 * Prompts as the model receives them, stored together.
 */
export interface ReferenceSet {
  name: string;
  tensor: string;
  n_prompts: number;
  n_tokens: number;
  n_given: number;
  seed: number | null;
  first: string[];
  code: string;
}
/**
 * Pairs under a name, tokenised and stored.
 */
export interface PairSet {
  name: string;
  tensor: string;
  answer_tokens: number;
  roles: string[];
  n_pairs: number;
  n_left_out: number;
  lengths: number[];
  first: string[];
  code: string;
}
/**
 * A vector [d_model] with a name.
 */
export interface Direction {
  name: string;
  tensor: string;
  norm: number;
  recipe: Contrast | TokenSum | Given;
  stamp: Stamp;
  code: string;
}
/**
 * Components under one name, by their own names.
 */
export interface Group {
  name: string;
  targets: string[];
  note: string;
}
/**
 * A person's own numbers as the map's colours.
 */
export interface Paint {
  label: string;
  tensor: string;
  n: number;
  model: string;
  code: string;
}
/**
 * A laboratory that was given a name, to come back to and to compare with.
 */
export interface SavedState {
  name: string;
  core: CoreRecord;
  metric: number | null;
}
export interface DirectionRow {
  name: string;
  nearest: NearToken[];
  opposite: NearToken[];
}
export interface NearToken {
  id: number;
  token: string;
  cosine: number;
}
export interface DirectionsData {
  rows: DirectionRow[];
}
export interface DirectionsParams {
  k: number;
  space: "embed" | "unembed";
}
export interface DrawsData {
  values: number[];
  mean: number | null;
  sd: number | null;
  stamp: Stamp;
}
/**
 * How many draws there are, the interventions say.
 */
export interface DrawsParams {}
export interface EmbeddingNeighboursData {
  plus: NamedToken[];
  minus: NamedToken[];
  of_prompt: boolean;
  not_found: string[];
  space: "embed" | "unembed";
  centred: boolean;
  rows: Neighbour[];
  length: number;
  mean: number;
  spread: number;
  stamp: Stamp | null;
}
export interface NamedToken {
  id: number;
  token: string;
}
export interface Neighbour {
  id: number;
  token: string;
  cosine: number;
}
export interface EmbeddingNeighboursParams {
  plus: (string | number)[];
  minus: (string | number)[];
  position: number;
  space: "embed" | "unembed";
  centred: boolean;
  k: number;
}
/**
 * Its tensors are named like its columns, float32 over the axes, beside ``progress`` uint8: 0 where the
 * model has no such cell, 1 where it is not computed yet, 2 where it is, 3 where it changes nothing, 4 where
 * there is an estimate alone. With a ``cell`` there is ``pairs`` too, float32 [pair], what each of
 * ``experiment.pairs`` gave; without, these are left out. So is what rebuilds its state.
 */
export interface ExperimentData {
  experiment: Experiment;
  n_cells: number;
  seconds_left: number | null;
}
/**
 * Its bytes are the tensor ``file``, uint8 [byte].
 */
export interface ExperimentFileData {
  id: string;
  name: string;
}
export interface ExperimentFileParams {
  id: string;
  form: "parquet" | "notebook";
}
export interface ExperimentParams {
  id: string;
  cell: number[] | null;
  cells: boolean;
}
/**
 * A line in the list of experiments.
 */
export interface ExperimentSummary {
  id: string;
  name: string;
  experiment: string;
  status: "queued" | "running" | "paused" | "done" | "stopped" | "failed";
  created_at: string;
  n_cells: number;
  elsewhere: string | null;
  n_done: number | null;
  found_by: string | null;
}
export interface FeedData {
  metric: MetricData;
  tokens: TokensData;
  patterns: PatternsData;
  head_scores: HeadScoresData;
  mlps: MlpsData;
  lens: LensData;
  compare: CompareData;
  contrasts: ContrastsData;
  directions: DirectionsData;
  draws: DrawsData;
  experiment: ExperimentData;
  circuit: CircuitData;
  experiment_file: ExperimentFileData;
  side_effect: SideEffectData;
  paint: PaintData;
  pairs: PairsData;
  repair: RepairData;
  view_file: ViewFileData;
}
export interface MetricData {
  label: string;
  kind: ("logit_diff" | "logprob" | "prob" | "rank" | "top_k" | "kl" | "loss" | "function") | null;
  live: number | null;
  plain: number | null;
  reason: string | null;
  over: OverPairs | null;
  stamp: Stamp;
}
/**
 * Over how many pairs a mean is taken.
 */
export interface OverPairs {
  n: number;
  n_pairs: number;
  live: Interval | null;
  plain: Interval | null;
  change: Interval | null;
}
/**
 * The 95 % bootstrap interval of a mean, over pairs.
 */
export interface Interval {
  low: number;
  high: number;
}
export interface TokensData {
  prompts: ShownPrompt[];
  stamp: Stamp;
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
export interface PatternsData {
  size: number;
  n_tokens: number;
  heads: string[];
  stamp: Stamp;
}
export interface HeadScoresData {
  head: string;
  least: number;
  scores: ReachedScore[];
  stamp: Stamp;
}
export interface ReachedScore {
  name: string;
  label: string;
  value: number;
  says: string;
}
export interface MlpsData {
  position: number;
  components: string[];
  peak: number[];
  stamp: Stamp;
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
export interface SideEffectData {
  live: number | null;
  plain: number | null;
  n_texts: number;
  n_tokens: number;
  texts: string;
  idle: string[];
  stamp: Stamp;
}
export interface PaintData {
  label: string;
  components: string[];
  model: string;
}
export interface PairsData {
  name: string;
  n_pairs: number;
  rows: PairRow[];
}
export interface PairRow {
  index: number;
  clean: string;
  corrupt: string;
  answer: string;
  distractor: string | null;
  n_tokens: number;
}
export interface RepairData {
  name: string;
  of: string | null;
  advice: string | null;
  text: string | null;
  old: string | null;
  new: string | null;
}
/**
 * Its bytes are the tensor ``file``, uint8 [byte].
 */
export interface ViewFileData {
  view: string;
}
export interface FeedParams {
  metric: MetricParams;
  tokens: TokensParams;
  patterns: PatternsParams;
  head_scores: HeadScoresParams;
  mlps: MlpsParams;
  lens: LensParams;
  compare: CompareParams;
  contrasts: ContrastsParams;
  directions: DirectionsParams;
  draws: DrawsParams;
  experiment: ExperimentParams;
  circuit: CircuitParams;
  experiment_file: ExperimentFileParams;
  side_effect: SideEffectParams;
  paint: PaintParams;
  pairs: PairsParams;
  repair: RepairParams;
  view_file: ViewFileParams;
}
/**
 * The metric is the state's; nothing is to be chosen here.
 */
export interface MetricParams {}
/**
 * Always all prompts, whole.
 */
export interface TokensParams {}
export interface PatternsParams {
  size: number;
  hide_bos: boolean;
}
export interface HeadScoresParams {
  head: string;
  hide_bos: boolean;
  least: number;
}
export interface MlpsParams {
  bins: number;
  position: number;
}
export interface LensParams {
  position: number;
}
/**
 * The texts are the reference set ``neutral``, or else Trafolab's own.
 */
export interface SideEffectParams {}
/**
 * Always those in force.
 */
export interface PaintParams {}
export interface PairsParams {
  name: string;
  start: number;
  count: number;
}
export interface RepairParams {
  name: string;
}
export interface ViewFileParams {
  view: string;
  params: {
    [k: string]: unknown;
  };
  form: "csv" | "parquet";
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
export interface GenerationData {
  sides: Continuation[];
  reason: string | null;
  prompt_end: string[];
  stamp: Stamp;
}
export interface GenerationParams {
  max_new_tokens: number;
  temperature: number;
  seed: number;
  wait: number;
}
export interface HeadScore {
  name: string;
  label: string;
}
/**
 * Tensors ``patterns``: uint8 [head, query, key], 255 is probability 1; ``scores``: float32 [head].
 */
export interface HeadsData {
  heads: string[];
  score: string;
  says: string;
  low: number;
  high: number;
  offered: HeadScore[];
  runs: string[];
  on: "prompt" | "repeated";
  hide_bos: boolean;
  size: number;
  stride: number;
  n_tokens: number;
  stamp: Stamp;
}
export interface HeadsParams {
  run: string;
  on: "prompt" | "repeated";
  score: string;
  hide_bos: boolean;
  max_size: number;
  sort: "layer" | "score" | "score_up";
  least: number | null;
  named: string;
}
export interface HeldDirection {
  name: string;
  cosine: number;
  projection: number;
}
/**
 * The metric when one norm's scale is held at the plain run's.
 */
export interface HeldScale {
  label: string;
  live: number | null;
  plain: number | null;
  held: number | null;
  over: string | null;
}
export interface HeldTokens {
  space: "embed" | "unembed";
  nearest: ScoredToken[];
  opposite: ScoredToken[];
}
export interface ScoredToken {
  id: number;
  token: string;
  score: number;
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
export interface HoldsData {
  point: string;
  position: number;
  token: string;
  run: string;
  against: string | null;
  runs: string[];
  norm: number;
  stamp: Stamp;
  tokens: HeldTokens[];
  directions: HeldDirection[];
}
export interface HoldsParams {
  point: string | null;
  position: number;
  run: string;
  against: string | null;
  k: number;
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
export interface LogitAttributionData {
  position: number;
  token: string;
  run: "plain" | "live";
  by: "layer" | "component" | "neuron";
  contrast: Contrasted;
  rows: AttributionRow[];
  total: number;
  given: number;
  soft_cap: number | null;
  mlps: number[];
  stamp: Stamp;
}
export interface LogitAttributionParams {
  position: number;
  run: "live" | "plain";
  answer: string | number | null;
  distractor: string | number | null;
  by: "layer" | "component" | "neuron";
  layer: number | null;
  k: number;
  face: "bars" | "heads";
  order: "model" | "size";
}
/**
 * Tensors: ``ids`` int32 and ``probs`` float32 [stream, position, k] of the most probable tokens, largest
 * first; ``prob``, ``logit`` and ``rank`` float32 [stream, position] of the token that is measured, NaN
 * where there is none. With ``minus`` also ``prob_minus``, ``logit_minus`` and ``rank_minus``, of the same
 * tokens in the other run.
 */
export interface LogitLensData {
  streams: string[];
  has_halves: boolean;
  first: number;
  tokens: string[];
  n_tokens: number;
  d_vocab: number;
  run: string;
  minus: string | null;
  runs: string[];
  token: AnswerToken;
  problem: string | null;
  offered: OfferedToken[];
  words: AnswerToken[];
  stamp: Stamp;
}
export interface LogitLensParams {
  position: number;
  first: number | null;
  count: number;
  points: "layers" | "halves";
  run: string;
  minus: string | null;
  of: "top" | "token" | "next";
  token: string | number | null;
  by: "prob" | "logit" | "rank";
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
  hf_n_tokens: number | null;
  hf_reason: string | null;
  reopens: boolean;
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
 * Tensors ``live`` and ``plain``: float32 [pos].
 */
export interface NeuronData {
  mlp: string;
  neuron: number;
  n_neurons: number;
  name: string;
  position: number;
  tokens: string[];
  stands_for: NeuronTokens;
  over: NeuronOver;
  sets: string[];
  stamp: Stamp;
}
/**
 * What it stands for, by the weights.
 */
export interface NeuronTokens {
  inputs: ScoredToken[];
  inputs_against: ScoredToken[];
  gate: ScoredToken[];
  promoted: ScoredToken[];
  suppressed: ScoredToken[];
}
/**
 * What it does over a set, in plain runs and without BOS.
 */
export interface NeuronOver {
  name: string;
  n_texts: number;
  n_tokens: number;
  positive: number;
  low: number;
  high: number;
  counts: number[];
  examples: NeuronExample[];
}
export interface NeuronExample {
  tokens: string[];
  activations: number[];
  at: number;
  first: number;
}
export interface NeuronParams {
  mlp: string;
  neuron: number | null;
  position: number;
  over: string | null;
  examples: number;
  window: number;
  bins: number;
  tokens: number;
}
export interface NeuronRow {
  neuron: number;
  name: string;
  activation: number;
  plain: number;
  written: number;
  inputs: ScoredToken[];
  promoted: ScoredToken[];
  suppressed: ScoredToken[];
}
/**
 * Tensor ``activations``: float32 [row, pos], of the live run.
 */
export interface NeuronsData {
  mlp: string;
  n_neurons: number;
  gated: boolean;
  position: number;
  token: string;
  by: "activation" | "written" | "change";
  tokens: string[];
  rows: NeuronRow[];
  stamp: Stamp;
}
export interface NeuronsParams {
  mlp: string;
  position: number;
  by: "activation" | "written" | "change";
  k: number;
  tokens: number;
}
/**
 * Tensors ``values``: float32 [norm, cell]; ``scale``: float32 [2, pos], one norm's, live and plain.
 */
export interface NormScaleData {
  norms: string[];
  norm: string;
  measure: "live" | "plain" | "change";
  tokens: string[];
  stride: number;
  held: HeldScale | null;
  stamp: Stamp;
}
export interface NormScaleParams {
  norm: string | null;
  measure: "live" | "plain" | "change";
  max_size: number;
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
  hint: string;
  choices: OperationChoice[];
  targets: string[];
}
/**
 * Tensors ``entries``: float32 [source token, output token]; ``eigenvalues``: float32 [d_head, 2].
 */
export interface OvCircuitData {
  head: string;
  d_vocab: number;
  k: number;
  embedding: "raw" | "after_mlp0";
  has_mlp0: boolean;
  tokens: string[];
  size: number;
  stride: number;
  position: number | null;
  top: CircuitToken[];
  bottom: CircuitToken[];
  vocabulary: CircuitVocabulary;
  stamp: Stamp | null;
}
export interface OvCircuitParams {
  head: string;
  embedding: "raw" | "after_mlp0";
  position: number;
  k: number;
  max_size: number;
  face: "prompt" | "vocabulary";
}
/**
 * Tensors ``cosines``: float32 [position, position], each cell what is farthest from zero in it;
 * ``norms``: float32 [position], of all positions.
 */
export interface PositionEmbeddingsData {
  n_positions: number;
  stride: number;
  n_tokens: number;
  centred: boolean;
  stamp: Stamp | null;
}
export interface PositionEmbeddingsParams {
  centred: boolean;
  max_size: number;
}
export interface PredictionRow {
  id: number;
  token: string;
  prob: number;
  plain_prob: number;
  logit: number;
  plain_logit: number;
  role: ("answer" | "distractor") | null;
}
export interface PredictionsData {
  position: number;
  token: string;
  rows: PredictionRow[];
  n_largest: number;
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
 * Tensors ``entries``: float32 [query token, key token]; ``eigenvalues``: float32 [d_head, 2];
 * ``positions``: float32 [query position, key position], empty where no positions are learnt.
 */
export interface QkCircuitData {
  head: string;
  d_vocab: number;
  k: number;
  embedding: "raw" | "after_mlp0";
  has_mlp0: boolean;
  tokens: string[];
  size: number;
  stride: number;
  position: number | null;
  top: CircuitToken[];
  bottom: CircuitToken[];
  vocabulary: CircuitVocabulary;
  stamp: Stamp | null;
  distance: number;
  turns: boolean;
  n_positions: number;
  position_stride: number;
}
export interface QkCircuitParams {
  head: string;
  embedding: "raw" | "after_mlp0";
  position: number;
  k: number;
  max_size: number;
  face: "prompt" | "vocabulary" | "positions";
  distance: number;
}
/**
 * Tensors, all float32: ``scores`` and ``attention`` [key]; ``by_query`` [writer, key] and ``by_key``
 * [writer, key], the scores by what wrote either side, each summing to the score; ``matrix`` [writer of the
 * query, writer of the key] at the chosen key. Not a number where the mask hides a key.
 */
export interface QkPartsData {
  head: string;
  run: string;
  runs: string[];
  position: number;
  key: number;
  tokens: string[];
  query_writers: string[];
  key_writers: string[];
  relative: boolean;
  soft_cap: number | null;
  stamp: Stamp;
}
export interface QkPartsParams {
  head: string;
  run: string;
  position: number;
  key: number | null;
  heads: boolean;
  relative: boolean;
  k: number;
  face: "pairs" | "query" | "key";
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
  references: ReferenceSet[];
  pairs: PairSet[];
  directions: Direction[];
  groups: Group[];
  paint: Paint | null;
  detectors: string[];
  saved: SavedState[];
  findings: Findings;
  operations: OperationInfo[];
  sweeps: SweepKind[];
  experiments: ExperimentSummary[];
  history: HistoryEntry[];
  undo: string | null;
  redo: string | null;
  problems: string[];
  code: string;
}
/**
 * A family of places that can be swept over, as the page offers it.
 */
export interface SweepKind {
  name: string;
  label: string;
  axes: string[];
  by_position: boolean;
  over_pairs: boolean;
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
  caption: string;
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
  code: string;
}
/**
 * Tensors ``similarity``: float32 [head], and ``patterns``: uint8 [head, query, key], 255 is
 * probability 1.
 */
export interface SimilarHeadsData {
  head: string;
  heads: string[];
  by: "pattern" | "rows" | "ov" | "qk";
  n_heads: number;
  runs: string[];
  on: "prompt" | "repeated";
  hide_bos: boolean;
  size: number;
  stride: number;
  stamp: Stamp;
}
export interface SimilarHeadsParams {
  head: string;
  by: "pattern" | "rows" | "ov" | "qk";
  run: string;
  on: "prompt" | "repeated";
  hide_bos: boolean;
  k: number;
  max_size: number;
}
export interface SingularVector {
  index: number;
  value: number;
  share: number;
  reads: TokenEnds | null;
  writes: TokenEnds | null;
}
export interface TokenEnds {
  top: CircuitToken[];
  bottom: CircuitToken[];
}
/**
 * Tensor ``values``: float32 [rank], all singular values, largest first.
 */
export interface SingularVectorsData {
  component: string;
  matrix: string;
  there: string[];
  first: number;
  vectors: SingularVector[];
  read_by: "embed" | "unembed";
  stamp: Stamp | null;
}
export interface SingularVectorsParams {
  component: string;
  matrix: "" | "OV" | "W_in" | "W_gate" | "W_out";
  first: number;
  n: number;
  k: number;
  read_by: "embed" | "unembed";
}
/**
 * Tensors ``attribution``: float32 [source], in logits; ``attention``: float32 [source], of the head at
 * the position.
 */
export interface SourceAttributionData {
  head: string;
  position: number;
  run: "plain" | "live";
  contrast: Contrasted;
  tokens: string[];
  head_total: number;
  rest: number;
  total: number;
  soft_cap: number | null;
  stamp: Stamp;
}
export interface SourceAttributionParams {
  head: string;
  position: number;
  run: "live" | "plain";
  answer: string | number | null;
  distractor: string | number | null;
  face: "bars" | "text";
}
/**
 * Tensor ``cosines``: float32 [point, point], NaN where a stream is zero.
 */
export interface StreamCosinesData {
  position: number;
  token: string;
  other_token: string;
  run: string;
  against: string;
  runs: string[];
  points: string[];
  stamp: Stamp;
}
export interface StreamCosinesParams {
  position: number;
  run: string;
  against: string | null;
}
/**
 * Tensor ``values``: float32 [point, cell], NaN where there is none.
 */
export interface StreamNormsData {
  run: string;
  runs: string[];
  measure: "norm" | "change" | "share";
  against: string | null;
  points: string[];
  tokens: string[];
  stride: number;
  hide_bos: boolean;
  stamp: Stamp;
}
export interface StreamNormsParams {
  run: string;
  measure: "norm" | "change" | "share";
  against: string;
  max_size: number;
  hide_bos: boolean;
  scale: "linear" | "log";
}
/**
 * Tensors ``live`` and ``plain``: float32 [pos], each token's loss in nats, NaN at 0,
 * which nothing precedes, and for ids that the model can read but never answer.
 */
export interface TokenLossData {
  tokens: string[];
  mean_live: number | null;
  mean_plain: number | null;
  same: boolean;
  stamp: Stamp;
}
export interface TokenLossParams {
  of: "loss" | "prob";
  show: "live" | "plain" | "difference";
  face: "text" | "bars";
}
export interface ViewData {
  attention: AttentionData;
  ov_circuit: OvCircuitData;
  qk_circuit: QkCircuitData;
  source_attribution: SourceAttributionData;
  qk_parts: QkPartsData;
  heads: HeadsData;
  similar_heads: SimilarHeadsData;
  predictions: PredictionsData;
  logit_lens: LogitLensData;
  logit_attribution: LogitAttributionData;
  attention_rollout: AttentionRolloutData;
  composition: CompositionData;
  weight_matrix: WeightMatrixData;
  singular_vectors: SingularVectorsData;
  embedding_neighbours: EmbeddingNeighboursData;
  position_embeddings: PositionEmbeddingsData;
  token_loss: TokenLossData;
  generation: GenerationData;
  stream_norms: StreamNormsData;
  stream_cosines: StreamCosinesData;
  writers: WritersData;
  holds: HoldsData;
  neurons: NeuronsData;
  neuron: NeuronData;
  norm_scale: NormScaleData;
}
/**
 * Tensor ``weights``: float32 [row, col] of the part, each cell what is farthest from zero in it.
 */
export interface WeightMatrixData {
  component: string;
  matrix: string;
  there: string[];
  choices: string[];
  shape: number[];
  rows: number[];
  cols: number[];
  row_stride: number;
  col_stride: number;
  row_axis: "token" | "position" | "stream" | "head" | "neuron";
  col_axis: "token" | "position" | "stream" | "head" | "neuron";
  row_labels: string[];
  col_labels: string[];
  norm: number;
  rms: number;
  largest: number;
  stamp: Stamp | null;
}
export interface WritersData {
  point: string;
  position: number;
  token: string;
  run: string;
  against: string | null;
  runs: string[];
  norm: number;
  stamp: Stamp;
  rows: Writer[];
  n_rest: number;
  rest: number;
}
export interface Writer {
  component: string;
  share: number;
  norm: number;
  cosine: number;
}
export interface ViewParams {
  attention: AttentionParams;
  ov_circuit: OvCircuitParams;
  qk_circuit: QkCircuitParams;
  source_attribution: SourceAttributionParams;
  qk_parts: QkPartsParams;
  heads: HeadsParams;
  similar_heads: SimilarHeadsParams;
  predictions: PredictionsParams;
  logit_lens: LogitLensParams;
  logit_attribution: LogitAttributionParams;
  attention_rollout: AttentionRolloutParams;
  composition: CompositionParams;
  weight_matrix: WeightMatrixParams;
  singular_vectors: SingularVectorsParams;
  embedding_neighbours: EmbeddingNeighboursParams;
  position_embeddings: PositionEmbeddingsParams;
  token_loss: TokenLossParams;
  generation: GenerationParams;
  stream_norms: StreamNormsParams;
  stream_cosines: StreamCosinesParams;
  writers: WritersParams;
  holds: HoldsParams;
  neurons: NeuronsParams;
  neuron: NeuronParams;
  norm_scale: NormScaleParams;
}
export interface WeightMatrixParams {
  component: string;
  of: string;
  matrix: string;
  rows: [number, number] | null;
  cols: [number, number] | null;
  max_size: number;
}
export interface WritersParams {
  point: string | null;
  position: number;
  run: string;
  against: string | null;
  by: "component" | "layer";
  measure: "share" | "norm";
  k: number;
}
