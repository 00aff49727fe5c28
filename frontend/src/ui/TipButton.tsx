import type { ReactNode } from "react";
import { Tip } from "./Tip";

interface TipButtonProps {
  /** Why it can't be pressed now; null where it can. */
  readonly reason: string | null;
  /** What it does, and its Python. */
  readonly text: string;
  readonly code?: string | undefined;
  readonly onClick: () => void;
  readonly children: ReactNode;
}

/** A button whose tooltip says what it does, or why it does not: it can be reached all the same, to be asked. */
export function TipButton({ reason, text, code, onClick, children }: TipButtonProps) {
  return (
    <Tip text={reason ?? text} code={reason === null ? code : undefined}>
      <button
        type="button"
        className="button small"
        aria-disabled={reason !== null}
        onClick={() => reason === null && onClick()}
      >
        {children}
      </button>
    </Tip>
  );
}
