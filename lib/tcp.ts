/** One TCP port, in a security group rule's words. */
export const tcp = (port: number) => ({ ipProtocol: "tcp", fromPort: port, toPort: port });
