import { type Prompt, TokenStrip, TokenText } from "@trafolab/viz";
import { Pencil } from "lucide-react";
import type { MouseEvent } from "react";
import { useLaboratory, usePage } from "../../app/context";
import { type Seen, useView } from "../../app/useView";
import { numbers, type Tensor } from "../../transport/tensor";
import { IconButton } from "../../ui/IconButton";
import { ActsAt } from "./ActsAt";
import { besideTokens } from "./besideTokens";
import { brushedAt } from "./brushedAt";

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
    // biome-ignore lint/a11y/noStaticElementInteractions: a shortcut for the pencil button beside it
    // biome-ignore lint/a11y/useKeyWithClickEvents: `E` and the pencil do the same
    <div
      className="prompt-row"
      data-prompt="clean"
      onClick={(event) => besideTokens(event) && edit()}
      onDoubleClick={(event) => withoutKeys(event) && edit()}
      onContextMenu={(event) => {
        const index = tokenAt(event.target);
        if (index === null) return;
        event.preventDefault();
        set({ brush: brushedAt(brush, index) });
      }}
    >
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
    </div>
  );
}

function tokenAt(target: EventTarget): number | null {
  const token = target instanceof Element ? target.closest<HTMLElement>("[data-index]") : null;
  return token ? Number(token.dataset.index) : null;
}

/** Ctrl or Shift with two quick clicks brush two tokens. */
function withoutKeys({ ctrlKey, metaKey, shiftKey }: MouseEvent): boolean {
  return !(ctrlKey || metaKey || shiftKey);
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
      {Math.round(best.prob * 100)} %
    </span>
  );
}
