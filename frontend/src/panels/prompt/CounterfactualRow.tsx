import { type Prompt, TokenStrip } from "@trafolab/viz";
import { Pencil, X } from "lucide-react";
import { useLaboratory, usePage } from "../../app/context";
import { IconButton } from "../../ui/IconButton";
import { besideTokens } from "./besideTokens";

const HINT =
  "another prompt to compare with and to patch from: differing tokens are marked; aligned means the same number of tokens";

interface CounterfactualRowProps {
  readonly prompt: Prompt;
  readonly clean: Prompt | null;
}

/** A counterfactual prompt, the tokens that differ from the clean one marked. */
export function CounterfactualRow({ prompt, clean }: CounterfactualRowProps) {
  const { acts, set } = useLaboratory();
  const hovered = usePage((page) => page.hoveredCell);
  const edit = () => set({ editing: prompt.name });
  const tokens = prompt.tokens.map((token, i) => ({ ...token, differs: clean?.tokens[i]?.id !== token.id }));
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a shortcut for the pencil button beside it
    // biome-ignore lint/a11y/useKeyWithClickEvents: `E` and the pencil do the same
    <div className="prompt-row" onClick={(event) => besideTokens(event) && edit()} onDoubleClick={edit}>
      <TokenStrip
        name={prompt.name}
        hint={HINT}
        tokens={tokens}
        selected={null}
        hovered={hovered?.key ?? hovered?.query ?? null}
        onHover={(index) => set({ hoveredCell: index === null ? null : { query: index, key: null } })}
        onSelect={(index) => set({ position: index < (clean?.tokens.length ?? 0) - 1 ? index : null })}
        trailing={<Alignment clean={clean} prompt={prompt} differ={tokens.filter((t) => t.differs).length} />}
      />
      <IconButton label={`Edit the prompt ${prompt.name}`} icon={<Pencil size={14} />} onClick={edit} />
      <IconButton
        label={`Remove the prompt ${prompt.name}`}
        icon={<X size={14} />}
        onClick={() => void acts.setPrompt(prompt.name, null)}
      />
    </div>
  );
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
