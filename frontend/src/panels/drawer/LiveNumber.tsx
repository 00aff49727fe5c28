import { useEffect, useId, useRef, useState } from "react";
import { createGesture } from "../../acts/gesture";
import { newGesture } from "../../acts/latest";

interface LiveNumberProps {
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  /** Hears every value; those of one drag, or of keys that follow each other, carry the same gesture. */
  readonly onChange: (value: number, gesture?: string) => void;
}

/** A slider with its number beside it. Both show what the hand does, however late the kernel's answers come. */
export function LiveNumber({ label, value, min, max, step, onChange }: LiveNumberProps) {
  const id = useId();
  const [shown, setShown] = useOwn(value);
  const [gesture] = useState(createGesture);
  useEffect(() => gesture.end, [gesture]);
  const slide = (next: number) => {
    setShown(next);
    onChange(next, gesture.begin());
  };
  const type = (next: number, typing: string) => {
    setShown(next);
    onChange(next, typing);
  };
  return (
    <div className="live-number">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="range"
        min={Math.min(min, value)}
        max={Math.max(max, value)}
        step={step}
        value={shown}
        onPointerDown={gesture.end}
        onPointerUp={gesture.end}
        onKeyUp={gesture.pause}
        onBlur={gesture.end}
        onChange={({ target }) => slide(target.valueAsNumber)}
      />
      <Typed label={label} value={shown} step={step} onChange={type} />
    </div>
  );
}

/** The value of the hand until the kernel has it too, or has had the time to refuse it. */
function useOwn(value: number): [number, (value: number) => void] {
  const [own, setOwn] = useState<number | null>(null);
  useEffect(() => {
    if (own === null) return;
    if (own === value) return setOwn(null);
    const timer = setTimeout(() => setOwn(null), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [own, value]);
  return [own ?? value, setOwn];
}

const PATIENCE_MS = 3000;

interface TypedProps {
  readonly label: string;
  readonly value: number;
  readonly step: number;
  readonly onChange: (value: number, gesture: string) => void;
}

/** A number that is typed: what is no number yet stays in the field and goes nowhere. */
function Typed({ label, value, step, onChange }: TypedProps) {
  const [text, setText] = useState<string | null>(null);
  // The digits of one number are one act.
  const gesture = useRef("");
  return (
    <input
      className="field"
      type="number"
      aria-label={`${label}, as a number`}
      aria-invalid={text !== null && !isNumber(text)}
      step={step}
      value={text ?? round(value)}
      onChange={({ target }) => {
        setText(target.value);
        if (isNumber(target.value)) onChange(Number(target.value), gesture.current);
      }}
      onFocus={() => {
        gesture.current = newGesture();
      }}
      onBlur={() => setText(null)}
    />
  );
}

function isNumber(text: string): boolean {
  return text.trim() !== "" && Number.isFinite(Number(text));
}

/** A sum of steps without the tail that binary fractions give it. */
function round(value: number): number {
  return Number(value.toPrecision(6));
}
