import { compareExamples } from "./compare";
import type { Example } from "./example";
import { mapExamples } from "./map";
import { matrixExamples } from "./matrices";
import { viewExamples } from "./recorded";
import { textExamples } from "./texts";

/** Every example of the gallery. */
export const EXAMPLES: readonly Example[] = [
  ...compareExamples,
  ...mapExamples,
  ...matrixExamples,
  ...textExamples,
  ...viewExamples,
];
