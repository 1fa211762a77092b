import { certificatePlacements } from "../../lib/certificates/certificate-placement";
import { certificateArn } from "../support/config";

const client = { commonName: "keys.example.com", arn: certificateArn("client") };

const own = (nodeName: string) => ({
  nodeName,
  commonName: `${nodeName}.example.com`,
  arn: certificateArn(nodeName),
});

describe("certificatePlacements", () => {
  test("every node has its own certificate on Interface 1 and the shared one on Interface 2", () => {
    const placements = certificatePlacements([own("sems1"), own("sems2")], client);
    expect(placements.map(({ fetch, ...place }) => place)).toEqual([
      {
        node: "sems1",
        interface: 1,
        commonName: "sems1.example.com",
        certificateArn: certificateArn("sems1"),
      },
      { node: "sems1", interface: 2, commonName: "keys.example.com", certificateArn: client.arn },
      {
        node: "sems2",
        interface: 1,
        commonName: "sems2.example.com",
        certificateArn: certificateArn("sems2"),
      },
      { node: "sems2", interface: 2, commonName: "keys.example.com", certificateArn: client.arn },
    ]);
  });

  test("the command that fetches a certificate names its ARN and leaves the passphrase to the person", () => {
    const [first] = certificatePlacements([own("sems1")], client);
    expect(first?.fetch).toBe(
      `aws acm export-certificate --certificate-arn ${certificateArn("sems1")} --passphrase fileb://passphrase.txt`,
    );
  });
});
