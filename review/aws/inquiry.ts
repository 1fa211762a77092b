import type { AssumptionId } from "./assumptions";
import type { LoadBalancer } from "./elb/load-balancer";
import type { RecordSet } from "./route53/records";
import { Walk, type Traveller, type WalkSurroundings } from "./simulation";
import type { Way, World } from "./scenario";

/** What an inquiry asks about. */
type Landscape = WalkSurroundings["routing"] & {
  checkersReach(balancer: LoadBalancer, port: number): boolean;
};

/** More levels than any tree of records that AWS would follow, and few enough for the call stack. */
const DEEPEST = 100;

/** One question: where a name leads in one world. Whatever it has to find out on the way, it finds out once. */
export class Inquiry implements WalkSurroundings {
  private readonly assumed = new Set<AssumptionId>();
  /** Record sets and checks that are being asked about: to meet one again is a loop. */
  private readonly asking = new Set<object>();
  private readonly healths = new Map<object, boolean>();
  private readonly walks = new Map<string, Walk>();

  public constructor(
    public readonly routing: Landscape,
    public readonly world: World,
  ) {}

  /** Where clients of a record set end up on a port, with all that this rests on. */
  public way(set: RecordSet, port: number): Way {
    const way = this.walk(port, "client").through(set);
    return way.assuming(...this.assumed);
  }

  public checkersWay(port: number): Walk {
    return this.walk(port, "checker");
  }

  public checkersReach(balancer: LoadBalancer, port: number): boolean {
    return this.routing.checkersReach(balancer, port);
  }

  public assume(id: AssumptionId): void {
    this.assumed.add(id);
  }

  public onceHealthy(subject: object, onLoop: boolean, ask: () => boolean): boolean {
    return this.once(this.healths, subject, onLoop, ask);
  }

  public once<T>(answers: Map<object, T>, subject: object, onLoop: T, ask: () => T): T {
    const known = answers.get(subject);
    if (known !== undefined) return known;
    if (this.asking.has(subject) || this.asking.size >= DEEPEST) return onLoop;
    this.asking.add(subject);
    const answer = ask();
    this.asking.delete(subject);
    answers.set(subject, answer);
    return answer;
  }

  private walk(port: number, traveller: Traveller): Walk {
    const key = `${traveller} ${port}`;
    const walk = this.walks.get(key) ?? new Walk(this, port, traveller);
    this.walks.set(key, walk);
    return walk;
  }
}
