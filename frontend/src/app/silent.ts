// Why the kernel does not answer. Pure.

/** What holds Python itself: a call in a cell, a pass of an experiment, or one of both. */
export function silent(cell: boolean, experiment: string | null): string {
  const pass = experiment === null ? null : `a pass of the experiment “${experiment}”`;
  const holder = cell ? `a call in the running cell${pass === null ? "" : `, or ${pass},`}` : pass;
  const end = cell
    ? "as soon as it lets go; Interrupt in the kernel's menu may end it."
    : "as soon as it lets go.";
  return `The kernel does not answer: ${holder ?? "something"} holds Python itself. What you did is carried out ${end}`;
}
