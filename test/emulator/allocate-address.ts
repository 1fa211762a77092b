/** Allocates an Elastic IP with a bare call of the EC2 query API, which the emulator takes without a signature. */
export async function allocateAddress(
  endpoint: string,
  region: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<{ readonly answer: string; readonly allocationId: string }> {
  const response = await fetch(endpoint, {
    method: "POST",
    headers: {
      "Content-Type": "application/x-www-form-urlencoded",
      Authorization: `AWS4-HMAC-SHA256 Credential=emulator/20260101/${region}/ec2/aws4_request, SignedHeaders=host, Signature=0`,
      ...headers,
    },
    body: new URLSearchParams({ Action: "AllocateAddress", Domain: "vpc", Version: "2016-11-15" }),
  });
  const answer = await response.text();
  const allocationId = /<allocationId>(.*)<\/allocationId>/.exec(answer)?.[1];
  if (allocationId === undefined) throw new Error(`No address: ${response.status}`);
  return { answer, allocationId };
}
