import type { KeyboardEvent, MouseEvent, ReactNode } from "react";

interface PromptRowProps {
  readonly name: string;
  readonly onEdit: () => void;
  readonly onKeyDown?: (event: KeyboardEvent<HTMLElement>) => void;
  readonly children: ReactNode;
}

/** The row of a prompt. A click beside its tokens edits it, as a double click anywhere does. */
export function PromptRow({ name, onEdit, onKeyDown, children }: PromptRowProps) {
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a shortcut for the pencil button that it holds
    <div
      className="prompt-row"
      data-prompt={name}
      onClick={(event) => besideTokens(event) && onEdit()}
      onDoubleClick={(event) => withoutKeys(event) && onEdit()}
      onKeyDown={onKeyDown}
    >
      {children}
    </div>
  );
}

/** Whether a click went to the row itself, its name or its empty part, and not to a token or a button. */
function besideTokens({ target }: MouseEvent): boolean {
  return target instanceof Element && target.closest("button, [data-index]") === null;
}

/** Ctrl or Shift with two quick clicks brush two tokens. */
function withoutKeys({ ctrlKey, metaKey, shiftKey }: MouseEvent): boolean {
  return !(ctrlKey || metaKey || shiftKey);
}
