// Where a person points is no part of a picture.
import { createContext, useContext, useState } from "react";

/** Whether a picture is being taken. */
export const Posing = createContext(false);

/** Where a person points within a piece; nowhere while a picture of it is taken. */
export function useHover<T>() {
  const [at, point] = useState<T | null>(null);
  return [useContext(Posing) ? null : at, point] as const;
}
