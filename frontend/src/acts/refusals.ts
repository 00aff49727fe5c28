// Why an act did not leave the page, or was lost on the way.
import type { Problem } from "./records";

export const NOT_CONNECTED: Problem = {
  code: "not_connected",
  what: "The page is not connected to the server, so nothing was done.",
  subject: null,
  advice: "It connects again by itself; if it does not, look whether `trafolab` still runs in its terminal.",
};

export const LOST: Problem = {
  code: "connection_lost",
  what: "The connection broke before the kernel answered.",
  subject: null,
  advice:
    "Look at the list of interventions when the page is connected again: the act may have been carried out.",
};

export const NOT_READY: Problem = {
  code: "not_ready",
  what: "There is no model yet, so nothing was done.",
  subject: null,
  advice: "Wait until the kernel has opened it, or open one from the menu at the top left.",
};

export const NOTHING_SELECTED: Problem = {
  code: "nothing_selected",
  what: "No component is selected, so there is nothing to act on.",
  subject: null,
  advice: "Click a head on the map, or walk to one with the arrow keys.",
};

export const OWN_DISTRACTOR: Problem = {
  code: "own_distractor",
  what: "This token is the answer already; it can't be measured against itself.",
  subject: null,
  advice: "Click another prediction first, so that it becomes the answer.",
};
