import type { ModelInfo } from "@trafolab/viz";
import { Popover } from "radix-ui";
import { useLab } from "../../app/context";
import { grouped } from "../../ui/numbers";

/** Beyond this largest difference of log-probabilities the model is not what Hugging Face computes. */
const EQUAL = 1e-3;

/** In which numbers the model computes, and how far they can be trusted; opened, it explains itself. */
export function NumericsBadge() {
  const model = useLab((lab) => lab.state?.model ?? null);
  if (!model) return null;
  const off = model.hf_difference !== null && model.hf_difference > EQUAL;
  return (
    <Popover.Root>
      <Popover.Trigger className="badge numerics" data-tone={off ? "warn" : "ok"} title={meaning(model)}>
        {`${model.dtype} · ${model.mode}`}
        <span className="numerics-more">{comparison(model)}</span>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          className="popover"
          aria-label="The model's numbers"
          align="start"
          sideOffset={6}
          collisionPadding={8}
        >
          <Explanation model={model} />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

const MODES: Record<ModelInfo["mode"], string> = {
  raw: "raw: the weights as in the checkpoint, nothing folded or centred",
  folded: "folded: norms and biases folded into a simpler equivalent",
};

function meaning(model: ModelInfo): string {
  return `Computed in ${model.dtype}; ${MODES[model.mode]}${comparison(model)}`;
}

function comparison({ hf_difference }: ModelInfo): string {
  if (hf_difference === null) return "";
  if (hf_difference > EQUAL) return ` · differs from Hugging Face by ${small(hf_difference)}`;
  return ` · equals Hugging Face to ${small(hf_difference)}`;
}

function Explanation({ model }: { model: ModelInfo }) {
  const rows: [string, string][] = [
    ["Computed in", `${model.dtype} on ${model.device}`],
    ["Weights", model.mode === "raw" ? "raw: as in the checkpoint" : "folded into a simpler equivalent"],
    ["Folded", model.folded.length > 0 ? model.folded.join(", ") : "nothing"],
    ["Against Hugging Face", against(model.hf_difference)],
    ["Size", `${grouped(model.n_params)} parameters, ${model.architecture}`],
    ["Came from", `${model.source} (${model.kind})`],
    ["Hash", model.hash.slice(0, 16)],
  ];
  return (
    <dl className="facts">
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function against(difference: number | null): string {
  if (difference === null) return "not compared: this checkpoint has no Hugging Face form";
  return `largest difference of a log-probability ${small(difference)}`;
}

function small(value: number): string {
  return value === 0 ? "the last bit" : value.toExponential(0).replace("e-", "e−");
}
