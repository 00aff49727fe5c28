import { FileUp } from "lucide-react";
import { type ChangeEvent, useRef, useState } from "react";
import { useByText } from "../../app/useByText";
import { counted } from "../../ui/numbers";
import { linesOfFile } from "./promptFile";
import { readLines } from "./promptLines";

interface PromptsFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (text: string) => void;
}

/** Prompts, one a line, typed or out of a file. */
export function PromptsField({ label, value, onChange }: PromptsFieldProps) {
  const byText = useByText();
  const { prompts, problem } = readLines(value, byText);
  return (
    <div className="prompts-field">
      <label>
        <span>
          {label} <small>{byText ? "one a line" : "ids between commas, one prompt a line"}</small>
        </span>
        <textarea
          className="field mono"
          rows={6}
          value={value}
          spellCheck={false}
          aria-invalid={problem !== null}
          onChange={(event) => onChange(event.target.value)}
        />
      </label>
      <div className="form-row">
        <FromFile label={label} onRead={onChange} />
        <small>{problem ?? counted(prompts.length, "prompt")}</small>
      </div>
    </div>
  );
}

function FromFile({ label, onRead }: { label: string; onRead: (text: string) => void }) {
  const picker = useRef<HTMLInputElement>(null);
  const [problem, setProblem] = useState<string | null>(null);
  async function read({ target }: ChangeEvent<HTMLInputElement>) {
    const file = target.files?.[0];
    if (!file) return;
    try {
      onRead(linesOfFile(file.name, await file.text()));
      setProblem(null);
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
    // The same file may be chosen again.
    target.value = "";
  }
  return (
    <>
      <button type="button" className="button small" onClick={() => picker.current?.click()}>
        <FileUp size={13} aria-hidden="true" /> From a file…
      </button>
      <input
        ref={picker}
        type="file"
        hidden
        accept=".txt,.csv,.jsonl,.ndjson"
        aria-label={`${label} from a file`}
        onChange={(event) => void read(event)}
      />
      {problem !== null && (
        <small className="note-warn" role="alert">
          {problem}
        </small>
      )}
    </>
  );
}
