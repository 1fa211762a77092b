import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Testing, TerraformStack } from "cdktf";
import { CertificateSource, SemsCluster } from "../lib";
import { textToken } from "./support/access";
import { clusterProps, hostedZone, node, synth } from "./support/cluster";
import { authorityArn } from "./support/config";

const privateCa = CertificateSource.privateCa(authorityArn);
const certificates = { client: privateCa, replication: privateCa };

const template = (clientFqdn: string, fqdn: string) =>
  synth((stack) => {
    const nodes = [node(1, { interface1: { fqdn, address: "10.0.11.10" } }), node(2)];
    new SemsCluster(
      stack,
      "Keys",
      clusterProps(2, { clientFqdn, nodes, certificates, replication: { hostedZone } }),
    );
  });

describe("A name with capitals", () => {
  test("is used in the form that AWS stores: another form would replace the certificate at every deployment", () => {
    const made = template("Keys.Example.com", "SEMS1.example.com");
    expect(made.resources("aws_acm_certificate")).toMatchObject({
      Keys_Certificates_Client: {
        domain_name: "keys.example.com",
        subject_alternative_names: ["keys.example.com"],
      },
    });
    expect(made.all("aws_acm_certificate").map(({ domain_name }) => domain_name)).toContain(
      "sems1.example.com",
    );
    const names = made.all("aws_route53_record").map(({ name }) => String(name));
    expect(names.filter((name) => name !== name.toLowerCase())).toEqual([]);
    expect(made.only("aws_lb")["tags"]).toMatchObject({ "sems:client-fqdn": "keys.example.com" });
  });

  test("keeps the resource addresses of its nodes", () => {
    const addresses = template("keys.example.com", "Sems1.Example.com").addresses();
    expect(addresses.filter((address) => address.includes("Sems1Example"))).not.toEqual([]);
  });

  test("is put into lower case by Terraform where it is a token", () => {
    const made = synth((stack) => {
      const clientFqdn = textToken(stack, "fqdn");
      new SemsCluster(stack, "Keys", clusterProps(2, { clientFqdn, certificates }));
    });
    expect(made.resources("aws_acm_certificate")["Keys_Certificates_Client"]).toMatchObject({
      domain_name: "${lower(var.fqdn)}",
      subject_alternative_names: ["${lower(var.fqdn)}"],
    });
  });

  test("of a hosted zone is tagged as AWS writes it", () => {
    const made = synth((stack) => {
      const [access] = clusterProps(2).clientAccess ?? [];
      if (access === undefined) throw new Error("no client access");
      const zone = { ...hostedZone, name: "Example.com." };
      new SemsCluster(stack, "Keys", clusterProps(2, { clientAccess: [{ ...access, hostedZone: zone }] }));
    });
    expect(made.only("aws_lb")["tags"]).toMatchObject({ "sems:hosted-zone": "example.com" });
  });
});

describe("Two stacks of one account", () => {
  test("have alarms of different names for one certificate", () => {
    const app = Testing.app();
    const notifications = { emails: ["ops@example.com"] };
    const names = ["blue", "green"].flatMap((id, i) => {
      const stack = new TerraformStack(app, id);
      new AwsProvider(stack, "aws", { region: "us-east-1" });
      const [access] = clusterProps(2).clientAccess ?? [];
      if (access === undefined) throw new Error("no client access");
      const zone = { ...hostedZone, id: `Z${i}` };
      const clientAccess = [{ ...access, hostedZone: zone }];
      const cluster = new SemsCluster(stack, "Keys", clusterProps(2, { notifications, clientAccess }));
      return cluster.certificateNotices.map(({ alarm }) => alarm.alarmNameInput);
    });
    expect(names[0]).toBe("SEMS certificate of keys.example.com, stack blue");
    expect(new Set(names).size).toBe(names.length);
  });

  test("share a validation record, which one of them can leave out", () => {
    const made = (validationRecord?: boolean) =>
      synth((stack) => {
        const client = CertificateSource.acmPublic({ hostedZone, validationRecord });
        new SemsCluster(stack, "Keys", clusterProps(2, { certificates: { client, replication: privateCa } }));
      });
    expect(Object.keys(made().resources("aws_route53_record"))).toContain(
      "Keys_Certificates_Client_Validation",
    );
    const without = made(false);
    expect(Object.keys(without.resources("aws_route53_record"))).not.toContain(
      "Keys_Certificates_Client_Validation",
    );
    expect(without.only("aws_acm_certificate_validation")).not.toHaveProperty("validation_record_fqdns");
  });
});
