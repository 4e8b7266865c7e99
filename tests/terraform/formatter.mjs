// What HashiCorp's own programs make of texts of Terraform files. A JSON array of texts comes on standard
// input; for each, {formatted, parsed}, or {error} where it is no HCL, goes to standard output in an
// array. The first argument is the node_modules directory that holds the two packages.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const require = createRequire(join(process.argv[2], "any.js"));
const { parse } = require("@cdktf/hcl2json");
const { format } = require("@cdktf/hcl-tools");

const judged = [];
for (const text of JSON.parse(readFileSync(0, "utf8"))) {
    try {
        const parsed = await parse("stdin.tf", text);
        judged.push({ formatted: await format(text), parsed });
    } catch (error) {
        judged.push({ error: String(error?.message ?? error) });
    }
}
process.stdout.write(JSON.stringify(judged), () => process.exit(0));
