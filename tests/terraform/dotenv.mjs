// The variables that the package dotenv reads in the .env file on standard input, as JSON. The first
// argument is the node_modules directory that holds it.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const { parse } = createRequire(join(process.argv[2], "any.js"))("dotenv");
process.stdout.write(JSON.stringify(parse(readFileSync(0, "utf8"))));
