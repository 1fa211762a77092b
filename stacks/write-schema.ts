import { writeFileSync } from "node:fs";
import { jsonSchema } from "./json-schema";

const FILE = "sems.config.schema.json";

writeFileSync(FILE, jsonSchema());
console.log(`${FILE} written`);
