import { acrossPorts } from "../../rules/across-ports";
import type { ClientService } from "../../aws/services";
import { reviewedIn } from "../../facts/reviewed";
import { KEYS, ScenarioDocument } from "../support/scenario-document";

const OTHER = "other.example.com";

/** Two names of one load balancer, at two ports each. */
const { services } = reviewedIn(
  new ScenarioDocument()
    .balancer({ zones: [[1], [2]], ports: [443, 636] })
    .ordered([1, 2])
    .ordered([1, 2], OTHER)
    .graph(),
);

const found = (wrongOf: (service: ClientService) => string): string[] =>
  acrossPorts(services, (service, words) => [
    { address: "aws_lb.nlb", message: `${words} ${wrongOf(service)}` },
  ]).map(({ message }) => message);

test("the same at all ports of a name is said once", () => {
  expect(found(() => "is wrong")).toEqual([
    `${KEYS} (ports 443 and 636) is wrong`,
    `${OTHER} (ports 443 and 636) is wrong`,
  ]);
});

test("what differs is said of each port", () => {
  expect(found(({ port }) => `has ${port}`)).toEqual([
    `${KEYS}:443 has 443`,
    `${KEYS}:636 has 636`,
    `${OTHER}:443 has 443`,
    `${OTHER}:636 has 636`,
  ]);
});
