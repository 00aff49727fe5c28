import { TokenText } from "../tokens/TokenText";

interface AtTokenProps {
  readonly text: string;
  readonly position: number;
}

/** `after ·Alex (11)`: where in the prompt a prediction is read. */
export function AtToken({ text, position }: AtTokenProps) {
  return (
    <>
      after{" "}
      <span className="tf-mono">
        <TokenText text={text} />
      </span>{" "}
      ({position})
    </>
  );
}
