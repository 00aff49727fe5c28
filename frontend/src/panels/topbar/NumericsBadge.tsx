import type { ModelInfo } from "@trafolab/viz";
import { Popover } from "radix-ui";
import { useLab } from "../../app/context";
import { grouped } from "../../ui/numbers";
import { PopoverBox } from "../../ui/PopoverBox";
import { FoldingSwitch } from "./FoldingSwitch";
import { againstWords, comparison, foldedWords, isOff } from "./numericsWords";

/** In which numbers the model computes, and how far they can be trusted; opened, it explains itself. */
export function NumericsBadge() {
  const model = useLab((lab) => lab.state?.model ?? null);
  if (!model) return null;
  return (
    <Popover.Root>
      <Popover.Trigger
        className="badge numerics"
        data-tone={isOff(model) ? "warn" : "ok"}
        title={`Computed in ${model.dtype}; ${MODES[model.mode]}${comparison(model)}`}
      >
        {`${model.dtype} · ${model.mode}`}
        <span className="numerics-more">{comparison(model)}</span>
      </Popover.Trigger>
      <PopoverBox className="numerics-popover" label="The model's numbers" align="start">
        <Explanation model={model} />
        <FoldingSwitch model={model} />
      </PopoverBox>
    </Popover.Root>
  );
}

const MODES: Record<ModelInfo["mode"], string> = {
  raw: "raw: the weights as in the checkpoint, nothing folded or centred",
  folded: "folded: norms and biases folded into a simpler equivalent",
};

function Explanation({ model }: { model: ModelInfo }) {
  const rows: [string, string][] = [
    ["Computed in", `${model.dtype} on ${model.device}`],
    ["Weights", MODES[model.mode]],
    ["Really folded", foldedWords(model)],
    ["Against Hugging Face", againstWords(model)],
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
