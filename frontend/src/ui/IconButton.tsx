import type { ComponentProps, ReactNode } from "react";
import { Tip } from "./Tip";

interface IconButtonProps extends Omit<ComponentProps<"button">, "children"> {
  /** Accessible name, and first line of the tooltip. */
  readonly label: string;
  readonly keys?: string | undefined;
  /** Second line of the tooltip. */
  readonly hint?: ReactNode;
  readonly code?: string | undefined;
  readonly pressed?: boolean | undefined;
  readonly icon: ReactNode;
}

/** A button that is only a sign; its tooltip says the rest. */
export function IconButton({ label, keys, hint, code, pressed, icon, ...rest }: IconButtonProps) {
  return (
    <Tip text={<Said label={label} keys={keys} hint={hint} />} code={code}>
      <button type="button" className="icon-button" aria-label={label} aria-pressed={pressed} {...rest}>
        {icon}
      </button>
    </Tip>
  );
}

function Said({ label, keys, hint }: Pick<IconButtonProps, "label" | "keys" | "hint">) {
  return (
    <>
      <span>
        {label} {keys && <kbd>{keys}</kbd>}
      </span>
      {hint !== undefined && <small>{hint}</small>}
    </>
  );
}
