import type { Prompt } from "@trafolab/viz";
import { Plus } from "lucide-react";
import { useLab, useLaboratory, usePage } from "../../app/context";
import { type Seen, useView } from "../../app/useView";
import { IconButton } from "../../ui/IconButton";
import { CleanRow } from "./CleanRow";
import { CounterfactualRow } from "./CounterfactualRow";
import { NewCounterfactual, PromptEditor } from "./PromptEditor";

/** The prompt under study, and what it is compared with. */
export function PromptBar() {
  const { set } = useLaboratory();
  const clean = useLab((lab) => lab.state?.clean ?? null);
  const counterfactuals = useLab((lab) => lab.state?.counterfactuals ?? NONE);
  const editing = usePage((page) => page.editing);
  const seen = useView("tokens", {});
  return (
    <section className="promptbar" aria-label="Prompts">
      <Clean prompt={clean} seen={seen} />
      {counterfactuals.map((prompt) =>
        editing === prompt.name ? (
          <PromptEditor key={prompt.name} name={prompt.name} source={prompt.source} />
        ) : (
          <CounterfactualRow key={prompt.name} prompt={prompt} clean={clean} />
        ),
      )}
      {editing === "" && <NewCounterfactual taken={counterfactuals.map(({ name }) => name)} />}
      {editing === null && clean !== null && (
        <span className="promptbar-add">
          <IconButton
            label="Add a counterfactual prompt"
            icon={<Plus size={14} />}
            onClick={() => set({ editing: "" })}
          />
        </span>
      )}
    </section>
  );
}

const NONE: never[] = [];

/** The clean prompt's row: its tokens, its editor, or why there is neither. */
function Clean({ prompt, seen }: { prompt: Prompt | null; seen: Seen<"tokens"> | null }) {
  const editing = usePage((page) => page.editing === "clean");
  const model = useLab((lab) => lab.state?.model ?? null);
  if (editing || (prompt === null && model !== null)) {
    return <PromptEditor name="clean" source={prompt?.source ?? null} />;
  }
  if (prompt === null) return <p className="prompt-row dim">The prompt appears here when a model is open.</p>;
  return <CleanRow prompt={prompt} seen={seen} />;
}
