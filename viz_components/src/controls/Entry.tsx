import { useEffect, useRef, useState } from "react";

interface EntryProps {
  readonly label: string;
  readonly value: string;
  /** What stands there as long as nothing does. */
  readonly hint: string;
  /** Width in characters. */
  readonly size: number;
  readonly onChange: (value: string) => void;
}

/** A few letters, told once a person pauses, presses Enter or leaves. */
export function Entry({ label, value, hint, size, onChange }: EntryProps) {
  const input = useRef<HTMLInputElement>(null);
  const [typed, tell, type] = useTold(value, onChange, input);
  return (
    <label className="tf-choice">
      {label}
      <input
        ref={input}
        value={typed}
        placeholder={hint}
        style={{ width: `${size + 2}ch` }}
        onChange={({ target }) => type(target.value)}
        onKeyDown={({ key }) => key === "Enter" && tell(typed)}
        onBlur={() => {
          tell(typed);
          type(value);
        }}
      />
    </label>
  );
}

/** What is typed, which may be another spelling of the value, or none of any: each is told once. */
function useTold(
  value: string,
  onChange: EntryProps["onChange"],
  input: { current: HTMLInputElement | null },
) {
  const [typed, type] = useState(value);
  const told = useRef(value);
  const latest = useRef(onChange);
  useEffect(() => {
    latest.current = onChange;
  });
  useEffect(() => {
    // A person's own spelling stays while they are at it.
    if (document.activeElement === input.current) return;
    told.current = value;
    type(value);
  }, [value, input]);
  const [tell] = useState(() => (text: string) => {
    if (text === told.current) return;
    told.current = text;
    latest.current(text);
  });
  useEffect(() => {
    const timer = setTimeout(() => tell(typed), PAUSE);
    return () => clearTimeout(timer);
  }, [typed, tell]);
  return [typed, tell, type] as const;
}

const PAUSE = 400;
