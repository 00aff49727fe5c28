import { useState } from "react";

interface TypedOverProps {
  readonly value: string;
  readonly label: string;
  readonly placeholder?: string;
  /** Given what was typed where that differs; an empty text only where `empties`. */
  readonly onType: (value: string) => void;
  readonly empties?: boolean;
  readonly className?: string;
}

/** A text that is a field: Enter or leaving it takes what was typed, Escape what was there. */
export function TypedOver({
  value,
  label,
  placeholder,
  onType,
  empties = false,
  className = "",
}: TypedOverProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const take = () => {
    const next = typed?.trim();
    setTyped(null);
    if (next !== undefined && next !== value && (empties || next !== "")) onType(next);
  };
  return (
    <input
      className={`field typed-over ${className}`}
      aria-label={label}
      placeholder={placeholder}
      value={typed ?? value}
      onChange={({ target }) => setTyped(target.value)}
      onBlur={take}
      onKeyDown={(event) => {
        if (event.key === "Enter") take();
        if (event.key !== "Escape" || typed === null) return;
        event.stopPropagation();
        setTyped(null);
      }}
    />
  );
}
