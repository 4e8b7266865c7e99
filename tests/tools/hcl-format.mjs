// HCL from standard input, in HashiCorp's canonical layout, to standard output.
// Exit code 1 with the formatter's words on standard error where the input is no HCL.
import { format } from "@cdktf/hcl-tools";
import { parse } from "@cdktf/hcl2json";
import { readFileSync } from "node:fs";

const text = readFileSync(0, "utf8");
try {
    await parse("stdin.tf", text);
    process.stdout.write(await format(text));
} catch (error) {
    console.error(String(error?.message ?? error));
    process.exit(1);
}
