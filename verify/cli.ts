#!/usr/bin/env node
import { setTimeout as sleep } from "node:timers/promises";
import { Command, Option } from "commander";
import {
  acknowledgementOf,
  acknowledgementsIn,
  runCommand,
  UNUSABLE,
  writeReport,
  type Acknowledgements,
} from "sems-review/reporting";
import { systemResolvers } from "./dns/find-servers";
import type { DnsServer } from "./dns/server";
import { readInput } from "./input/read";
import type { ExpectedCertificate, Verification } from "./model";
import {
  addressOption,
  authorityOption,
  certificateOption,
  nameOption,
  positive,
  serialOption,
  serverOption,
} from "./options";
import { REPORTS, type Format } from "./report/index";
import { RULE_IDS } from "./rules";
import { trustContext } from "./tls/trust";
import { CLOSED_PORTS, SNMP_PORT, verifyCluster } from "./verify-cluster";
import { ChangeLog, watchedFacts } from "./watch";

/** Exit status of findings at or above `--fail-on`. */
const FINDINGS = 1;

interface Options {
  readonly format: Format;
  readonly output?: string;
  readonly failOn: "error" | "warning" | "never";
  readonly acknowledge: Acknowledgements;
  readonly acknowledgeFile: Acknowledgements;
  readonly access: readonly string[];
  readonly address: ReadonlyMap<string, string>;
  readonly weightedAddress: ReadonlyMap<string, string>;
  readonly nameserver: readonly DnsServer[];
  readonly resolver: readonly DnsServer[];
  readonly ca: readonly string[];
  readonly certificate?: ExpectedCertificate;
  readonly serial?: ExpectedCertificate;
  readonly expiryDays: number;
  readonly replication?: boolean;
  readonly timeout: number;
  readonly watch?: number;
}

const repeated = (flags: string, description: string): Option =>
  new Option(flags, `${description}; may be repeated`);

const program = new Command("sems-verify")
  .description(
    "Looks at a deployed cluster from this machine, and reports what a client meets: DNS, every node, certificates.",
  )
  .argument(
    "<file>",
    "output of `terraform output -json` for a stack of cdktf-sems, a state, a config file, or - for standard input",
  )
  .addOption(new Option("--format <format>", "report format").choices(Object.keys(REPORTS)).default("text"))
  .option("--output <file>", "write the report to this file instead of standard output")
  .addOption(
    new Option("--fail-on <level>", "lowest level of findings that makes the exit status 1")
      .choices(["error", "warning", "never"])
      .default("error"),
  )
  .addOption(
    repeated(
      "--acknowledge <rule[@address]=reason>",
      "accept the findings of a rule, or only those about one address",
    )
      .argParser(acknowledgementOf(RULE_IDS))
      .default(new Map(), "none"),
  )
  .addOption(
    repeated(
      "--acknowledge-file <file>",
      "accept what this file lists: one RULE[@ADDRESS]=REASON a line, # for comments",
    )
      .argParser(acknowledgementsIn(RULE_IDS))
      .default(new Map(), "none"),
  )
  .addOption(
    repeated("--access <name>", "look at this client access only").argParser(nameOption).default([], "all"),
  )
  .addOption(
    repeated("--address <[access/]node=address>", "what reaches a node, for a config file")
      .argParser(addressOption)
      .default(new Map(), "none"),
  )
  .addOption(
    repeated("--weighted-address <access=name>", "the weighted load balancer, for a config file")
      .argParser(addressOption)
      .default(new Map(), "none"),
  )
  .addOption(
    repeated("--nameserver <address[:port]>", "an authoritative server of the zone")
      .argParser(serverOption)
      .default([], "found by NS"),
  )
  .addOption(
    repeated("--resolver <address[:port]>", "a resolver")
      .argParser(serverOption)
      .default([], "this machine's"),
  )
  .addOption(
    repeated("--ca <file>", "a root that is trusted besides this machine's, PEM")
      .argParser(authorityOption)
      .default([], "none"),
  )
  .addOption(
    new Option("--certificate <file>", "the certificate that ACM holds, PEM")
      .argParser(certificateOption)
      .conflicts("serial"),
  )
  .addOption(
    new Option("--serial <hex>", "serial number of the certificate that ACM holds").argParser(serialOption),
  )
  .addOption(
    new Option("--expiry-days <days>", "warn of certificates that end in fewer days")
      .argParser(positive)
      .default(30),
  )
  .option("--replication", "look at Interface 1, too, where TCP 444 of the nodes can be reached")
  .addOption(
    new Option("--timeout <seconds>", "for each step: a question, a connection, a handshake")
      .argParser(positive)
      .default(5),
  )
  .addOption(
    new Option(
      "--watch <seconds>",
      "look again after so many seconds, and print changes until interrupted",
    ).argParser(positive),
  )
  .addHelpText(
    "after",
    "\nExit status: 0 no findings at or above --fail-on, 1 findings, 2 unreadable input, unwritable report or invalid " +
      "options, 3 a fault in the command itself. With --watch, that of the last look.",
  )
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : UNUSABLE))
  .action(run);

async function run(file: string, options: Options): Promise<void> {
  const { format, output, failOn, watch } = options;
  if (watch !== undefined && (format !== "text" || output !== undefined)) {
    program.error("error: --watch prints changes as text, and goes with neither --format nor --output");
  }
  const look = lookAt(file, options);
  const verification = watch === undefined ? await look() : await watchChanges(look, watch);
  if (watch === undefined) writeReport(REPORTS[format](verification), output);
  const isFailure = verification.findings.some(
    ({ level, acknowledged }) =>
      acknowledged === null && (failOn === "warning" || (failOn === "error" && level === "error")),
  );
  process.exitCode = isFailure ? FINDINGS : 0;
}

/** Reads the input once; looks each time it is called. */
function lookAt(file: string, options: Options): () => Promise<Verification> {
  const { address, weightedAddress, access, nameserver, resolver, timeout, expiryDays } = options;
  const input = readInput(file, {
    addresses: { endpoints: address, weighted: weightedAddress },
    only: access,
    certificate: options.certificate ?? options.serial,
  });
  const observe = {
    timeoutMs: timeout * 1000,
    secureContext: trustContext(options.ca),
    resolvers: resolver.length > 0 ? resolver : systemResolvers(),
    nameservers: nameserver,
    replication: options.replication ?? false,
    closedPorts: CLOSED_PORTS,
    snmpPort: SNMP_PORT,
  };
  // What the command line says about a rule comes before what a file says.
  const acknowledge = new Map([...options.acknowledgeFile, ...options.acknowledge]);
  return () => verifyCluster(input, observe, { now: new Date(), expiryDays, acknowledge });
}

/** Looks again and again until somebody interrupts it, and returns what was seen last. */
async function watchChanges(look: () => Promise<Verification>, seconds: number): Promise<Verification> {
  const interrupted = new AbortController();
  const interrupt = (): void => {
    interrupted.abort();
  };
  process.once("SIGINT", interrupt).once("SIGTERM", interrupt);
  const log = new ChangeLog();
  for (;;) {
    const start = Date.now();
    const verification = await look();
    const lines = log.next(watchedFacts(verification), start);
    if (lines.length > 0) process.stdout.write(`${lines.join("\n")}\n`);
    const rest = Math.max(0, start + seconds * 1000 - Date.now());
    await sleep(rest, undefined, { signal: interrupted.signal }).catch(() => undefined);
    if (interrupted.signal.aborted) return verification;
  }
}

runCommand(program);
