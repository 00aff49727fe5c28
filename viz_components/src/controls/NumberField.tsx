import { useEffect, useState } from "react";

interface NumberFieldProps {
  readonly label: string;
  readonly value: number;
  readonly least: number;
  readonly most: number;
  readonly onChange: (value: number) => void;
}

/** A whole number, told once a person pauses. */
export function NumberField({ label, value, least, most, onChange }: NumberFieldProps) {
  const [typed, setTyped] = useState(`${value}`);
  useEffect(() => setTyped(`${value}`), [value]);
  useEffect(() => {
    const number = Number(typed);
    if (typed.trim() === "" || number === value) return;
    if (!Number.isInteger(number) || number < least || number > most) return;
    const timer = setTimeout(() => onChange(number), PAUSE);
    return () => clearTimeout(timer);
  }, [typed, value, least, most, onChange]);
  return (
    <label className="tf-choice">
      {label}
      <input
        type="number"
        min={least}
        max={most}
        step={1}
        value={typed}
        onChange={({ target }) => setTyped(target.value)}
      />
    </label>
  );
}

const PAUSE = 300;
