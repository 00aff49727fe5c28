interface SegmentsProps<T extends string> {
  readonly label: string;
  readonly value: T;
  /** What each value is called; those without a name are not offered. */
  readonly options: Readonly<Partial<Record<T, string>>>;
  readonly onChange: (value: T) => void;
}

/** One of a few, all of them in sight. */
export function Segments<T extends string>({ label, value, options, onChange }: SegmentsProps<T>) {
  return (
    <fieldset className="tf-segments">
      <legend>{label}</legend>
      {keysOf(options).map((option) => (
        <button
          key={option}
          type="button"
          aria-pressed={option === value}
          onClick={() => option !== value && onChange(option)}
        >
          {options[option]}
        </button>
      ))}
    </fieldset>
  );
}

/** A literal's own keys; TypeScript's `Object.keys` forgets them. */
function keysOf<T extends string>(options: Readonly<Partial<Record<T, string>>>): T[] {
  const isKey = (key: string): key is T => Object.hasOwn(options, key);
  return Object.keys(options).filter(isKey);
}
