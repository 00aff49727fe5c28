interface SegmentsProps<Choice extends string> {
  name: string;
  /** Whether the name is in sight. */
  shown?: boolean;
  chosen: Choice;
  choices: readonly (readonly [Choice, string])[];
  onChange: (choice: Choice) => void;
}

/** One of several, side by side. */
export function Segments<Choice extends string>(props: SegmentsProps<Choice>) {
  const { name, shown, chosen, choices, onChange } = props;
  return (
    <fieldset className="tf-segments">
      <legend className={shown ? undefined : "visually-hidden"}>{name}</legend>
      {choices.map(([choice, label]) => (
        <button key={choice} type="button" aria-pressed={choice === chosen} onClick={() => onChange(choice)}>
          {label}
        </button>
      ))}
    </fieldset>
  );
}
