interface ChoiceProps {
  readonly label: string;
  readonly value: string;
  readonly options: readonly string[];
  readonly onChoose: (value: string) => void;
}

/** One of a list, with its label beside it. */
export function Choice({ label, value, options, onChoose }: ChoiceProps) {
  // What was chosen once may be gone from the prompts and sets that there are.
  const all = options.includes(value) ? options : [value, ...options];
  return (
    <label className="choice">
      {label}
      <select className="field" value={value} onChange={({ target }) => onChoose(target.value)}>
        {all.map((option) => (
          <option key={option}>{option}</option>
        ))}
      </select>
    </label>
  );
}
