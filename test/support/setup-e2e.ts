// An apply waits for AWS's provider, not for us: 30 seconds for a load balancer, 15 for a record.
jest.setTimeout(10 * 60_000);
