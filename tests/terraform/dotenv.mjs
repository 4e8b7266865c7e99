// The variables that the package dotenv reads in .env files. A JSON array of texts comes on standard input;
// for each, {variables: {NAME: VALUE}} goes to standard output in an array. The first argument is the
// node_modules directory that holds the package.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const { parse } = createRequire(join(process.argv[2], "any.js"))("dotenv");
const texts = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(texts.map((text) => ({ variables: parse(text) }))));
