import { findConfigFile, reportFailure, synthesizeConfig, synthesizeSandbox } from "./synthesize";

/* This repository's app, which `cdktf.json` names: the config file's cluster, or the sandbox where there is no file. */

const file = findConfigFile();

(file === undefined ? synthesizeSandbox() : synthesizeConfig(file)).catch(reportFailure);
