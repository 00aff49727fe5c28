import type { PairSet } from "@trafolab/viz";
import { type FormEvent, useState } from "react";
import { setMetric } from "../../acts/answers";
import { useLab, useLaboratory } from "../../app/context";
import { useByText } from "../../app/useByText";
import { codeFor } from "../../code/codeFor";
import { KIND_WORDS, type Kind } from "../../model/metricWords";
import { CodeLine } from "../../ui/CodeLine";
import { MeasureAgainst } from "../experiments/MeasureAgainst";
import { AnswerSet } from "./AnswerSet";
import { actionOf, draftOf, isReduced, leavesOut, type MetricDraft, sidesOf } from "./metricDraft";
import { OverPairs } from "./OverPairs";
import { Segments } from "./Segments";

const KINDS: readonly Kind[] = ["logit_diff", "logprob", "prob", "rank", "top_k", "kl", "loss"];
const NONE: readonly PairSet[] = [];
const NAMES = { answers: "Answer", distractors: "Against" } as const;
const OVER = [
  ["mean", "mean"],
  ["logsumexp", "summed (logsumexp)"],
] as const;

/** Chooses what is measured. */
export function MetricEditor({ close }: { close: () => void }) {
  const { acts, page, set } = useLaboratory();
  const metric = useLab((lab) => lab.state?.metric ?? null);
  const sets = useLab((lab) => lab.state?.pairs ?? NONE);
  const byText = useByText();
  const [draft, setDraft] = useState(() => draftOf(metric, byText, page.getState().answered));
  const change = (changed: Partial<MetricDraft>) => setDraft({ ...draft, ...changed });
  const action = actionOf(draft, metric, byText);
  const kinds = metric?.kind === "function" ? [...KINDS, "function" as const] : KINDS;
  const choose = (event: FormEvent) => {
    event.preventDefault();
    if (!action) return;
    set({ answered: { answers: draft.answers, distractors: draft.distractors } });
    void acts.make(action);
    close();
  };
  const automatic = () => {
    void acts.make(setMetric({}));
    close();
  };
  return (
    <form className="form" onSubmit={choose}>
      <Segments
        name="Kind of metric"
        chosen={draft.kind}
        choices={kinds.map((kind) => [kind, KIND_LABELS[kind] ?? KIND_WORDS[kind]] as const)}
        onChange={(kind) => change({ kind })}
      />
      <OverPairs sets={sets} pairs={draft.pairs} minus={draft.minus} onChange={change} />
      {sidesOf(draft).map((side) => (
        <AnswerSet
          key={side}
          name={NAMES[side]}
          values={draft[side]}
          onChange={(values) => change({ [side]: values })}
        />
      ))}
      {draft.kind === "top_k" && (
        <label className="inline">
          k
          <input
            className="field"
            type="number"
            min={1}
            value={draft.k}
            onChange={(event) => change({ k: event.target.valueAsNumber })}
          />
        </label>
      )}
      {isReduced(draft) && (
        <Segments
          name="Of a set"
          shown
          chosen={draft.over}
          choices={OVER}
          onChange={(over) => change({ over })}
        />
      )}
      <small>{explained(draft, byText)}</small>
      {leavesOut(draft) && <small role="status">The empty field is left out.</small>}
      {action && <CodeLine code={codeFor(action)} />}
      <div className="form-row">
        <button type="submit" className="button primary" disabled={!action}>
          Measure this
        </button>
        <button type="button" className="button" onClick={automatic}>
          Choose automatically
        </button>
        <MeasureAgainst done={close} />
      </div>
    </form>
  );
}

const KIND_LABELS: Partial<Record<Kind, string>> = { top_k: "top k" };

/** What a kind is, where its name does not say it. */
function explained({ kind, pairs, minus }: MetricDraft, byText: boolean): string {
  if (pairs !== null) return explainedOver(kind, minus !== null && minus !== pairs);
  if (kind === "kl") return "KL(plain ‖ live) of what may follow: 0 as long as nothing changes it.";
  if (kind === "loss") return "Mean cross entropy of each next token of the prompt, in nats.";
  if (kind === "function") return "It was given in a cell, and lives as long as its kernel.";
  if (kind === "top_k")
    return "1 where any of them is among the k most probable, else 0. Ties take the best rank.";
  if (!byText) return "Ids of tokens; several with spaces between them follow each other.";
  if (kind === "rank") return "Single tokens, with their leading space if they have one.";
  return "With the leading space, if there is one. Several tokens are measured one behind the other.";
}

/** The same over the pairs of a set. */
function explainedOver(kind: Kind, gap: boolean): string {
  if (gap) return "The mean over the first set less that over the second, each pair with its own answers.";
  if (kind === "top_k") return "The share of pairs whose own answer is among the k most probable.";
  if (kind === "kl" || kind === "loss" || kind === "function")
    return "The mean over the clean prompts of the set, live beside plain.";
  return "The mean over the clean prompts of the set, each with the answers of its own pair.";
}
