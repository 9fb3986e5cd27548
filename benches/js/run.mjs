// cargo run --release --bin payloads -- FOLDER
// cd js && npm install && node run.mjs hand|jsonata pick|order TURNS < FOLDER/pick.ndjson
//
// Reads messages, one a line; writes each of them mapped, one a line, and at last the nanoseconds that one took: the median of so many turns of some
// milliseconds each, in the processor's time of this process.

import { readFileSync } from "node:fs";
import * as hand from "./by_hand.mjs";

const TURN_MICROS = 5_000;
const WARM_UP_MICROS = 300_000;
const [way, mapping, turns] = process.argv.slice(2);

async function mapper() {
  if (way === "hand") return hand[mapping];
  const { default: jsonata } = await import("jsonata");
  const program = jsonata(readFileSync(new URL(`../flow/${mapping}.jsonata`, import.meta.url), "utf8"));
  return async (message) => JSON.stringify(await program.evaluate(JSON.parse(message)));
}

const map = await mapper();
const messages = readFileSync(0, "utf8").split("\n").filter((line) => line !== "");
for (const message of messages) console.log(await map(message));

const micros = () => { const { user, system } = process.cpuUsage(); return user + system; };
let next = 0;
// What has been mapped is kept in sight, so that nothing can be left out.
let length = 0;
async function turn(limit) {
  const started = micros();
  let mapped = 0;
  do {
    for (let n = 0; n < 4; n++, mapped++) {
      length += (way === "hand" ? map(messages[next]) : await map(messages[next])).length;
      next = (next + 1) % messages.length;
    }
  } while (micros() - started < limit);
  return ((micros() - started) * 1000) / mapped;
}
await turn(WARM_UP_MICROS);
const nanos = [];
for (let n = 0; n < Number(turns); n++) nanos.push(await turn(TURN_MICROS));
nanos.sort((one, other) => one - other);
console.log(length > 0 ? nanos[nanos.length >> 1] : 0);
