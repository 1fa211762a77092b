import { createServer, type Server } from "node:net";
import { randomInt } from "node:crypto";
import { listening } from "./listening";

/** Of each run's addresses, the one whose port a run occupies so that no other takes the same addresses. */
const LOCK = { host: 255, port: 65_000 };

/** Tries before giving up: far fewer runs than this fit on one machine. */
const TRIES = 50;

/** Ports below 1024 need privileges; without them, services move up by this much. */
const SHIFT = 20_000;

/**
 * The addresses of one run: 127.A.B.1 to 127.A.B.254, which no other run on this machine uses. Each address of AWS gets one
 * when it is first asked for.
 */
export class Loopback {
  private readonly addresses = new Map<string, string>();

  private constructor(
    /** `127.A.B.` */
    private readonly prefix: string,
    private readonly lock: Server,
    private readonly shift: number,
  ) {}

  /** Reserves addresses until `release`. */
  public static async reserve(): Promise<Loopback> {
    for (let tries = 0; tries < TRIES; tries++) {
      const prefix = `127.${randomInt(16, 250)}.${randomInt(0, 256)}.`;
      const lock = createServer().unref();
      try {
        await listening(lock, prefix + String(LOCK.host), LOCK.port);
      } catch {
        continue;
      }
      return new Loopback(prefix, lock, (await mayUseLowPorts(prefix)) ? 0 : SHIFT);
    }
    throw new Error(
      "no free addresses in 127.0.0.0/8: this needs a system where all of it is loopback, as Linux",
    );
  }

  /** The loopback address that is used for an address of AWS, or for whatever else needs one. */
  public of(address: string): string {
    const known = this.addresses.get(address);
    if (known !== undefined) return known;
    if (this.addresses.size === 254) throw new Error("more than 254 addresses in one run");
    const own = this.prefix + String(this.addresses.size + 1);
    this.addresses.set(address, own);
    return own;
  }

  /** The port that is used for a port of AWS. */
  public port(port: number): number {
    return port < 1024 ? port + this.shift : port;
  }

  /** The source address of client number `n`, from 0 to 62,499. It connects only, so runs may share it. */
  public client(n: number): string {
    return `127.8.${Math.floor(n / 250)}.${(n % 250) + 1}`;
  }

  public release(): void {
    this.lock.close();
  }
}

async function mayUseLowPorts(prefix: string): Promise<boolean> {
  const probe = createServer();
  try {
    await listening(probe, `${prefix}254`, 443);
    return true;
  } catch {
    return false;
  } finally {
    probe.close();
  }
}
