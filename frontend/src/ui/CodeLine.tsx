import { Check, Copy, NotebookPen } from "lucide-react";
import { useEffect, useState } from "react";
import { useLaboratory } from "../app/context";
import { IconButton } from "./IconButton";

/** So many characters are shown: thousands of pairs in a line would hold the page up. */
const MOST = 3000;

/** The Python of an act, with a copy and a way into the notebook. */
export function CodeLine({ code }: { code: string }) {
  return (
    <div className="code-line">
      <code title={code}>{code.length > MOST ? `${code.slice(0, MOST)}…` : code}</code>
      <CopyButton text={code} />
      <ToNotebook code={code} />
    </div>
  );
}

interface CopyButtonProps {
  readonly text: string;
  readonly label?: string;
  /** The line, for the tip, where it stands nowhere else. */
  readonly code?: string;
}

/** Copies `text`, and says for a moment that it did. */
export function CopyButton({ text, label = "Copy", code }: CopyButtonProps) {
  const { copied, copy } = useCopy(text);
  return (
    <IconButton
      label={copied ? "Copied" : label}
      code={code}
      icon={copied ? <Check size={14} /> : <Copy size={14} />}
      onClick={copy}
    />
  );
}

/** The same with its label in sight. */
export function CopyChip({ text, label }: { text: string; label: string }) {
  const { copied, copy } = useCopy(text);
  return (
    <button type="button" className="chip" disabled={text === ""} onClick={copy}>
      {copied ? <Check size={13} /> : <Copy size={13} />} {copied ? "copied" : label}
    </button>
  );
}

function useCopy(text: string): { copied: boolean; copy: () => void } {
  const { report } = useLaboratory();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), SAID_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = () => void navigator.clipboard.writeText(text).then(() => setCopied(true), report);
  return { copied, copy };
}

const SAID_MS = 1200;

/** Puts a line into the notebook as a cell, and leads there. */
export function ToNotebook({ code, hint }: { code: string; hint?: string }) {
  const { notebook, report } = useLaboratory();
  const insert = () => void notebook.insert(code, { enter: true }).catch(report);
  return (
    <IconButton
      label="Put into the notebook as a cell"
      code={hint}
      icon={<NotebookPen size={14} />}
      onClick={insert}
    />
  );
}
