import type { ComponentProps, ReactNode } from "react";
import { Tip } from "./Tip";

interface IconButtonProps extends Omit<ComponentProps<"button">, "children"> {
  /** Accessible name, and first line of the tooltip. */
  readonly label: string;
  readonly keys?: string | undefined;
  readonly code?: string | undefined;
  readonly pressed?: boolean | undefined;
  readonly icon: ReactNode;
}

/** A button that is only a sign; its tooltip says the rest. */
export function IconButton({ label, keys, code, pressed, icon, ...rest }: IconButtonProps) {
  return (
    <Tip text={keys ? <KeyedLabel label={label} keys={keys} /> : label} code={code}>
      <button type="button" className="icon-button" aria-label={label} aria-pressed={pressed} {...rest}>
        {icon}
      </button>
    </Tip>
  );
}

function KeyedLabel({ label, keys }: { label: string; keys: string }) {
  return (
    <span>
      {label} <kbd>{keys}</kbd>
    </span>
  );
}
