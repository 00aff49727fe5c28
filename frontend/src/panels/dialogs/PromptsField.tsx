import { useByText } from "../../app/useByText";
import { counted } from "../../ui/numbers";
import { FromFile } from "./FromFile";
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
        <FromFile label={label} onRead={(name, content) => onChange(linesOfFile(name, content))} />
        <small>{problem ?? counted(prompts.length, "prompt")}</small>
      </div>
    </div>
  );
}
