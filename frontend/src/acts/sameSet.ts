/** Whether two lists of components hold the same, in whatever order. */
export function sameSet(one: readonly string[], other: readonly string[]): boolean {
  return JSON.stringify(one.toSorted()) === JSON.stringify(other.toSorted());
}
