// The ways of each operation that there are for what is acted on.
import type { AnswerText, SetDirection } from "@trafolab/viz";
import { type Action, codeFor } from "../../code/codeFor";
import { PART_WORDS, partsOf } from "../../model/parts";
import { placeName, placesIn } from "../../model/places";
import { positionsOf } from "../aim";
import { ablate, freeze, keep, knockout, PATCH, scale, steer } from "../operations";
import type { OperationInfo, State } from "../records";
import { lengthsDiffer } from "../refusals";
import { entryOf, type Offered } from "./context";
import { type Entry, sub } from "./entry";

/** The ways of an operation; those that the kernel names where this page has not heard of it. */
export function choicesOf(from: Offered, info: OperationInfo): Entry[] {
  const own = CHOICES[info.op];
  return own ? own(from) : info.choices.map((choice) => entryOf(from, choice));
}

const CHOICES: Readonly<Record<string, (from: Offered) => Entry[]>> = {
  ablate: ablations,
  freeze: freezes,
  patch: patches,
  scale: factors,
  steer: directions,
  knockout: keys,
  keep: keeps,
};

function ablations(from: Offered): Entry[] {
  const zeroNorm = from.kinds.includes("norm") ? "As zero, a norm's scale would give no numbers." : null;
  return [
    entryOf(from, { label: "zero", operation: ablate("zero") }, null, zeroNorm),
    entryOf(from, { label: "mean over the clean prompt", operation: ablate("mean") }),
    ...from.state.references.flatMap(({ name: source }) => [
      entryOf(from, { label: `mean over ${source}`, operation: ablate("mean"), source }),
      entryOf(from, { label: `resample from ${source}`, operation: ablate("resample"), source }),
    ]),
    { kind: "ask", label: "new reference set…", asks: "reference" },
  ];
}

function freezes(from: Offered): Entry[] {
  return [
    entryOf(from, { label: "as it is without interventions", operation: freeze() }),
    entryOf(from, { label: "as it is now", operation: freeze(), donor: "live" }),
    ...parts(from, null),
    ...from.state.counterfactuals.map(({ name }) => sub(`from ${name}`, parts(from, name))),
  ];
}

function parts(from: Offered, source: string | null): Entry[] {
  return partsOf(from.kinds).map((part) =>
    entryOf(from, { label: PART_WORDS[part], operation: freeze(part), source }, part),
  );
}

function patches(from: Offered): Entry[] {
  const { counterfactuals } = from.state;
  if (counterfactuals.length === 0)
    return [{ kind: "ask", label: "add a counterfactual prompt…", asks: "counterfactual" }];
  return counterfactuals.flatMap(({ name: source }) => {
    const why = lengthsDiffer(from.state, source)?.what ?? null;
    const live = `from ${source}, under the interventions before it`;
    return [
      entryOf(from, { label: `from ${source}`, operation: PATCH, source }, null, why),
      entryOf(from, { label: live, operation: PATCH, source, donor: "live" }, null, why),
    ];
  });
}

function factors(from: Offered): Entry[] {
  return [
    ...[0, 0.5, 2, -1].map((factor) =>
      entryOf(from, { label: `× ${String(factor).replace("-", "−")}`, operation: scale(factor) }),
    ),
    { kind: "ask", label: "other factor…", asks: "factor" },
  ];
}

function directions(from: Offered): Entry[] {
  return [
    ...from.state.directions.map(({ name }) =>
      sub(name, [
        entryOf(from, { label: `add ${name}`, operation: steer(name) }),
        entryOf(from, { label: `clamp ${name}`, operation: steer(name, { how: "clamp" }) }),
        entryOf(from, { label: `remove ${name}`, operation: steer(name, { how: "remove" }) }),
      ]),
    ),
    ...metricDirection(from.state),
    { kind: "ask", label: "new direction…", asks: "direction" },
  ];
}

/** What the metric measures, as a direction: the one token's unembedding less the other's. */
function metricDirection({ metric, directions }: State): Entry[] {
  const [plus, minus] = [onlyToken(metric?.answers), onlyToken(metric?.distractors)];
  if (!plus || !minus) return [];
  const name = `${plus.text} −${minus.text}`.trim();
  if (directions.some((direction) => direction.name === name)) return [];
  const named = ({ id, text }: typeof plus) => (text.startsWith("\\") ? id : text);
  const recipe: SetDirection["recipe"] = {
    kind: "tokens",
    terms: [
      { token: named(plus), weight: 1 },
      { token: named(minus), weight: -1 },
    ],
    space: "unembed",
  };
  const action: Action = { kind: "set_direction", name, recipe, stored: null };
  return [{ kind: "act", label: `make a direction of ${name}`, action, code: codeFor(action) }];
}

/** The token that one side of the metric is, where it is one. */
function onlyToken(answers: readonly AnswerText[] = []): AnswerText["tokens"][number] | null {
  const tokens = answers.flatMap((answer) => answer.tokens);
  return answers.length === 1 && tokens.length === 1 ? (tokens[0] ?? null) : null;
}

function keys(from: Offered): Entry[] {
  const { state, aim } = from;
  const tokens = state.clean?.tokens ?? [];
  return [
    { kind: "heading", label: `Knock out attention from ${placesIn(state, positionsOf(state, aim))} to` },
    ...tokens.map(({ text }, position) =>
      entryOf(from, { label: placeName(text, position, 24), operation: knockout([position]) }, "scores"),
    ),
  ];
}

function keeps(from: Offered): Entry[] {
  return [
    entryOf(from, { label: "others by mean", operation: keep("mean") }),
    entryOf(from, { label: "others zero", operation: keep("zero") }),
    ...from.state.references.flatMap(({ name: source }) => [
      entryOf(from, { label: `others by mean over ${source}`, operation: keep("mean"), source }),
      entryOf(from, { label: `others resampled from ${source}`, operation: keep("resample"), source }),
    ]),
  ];
}
