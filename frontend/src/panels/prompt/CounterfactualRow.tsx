import { type Prompt, TokenStrip, tokenAt } from "@trafolab/viz";
import { Pencil, X } from "lucide-react";
import type { KeyboardEvent } from "react";
import { patching } from "../../acts/patching";
import { NOT_READY, NOTHING_SELECTED } from "../../acts/refusals";
import { useLaboratory, usePage } from "../../app/context";
import type { Laboratory } from "../../app/laboratory";
import type { Carried } from "../../store/page";
import { IconButton } from "../../ui/IconButton";
import { PromptRow } from "./PromptRow";
import { RepairButton } from "./RepairButton";

const HINT =
  "another prompt to compare with and to patch from: drag a token onto a component, or press P on it; differing tokens are marked; aligned means the same number of tokens";

interface CounterfactualRowProps {
  readonly prompt: Prompt;
  readonly clean: Prompt | null;
}

/** A counterfactual prompt, the tokens that differ from the clean one marked. */
export function CounterfactualRow({ prompt, clean }: CounterfactualRowProps) {
  const laboratory = useLaboratory();
  const { acts, set } = laboratory;
  const hovered = usePage((page) => page.hoveredCell);
  const edit = () => set({ editing: prompt.name });
  const tokens = prompt.tokens.map((token, i) => ({ ...token, differs: clean?.tokens[i]?.id !== token.id }));
  return (
    <PromptRow
      name={prompt.name}
      onEdit={edit}
      onKeyDown={(event) => patchByKey(laboratory, prompt.name, event)}
    >
      <TokenStrip
        name={prompt.name}
        hint={HINT}
        tokens={tokens}
        selected={null}
        hovered={hovered?.key ?? hovered?.query ?? null}
        onHover={(index) => set({ hoveredCell: index === null ? null : { query: index, key: null } })}
        onSelect={(index) => set({ position: index < (clean?.tokens.length ?? 0) - 1 ? index : null })}
        onCarry={(index) => set({ carried: { prompt: prompt.name, position: index } })}
        trailing={<Alignment clean={clean} prompt={prompt} differ={tokens.filter((t) => t.differs).length} />}
      />
      {clean && clean.tokens.length !== prompt.tokens.length && <RepairButton name={prompt.name} />}
      <IconButton label={`Edit the prompt ${prompt.name}`} icon={<Pencil size={14} />} onClick={edit} />
      <IconButton
        label={`Remove the prompt ${prompt.name}`}
        icon={<X size={14} />}
        onClick={() => void acts.setPrompt(prompt.name, null)}
      />
    </PromptRow>
  );
}

/** `P` on a token patches the selection at its position. */
function patchByKey(laboratory: Laboratory, prompt: string, event: KeyboardEvent<HTMLElement>): void {
  const position = tokenAt(event);
  if (position === null || event.key.toLowerCase() !== "p" || event.ctrlKey || event.metaKey || event.altKey)
    return;
  event.preventDefault();
  laboratory.acts.inTurn(() => patchFrom(laboratory, { prompt, position }));
}

function patchFrom({ lab, page, acts }: Laboratory, carried: Carried): void {
  const { state } = lab.getState();
  const { selection } = page.getState();
  const action = state && selection.length > 0 ? patching(state, carried, selection) : null;
  if (action) void acts.attempt(action);
  else void acts.refuse(state ? NOTHING_SELECTED : NOT_READY);
}

function Alignment({ clean, prompt, differ }: { clean: Prompt | null; prompt: Prompt; differ: number }) {
  const [here, there] = [clean?.tokens.length ?? 0, prompt.tokens.length];
  if (here !== there) {
    return (
      <span
        className="aligned"
        data-tone="warn"
        title={HINT}
      >{`not aligned, ${here} ≠ ${there} tokens`}</span>
    );
  }
  const verb = differ === 1 ? "1 differs" : `${differ} differ`;
  return (
    <span
      className="aligned"
      data-tone="ok"
      title={HINT}
    >{`aligned, ${here} = ${there} tokens, ${verb}`}</span>
  );
}
