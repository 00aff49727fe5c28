import { expect, test } from "vitest";
import { readPairs } from "./pairLines";
import {
  EMPTY_PAIRS,
  EXAMPLE,
  lacksSpace,
  mostPairs,
  type PairsDraft,
  pairsOf,
  slotsIn,
  valuesOf,
} from "./pairsDraft";

const DRAFT: PairsDraft = { ...EMPTY_PAIRS, ...EXAMPLE, name: " ioi " };
const text = (text: string) => ({ kind: "text", text });
const ids = (...ids: number[]) => ({ kind: "ids", ids, labels: null });

test("templates with what may stand in their slots", () => {
  expect(pairsOf({ ...DRAFT, n: "20", seed: "1" }, true)).toEqual({
    action: {
      kind: "set_pairs",
      name: "ioi",
      recipe: {
        made_from: "templates",
        clean: [EXAMPLE.clean],
        corrupt: [EXAMPLE.corrupt],
        answer: " {a}",
        distractor: " {b}",
        slots: {
          a: ["Mary", "John", "Alex", "Tom"],
          b: ["Mary", "John", "Alex", "Tom"],
          place: ["store", "park", "school"],
        },
        first: false,
      },
      unequal: "leave_out",
      n: 20,
      seed: 1,
      stored: null,
      roles: [],
      answer_tokens: 1,
    },
  });
  expect(mostPairs(DRAFT)).toBe(48);
});

test("slots are those of all texts, and doubled braces are braces", () => {
  expect(
    slotsIn({ ...DRAFT, clean: "{x} {{y}} {z}", corrupt: "{z}", answer: "{w}", distractor: "" }),
  ).toEqual(["x", "z", "w"]);
  expect(valuesOf(" Mary,John ,, Mary\nTom")).toEqual(["Mary", "John", "Tom"]);
});

test("what is lacking is said", () => {
  const missing = (change: Partial<PairsDraft>) => {
    const found = pairsOf({ ...DRAFT, ...change }, true);
    return "missing" in found ? found.missing : null;
  };
  expect(missing({ name: " " })).toBe("Give it a name.");
  expect(missing({ clean: "" })).toBe("Give a clean template.");
  expect(missing({ corrupt: "a\nb" })).toBe("Give one corrupt template for each clean one.");
  expect(missing({ answer: " " })).toBe("Give the answer.");
  expect(missing({ slots: {} })).toBe("Say what may stand in {a}.");
  expect(missing({ n: "0" })).toBe("How many to take is a whole number from 1.");
  expect(missing({ how: "list" })).toBe("Give pairs, one a line.");
  expect(missing({ how: "file" })).toBe("Give its path.");
  expect(lacksSpace(DRAFT)).toBe(false);
  expect(lacksSpace({ ...DRAFT, answer: "{a}" })).toBe(true);
  expect(lacksSpace({ ...DRAFT, answer: "{a}", clean: "{a} and " })).toBe(false);
});

test("a file of the kernel's goes by its path", () => {
  expect(pairsOf({ ...DRAFT, how: "file", path: " pairs.csv " }, true)).toMatchObject({
    action: { recipe: { made_from: "file", path: "pairs.csv" } },
  });
});

const PAIR = {
  clean: text("Mary, and"),
  corrupt: text("John, and"),
  answer: " Mary",
  distractor: " John",
  roles: {},
};

test.each([
  ["bars", "Mary, and|John, and| Mary| John\n"],
  ["tabs", "Mary, and\tJohn, and\t Mary\t John"],
  ["commas", '"Mary, and","John, and", Mary, John\n\n'],
  ["named columns", '\ufeffid,answer,Clean,corrupt,distractor\n1, Mary,"Mary, and","John, and", John\n'],
  ["JSON", '["Mary, and", "John, and", " Mary", " John"]'],
  [
    "JSON records",
    '{"clean": "Mary, and", "corrupt": "John, and", "answer": " Mary", "distractor": " John"}',
  ],
])("the same pair between %s, its spaces kept", (_, given) => {
  expect(readPairs(given, true)).toEqual({ pairs: [PAIR], problem: null });
});

test("distractors and roles may be there or not", () => {
  const { pairs } = readPairs("a b|b a| x\na b|b a| x||who=1; to= to\n", true);
  expect(pairs.map(({ distractor, roles }) => [distractor, roles])).toEqual([
    [null, {}],
    [null, { who: 1, to: "to" }],
  ]);
  expect(readPairs('["a", "b", " x", null, {"who": 1}]', true).pairs[0]?.roles).toEqual({ who: 1 });
});

test("token ids where there is no tokenizer, or where JSON gives them", () => {
  const pair = { clean: ids(1, 2), corrupt: ids(1, 3), answer: 5, distractor: null, roles: {} };
  expect(readPairs("1 2|1 3|5", false).pairs).toEqual([pair]);
  expect(readPairs("[[1, 2], [1, 3], 5]", true).pairs).toEqual([pair]);
});

test("answers and distractors of several tokens", () => {
  const answers = (given: string, byText: boolean) =>
    readPairs(given, byText).pairs.map(({ answer, distractor }) => [answer, distractor]);
  expect(answers("a b | b a | New York | San Jose", true)).toEqual([[" New York", " San Jose"]]);
  expect(answers('["a", "b", [5, 9], 7]', true)).toEqual([[[5, 9], 7]]);
  expect(answers("1 2 | 1 3 | 5 9 | 7", false)).toEqual([[[5, 9], 7]]);
});

test("the first row that is no pair is named", () => {
  const problem = (given: string, byText = true) => readPairs(given, byText).problem;
  expect(problem("a|b| x\na|b")).toBe("Row 2 has no answer.");
  expect(problem("[INST] only")).toBe("Row 1 has no corrupt and no answer.");
  expect(problem("a,b,c,d,e,f,g")).toContain("Row 1 has 7 parts");
  expect(problem('["a", "b", " x"]\n["a"')).toBe("Row 2 is no JSON.");
  expect(problem("x|1|2", false)).toBe("Row 1 has a prompt that is no list of ids.");
  expect(problem("1|1|2 x", false)).toBe("Row 1 has an answer that is no list of ids.");
  expect(problem('["a", "b", true]')).toBe("Row 1 has an answer that is no text.");
  expect(problem('["a", "b", []]')).toBe("Row 1 has an answer that is no text.");
  expect(problem("a|b| x||who")).toContain("Row 1 has roles");
});

test("blanks around bars are no part of the prompts, and answers keep theirs", () => {
  const spaced = readPairs("a b | b a | x | y", true);
  expect(spaced).toEqual(readPairs("a b|b a| x| y", true));
  expect(spaced.pairs[0]).toMatchObject({ clean: text("a b"), corrupt: text("b a"), answer: " x" });
});

test("blanks around bars go by the names of the columns, in whichever order these stand", () => {
  const given = "distractor | answer | corrupt | clean\n y |  x | b a | a b";
  expect(readPairs(given, true)).toEqual({
    pairs: [{ clean: text("a b"), corrupt: text("b a"), answer: " x", distractor: " y", roles: {} }],
    problem: null,
  });
});
