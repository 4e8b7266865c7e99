// Checks reports with the schemas of others: node validate-reports.mjs SCHEMA FILE...
// A FILE ends in .json (SCHEMA) or .har (the schema of HAR 1.2). Says what is wrong, and how many are right.
import { readFileSync } from 'node:fs';
import Ajv from 'ajv';
import * as har from 'har-validator';

const [schema, ...files] = process.argv.slice(2);
const validate = new Ajv({ allErrors: true, strict: false }).compile(JSON.parse(readFileSync(schema)));
let right = 0;
for (const file of files) {
    const report = JSON.parse(readFileSync(file));
    let errors = [];
    if (file.endsWith('.har'))
        await har.default.har(report).catch((refused) => { errors = refused.errors; });
    else if (!validate(report))
        errors = validate.errors;
    for (const error of errors)
        console.error(`${file}: ${error.instancePath ?? error.dataPath} ${error.message}`);
    if (errors.length === 0)
        ++right;
}
console.log(`${right} of ${files.length} are valid`);
process.exit(right === files.length ? 0 : 1);
