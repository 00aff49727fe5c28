import { FileUp } from "lucide-react";
import { type ChangeEvent, useRef, useState } from "react";

interface FromFileProps {
  readonly label: string;
  /** Takes a file's name and text; what it throws is said. */
  readonly onRead: (name: string, content: string) => void;
  readonly accept?: string;
}

/** Chooses a file, which is read here. */
export function FromFile({ label, onRead, accept = ".txt,.csv,.jsonl,.ndjson" }: FromFileProps) {
  const picker = useRef<HTMLInputElement>(null);
  const [problem, setProblem] = useState<string | null>(null);
  async function read({ target }: ChangeEvent<HTMLInputElement>) {
    const file = target.files?.[0];
    if (!file) return;
    try {
      onRead(file.name, await file.text());
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
        accept={accept}
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
