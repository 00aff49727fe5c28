import { render } from "@testing-library/react";
import { expect, it } from "vitest";
import { EXAMPLES } from "./index";

it.each(EXAMPLES)("$name renders", ({ render: example }) => {
  const { container } = render(example());
  expect(container.querySelector("[class^=tf-]")).not.toBeNull();
});
