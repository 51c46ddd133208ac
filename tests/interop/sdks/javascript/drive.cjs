// The walk of one area through the official JavaScript SDK: `drive.cjs users`. Without an area: the
// SDK's public calls, as a list in JSON.
"use strict";

const fs = require("node:fs");

const { publicCalls } = require("./calls.cjs");
const { Walk } = require("./walk.cjs");

async function main(area) {
  const emulator = JSON.parse(fs.readFileSync(process.env.INTEROP_EMULATOR, "utf8"));
  const walk = new Walk(emulator, process.env.INTEROP_LOG);
  await require(`./${area}.cjs`)(walk, emulator);
  walk.write({ end: true });
}

if (process.argv[2] === undefined) {
  console.log(JSON.stringify(publicCalls()));
} else {
  main(process.argv[2]).catch((error) => {
    console.error(error);
    process.exitCode = 1;
  });
}
