import process from "node:process";

/**
 * What is mutated, and the tests that must notice: of the code where a wrong sign or bound would route clients wrongly, or
 * let a config pass that cannot work. Each area by its own tests, since those of whole clusters take minutes for each run.
 */
export const AREAS = {
  validation: {
    mutate: ["lib/validation/{values,problem}.ts", "lib/{sems-node,arn,canonical-name,tokens}.ts"],
    tests: ["test/validation/{values,problem}.test.ts", "test/{sems-node,arn,canonical-name,tokens}.test.ts"],
  },
  cluster: {
    mutate: [
      "lib/validation/validate-cluster.ts",
      "lib/{cluster-membership,hosted-zone,quotas,stack-quotas}.ts",
    ],
    tests: [
      "test/validation/validate-cluster.test.ts",
      "test/sems-cluster{,.members,.names,.access}.test.ts",
      "test/{quotas,stack-quotas}.test.ts",
      "test/hosting/sems-appliance.test.ts",
    ],
  },
  certificates: {
    mutate: ["lib/certificates/*.ts"],
    tests: ["test/certificates/*.test.ts"],
  },
  replication: {
    mutate: ["lib/replication/*.ts"],
    tests: ["test/replication/*.test.ts"],
  },
  monitoring: {
    mutate: ["lib/monitoring/*.ts"],
    tests: ["test/monitoring/*.test.ts"],
  },
  access: {
    mutate: ["lib/client-access/{access-subnet,load-balancing-method,validate-*}.ts"],
    tests: ["test/client-access/{access-subnet,load-balancing-method,validate-*}.test.ts"],
  },
  placement: {
    mutate: ["lib/client-access/{client-service,placement}.ts"],
    tests: ["test/client-access/{client-service,placement}.test.ts"],
  },
  records: {
    mutate: ["lib/client-access/{dns-records,takeover}.ts"],
    tests: ["test/client-access/{failover-records,manual-record,takeover,weighted-load-balancer}.test.ts"],
  },
  "health-check-values": {
    mutate: ["lib/client-access/{endpoint-health,target-health-check}.ts"],
    tests: ["test/client-access/health-check-values.test.ts"],
  },
  "health-checks": {
    mutate: ["lib/client-access/{endpoint-health-checks,zone-alarm}.ts"],
    tests: ["test/client-access/{endpoint-health,failback,zone-alarm}.test.ts"],
  },
  "failover-time": {
    mutate: ["lib/client-access/failover-time.ts"],
    tests: ["test/client-access/{failover-time,failback}.test.ts"],
  },
  routing: {
    mutate: ["review/aws/{simulation,alarm,scenario}.ts", "review/aws/elb/traffic.ts"],
    tests: [
      "review/test/aws/!(growth|random-records)*.test.ts",
      "review/test/rules/{alarm-*,calculated-checks,sufficient-input}.test.ts",
      "review/test/terraform/{inference,plan}.test.ts",
    ],
  },
  rules: {
    mutate: ["review/rules/*.ts"],
    tests: ["review/test/rules/*.test.ts", "review/test/faults.test.ts"],
  },
};

const asked = process.env["SEMS_MUTATE"];
if (asked !== undefined && !(asked in AREAS)) {
  throw new Error(`SEMS_MUTATE: found ${asked}; allowed: ${Object.keys(AREAS).join(", ")}`);
}

/** The areas that SEMS_MUTATE asks for; all without it. */
export const areas = asked === undefined ? Object.values(AREAS) : [AREAS[asked]];
