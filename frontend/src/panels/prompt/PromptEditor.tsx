import { type KeyboardEvent, useState } from "react";
import type { PromptSource } from "../../acts/records";
import { useLab, useLaboratory } from "../../app/context";
import { useByText } from "../../app/useByText";
import { Example } from "./Example";
import { readSource, writtenSource } from "./source";

interface PromptEditorProps {
  readonly name: string;
  readonly source: PromptSource | null;
}

/** A prompt as text, or as ids where the model has no tokenizer. Enter sets it, Escape leaves. */
export function PromptEditor({ name, source }: PromptEditorProps) {
  const { acts, set } = useLaboratory();
  const byText = useByText();
  const [text, setText] = useState(source ? writtenSource(source) : "");
  const [problem, setProblem] = useState<string | null>(null);
  async function submit() {
    const read = readSource(text, byText && source?.kind !== "ids");
    if ("problem" in read) return setProblem(read.problem);
    const refused = await acts.setPrompt(name, read.source);
    if (refused) setProblem(refused.what);
    else set({ editing: null, position: null });
  }
  const keys = (event: KeyboardEvent) => {
    if (event.key === "Escape") set({ editing: null });
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    void submit();
  };
  return (
    <div className="prompt-row prompt-edit">
      <span className="tf-strip-name">{name === "clean" ? "prompt" : name}</span>
      <textarea
        className="field mono"
        aria-label={name === "clean" ? "The prompt" : `The prompt ${name}`}
        aria-invalid={problem !== null}
        // biome-ignore lint/a11y/noAutofocus: the field replaces what was clicked to get here
        autoFocus={source !== null || document.activeElement === document.body}
        onFocus={({ currentTarget: field }) =>
          field.setSelectionRange(field.value.length, field.value.length)
        }
        rows={Math.min(6, text.split("\n").length)}
        value={text}
        placeholder={byText ? "Text for the model" : "Ids of tokens: 3, 1, 4, 1, 5"}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={keys}
      />
      {source === null && byText && <Example />}
      <small className={problem === null ? undefined : "note-warn"}>
        {problem ?? "Enter sets it · Shift Enter breaks the line · Escape leaves"}
      </small>
    </div>
  );
}

/** Names a new counterfactual by the first free name and edits it, starting from the clean prompt's text. */
export function NewCounterfactual({ taken }: { taken: readonly string[] }) {
  const clean = useLab((lab) => lab.state?.clean?.source ?? null);
  const free = ["corrupt", ...Array.from({ length: 99 }, (_, i) => `corrupt_${i + 2}`)];
  const name = free.find((candidate) => !taken.includes(candidate)) ?? "corrupt";
  return <PromptEditor name={name} source={clean} />;
}
