// The one table of everything a person can do from the keyboard or the palette.
import type { Laboratory } from "../app/laboratory";
import type { Command } from "./command";
import { experimentCommands } from "./experimentCommands";
import { historyCommands } from "./historyCommands";
import { kernelCommands } from "./kernelCommands";
import { lookCommands } from "./lookCommands";
import { mapCommands } from "./mapCommands";
import { operationCommands } from "./operationCommands";
import { placeCommands } from "./placeCommands";
import { promptCommands } from "./promptCommands";
import { stateCommands } from "./stateCommands";
import { viewCommands } from "./viewCommands";
import { walkCommands } from "./walkCommands";

/** All commands as they stand now: labels, code and availability follow the state. */
export function commandsOf(laboratory: Laboratory): Command[] {
  return [
    ...operationCommands(laboratory),
    ...stateCommands(laboratory),
    ...experimentCommands(laboratory),
    ...walkCommands(laboratory),
    ...placeCommands(),
    ...historyCommands(laboratory),
    ...promptCommands(laboratory),
    ...viewCommands(laboratory),
    ...lookCommands(laboratory),
    ...mapCommands(laboratory),
    ...kernelCommands(laboratory),
  ];
}
