import { TerraformOutput } from "cdktf";
import { certificatePlacements } from "../../lib/certificates/cluster-certificates";
import { textToken } from "../support/access";
import { newStack } from "../support/cluster";
import { certificateArn } from "../support/config";
import { Template } from "../support/template";

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

  test("the command that fetches a certificate names its ARN and region and leaves the passphrase to the person", () => {
    const [first] = certificatePlacements([own("sems1")], client);
    expect(first?.fetch).toBe(
      `aws acm export-certificate --certificate-arn ${certificateArn("sems1")} --region us-east-1 --passphrase fileb://passphrase.txt`,
    );
  });

  test.each(["eu-central-1", "us-gov-west-1", "cn-north-1"])(
    "the command that fetches a certificate asks the region of its ARN: %s",
    (region) => {
      const arn = certificateArn("client").replace("us-east-1", region);
      const [, shared] = certificatePlacements([own("sems1")], { ...client, arn });
      expect(shared?.fetch).toContain(` --certificate-arn ${arn} --region ${region} `);
    },
  );

  test("Terraform takes the region out of an ARN that is known after deployment only", () => {
    const stack = newStack();
    const [first] = certificatePlacements([{ ...own("sems1"), arn: textToken(stack, "arn") }], client);
    new TerraformOutput(stack, "fetch", { value: first?.fetch });
    expect(new Template(stack).output("fetch")).toBe(
      'aws acm export-certificate --certificate-arn ${var.arn} --region ${element(split(":", var.arn), 3)} ' +
        "--passphrase fileb://passphrase.txt",
    );
  });
});
