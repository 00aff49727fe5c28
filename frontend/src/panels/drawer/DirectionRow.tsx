import { type Direction, type NearToken, TokenText } from "@trafolab/viz";
import { short } from "../../ui/numbers";
import { NamedButtons } from "./NamedButtons";
import { recipeWords } from "./recipeWords";

interface DirectionRowProps {
  readonly direction: Direction;
  readonly near:
    | { readonly nearest: readonly NearToken[]; readonly opposite: readonly NearToken[] }
    | undefined;
  /** Its values are not in the kernel. */
  readonly missing: boolean;
}

/** One direction: what it is made of, how long it is, and the tokens along it and against it. */
export function DirectionRow({ direction, near, missing }: DirectionRowProps) {
  const { name, recipe, norm, code } = direction;
  const words = recipeWords(recipe);
  return (
    <li className="row direction" data-direction={name}>
      <b className="clip" title={name}>
        {name}
      </b>
      <small className="clip" title={words}>
        <bdi>{words}</bdi>
      </small>
      <small className="row-proof" title="Euclidean norm of the vector">
        |v| {short(norm)}
      </small>
      <NamedButtons what="direction" name={name} code={code} />
      {missing && <small className="note-warn near">its values are missing: make it again</small>}
      {near && (
        <span className="near">
          <Tokens sign="+" words="nearest tokens" tokens={near.nearest} />
          <Tokens sign="−" words="opposite tokens" tokens={near.opposite} />
        </span>
      )}
    </li>
  );
}

function Tokens(props: { sign: string; words: string; tokens: readonly NearToken[] }) {
  return (
    <span className="near-tokens clip">
      <span role="img" aria-label={props.words} title={props.words}>
        {props.sign}
      </span>
      {props.tokens.map(({ id, token, cosine }) => (
        <span key={id} className="mono" title={`cosine ${short(cosine)}`}>
          <TokenText text={token} />
        </span>
      ))}
    </span>
  );
}
