import { numbers, type Prompt, percent, type Tensor, TokenStrip, TokenText } from "@trafolab/viz";
import { Pencil } from "lucide-react";
import { useLaboratory, usePage } from "../../app/context";
import { type Seen, useView } from "../../app/useView";
import { IconButton } from "../../ui/IconButton";
import { ActsAt } from "./ActsAt";
import { PromptRow } from "./PromptRow";

interface CleanRowProps {
  readonly prompt: Prompt;
  readonly seen: Seen<"tokens"> | null;
}

/** The clean prompt: a token picks the position that is read; a double click or `E` edits the text. */
export function CleanRow({ prompt, seen }: CleanRowProps) {
  const { set } = useLaboratory();
  const position = usePage((page) => page.position);
  const hovered = usePage((page) => page.hoveredCell);
  const brush = usePage((page) => page.brush);
  const last = prompt.tokens.length - 1;
  const selected = position === null || position > last ? last : position;
  const edit = () => set({ editing: "clean" });
  return (
    <PromptRow name="clean" onEdit={edit}>
      <TokenStrip
        name="prompt"
        tokens={prompt.tokens}
        prob={probabilities(seen?.tensors.prob, prompt)}
        plainProb={probabilities(seen?.tensors.plain_prob, prompt)}
        selected={selected}
        hovered={hovered?.key ?? hovered?.query ?? null}
        onHover={(index) => set({ hoveredCell: index === null ? null : { query: index, key: null } })}
        onSelect={(index) => set({ position: index === last ? null : index })}
        brushed={brush}
        onBrush={(positions) => set({ brush: positions })}
        trailing={<NextToken />}
      />
      <ActsAt />
      <IconButton label="Edit the prompt" keys="E" icon={<Pencil size={14} />} onClick={edit} />
    </PromptRow>
  );
}

/** Probabilities are drawn only while they belong to the tokens that are shown. */
function probabilities(tensor: Tensor | undefined, prompt: Prompt): Float32Array | undefined {
  return tensor && tensor.shape[0] === prompt.tokens.length ? numbers(tensor) : undefined;
}

function NextToken() {
  const seen = useView("predictions", { position: -1, k: 10 });
  const best = seen?.data.rows[0];
  if (!best) return null;
  return (
    <span className="next-token" title="Most probable next token">
      <span aria-hidden="true">→ </span>
      <b className="mono">
        <TokenText text={best.token} />
      </b>{" "}
      {percent(best.prob)}
    </span>
  );
}
