// What HashiCorp's own parser and formatter say to texts of HCL. Each line of standard input is a JSON string; for
// each, a line {"error"}, or {"parsed", "formatted"}, the first where there is a shape for it, goes to standard output. The first argument is the node_modules
// directory that holds the two packages.
import { createInterface } from "node:readline";
import { createRequire } from "node:module";
import { join } from "node:path";

const require = createRequire(join(process.argv[2], "any.js"));
const { parse } = require("@cdktf/hcl2json");
const { format } = require("@cdktf/hcl-tools");

for await (const line of createInterface({ input: process.stdin })) {
    const text = JSON.parse(line);
    const judged = {};
    try {
        judged.parsed = await parse("x.tf", text);
    } catch (error) {
        const words = String(error?.message ?? error);
        // Good HCL, of a shape that has no JSON.
        if (!words.startsWith("convert to HCL"))
            judged.error = words;
    }
    if (!judged.error)
        judged.formatted = await format(text);
    process.stdout.write(JSON.stringify(judged) + "\n");
}
process.stdout.write("", () => process.exit(0));
