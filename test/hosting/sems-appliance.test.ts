import { Testing, type TerraformStack } from "cdktf";
import { SemsAppliance, SemsCluster, type SemsApplianceProps } from "../../lib";
import { accessProps, clusterProps, newStack, problemsOf, synth, zone } from "../support/cluster";
import { Template } from "../support/template";

const props = (n: number, changes: Partial<SemsApplianceProps> = {}): SemsApplianceProps => ({
  name: `sems${n}`,
  amiId: "ami-1",
  instanceType: "m6i.xlarge",
  availabilityZone: zone(n),
  interface1: { fqdn: `sems${n}.example.com`, subnetId: `subnet-1${n}` },
  interface2: { subnetId: `subnet-${n}` },
  ...changes,
});

/** Two appliances and their cluster. */
function addCluster(stack: TerraformStack, changes: Partial<SemsApplianceProps> = {}) {
  const appliances = [1, 2].map((n) => new SemsAppliance(stack, `Sems${n}`, props(n, changes)));
  const cluster = new SemsCluster(
    stack,
    "Keys",
    clusterProps(2, { nodes: appliances.map(({ clusterNode }) => clusterNode) }),
  );
  return { appliances, cluster };
}

const template = (changes: Partial<SemsApplianceProps> = {}) =>
  synth((stack) => {
    addCluster(stack, changes);
  });

const ref = (type: string, name: string, attribute: string): unknown =>
  expect.stringMatching(`^\\$\\{${type}\\.${name}_[0-9A-F]{8}\\.${attribute}\\}$`);

const refused = (changes: Partial<SemsApplianceProps>) =>
  problemsOf((stack) => new SemsAppliance(stack, "Sems1", props(1, changes)));

describe("SemsAppliance", () => {
  test("is a server with encrypted disks, IMDSv2 alone and protection from termination", () => {
    expect(template().resources("aws_instance")["Sems1"]).toEqual({
      ami: "ami-1",
      instance_type: "m6i.xlarge",
      availability_zone: "us-east-1a",
      network_interface: [
        { device_index: 0, network_interface_id: ref("aws_network_interface", "Sems1_Interface1", "id") },
        { device_index: 1, network_interface_id: ref("aws_network_interface", "Sems1_Interface2", "id") },
      ],
      metadata_options: { http_endpoint: "enabled", http_tokens: "required", http_put_response_hop_limit: 1 },
      disable_api_termination: true,
      root_block_device: { encrypted: true, delete_on_termination: false },
      tags: { Name: "sems1" },
      lifecycle: { ignore_changes: ["ami"] },
    });
  });

  test("has the disks and the key that are asked for", () => {
    const dataVolumes = [{ deviceName: "/dev/sdb", sizeGib: 100 }];
    const instance = template({ dataVolumes, kmsKeyId: "key-1", rootVolumeGib: 50 }).all("aws_instance")[0];
    const disk = { encrypted: true, delete_on_termination: false, kms_key_id: "key-1" };
    expect(instance).toMatchObject({
      root_block_device: { ...disk, volume_size: 50 },
      ebs_block_device: [{ ...disk, device_name: "/dev/sdb", volume_size: 100 }],
    });
  });

  test("can be terminated where that is waived", () => {
    expect(template({ terminationProtection: false }).all("aws_instance")[0]).toMatchObject({
      disable_api_termination: false,
    });
  });

  test("has the cluster's security groups on its interfaces, and those of one's own", () => {
    expect(template({ securityGroupIds: ["sg-1"] }).resources("aws_network_interface")).toMatchObject({
      Sems2_Interface1: {
        subnet_id: "subnet-12",
        security_groups: [ref("aws_security_group", "Keys_Replication_SecurityGroup", "id"), "sg-1"],
      },
      Sems2_Interface2: {
        subnet_id: "subnet-2",
        security_groups: [
          ref("aws_security_group", "Keys_ClientAccess_clients_SecurityGroups_Interface2", "id"),
          "sg-1",
        ],
      },
    });
  });

  test("SEMS-LB-5: gives the node its two addresses, of which the second is a target", () => {
    expect(template().resources("aws_lb_target_group_attachment")).toMatchObject({
      "Keys_ClientAccess_clients_Services_443_TargetGroup_us-east-1b": {
        target_id: ref("aws_network_interface", "Sems2_Interface2", "private_ip"),
      },
    });
  });

  test("has the addresses that are asked for", () => {
    const stack = newStack();
    const { clusterNode } = new SemsAppliance(
      stack,
      "Sems1",
      props(1, {
        interface1: { fqdn: "sems1.example.com", subnetId: "subnet-11", address: "10.0.11.10" },
        interface2: { subnetId: "subnet-1", address: "10.0.1.10" },
        maintenance: true,
      }),
    );
    expect(clusterNode).toEqual({
      name: "sems1",
      interface1: { fqdn: "sems1.example.com", address: "10.0.11.10" },
      interface2: { address: "10.0.1.10", availabilityZone: "us-east-1a" },
      maintenance: true,
    });
    expect(Testing.synth(stack)).toContain('"private_ips": [\n          "10.0.1.10"');
  });

  test("is refused at synthesis unless a cluster has its node itself", () => {
    const stack = newStack();
    const { clusterNode } = new SemsAppliance(stack, "Sems1", props(1));
    new SemsCluster(
      stack,
      "Keys",
      clusterProps(2, { nodes: [{ ...clusterNode }, ...clusterProps(2).nodes.slice(1)] }),
    );
    expect(() => Testing.synth(stack, true)).toThrow(
      "sems1: found an appliance that is not in a cluster; allowed: an appliance whose clusterNode (the object itself, " +
        "not a copy) is in the nodes of a cluster",
    );
  });

  test("is in one cluster", () => {
    const problems = problemsOf((stack) => {
      const { cluster } = addCluster(stack);
      new SemsCluster(
        stack,
        "Other",
        clusterProps(2, { clientFqdn: "other.example.com", nodes: cluster.nodes }),
      );
    });
    expect(problems).toEqual(
      [1, 2].map(
        (n) =>
          `nodes[${n - 1}]: found the appliance sems${n}, which is already in another cluster; allowed: one cluster per appliance`,
      ),
    );
  });

  test("has the security group of a client access that is added later", () => {
    const stack = newStack();
    const { cluster } = addCluster(stack);
    const { subnets } = accessProps();
    cluster.addClientAccess("partners", {
      hostedZone: { id: "Z9", name: "example.com" },
      scheme: "internet-facing",
      subnets,
    });
    expect(new Template(stack).resources("aws_network_interface")["Sems1_Interface2"]).toMatchObject({
      security_groups: ["clients", "partners"].map((name) =>
        ref("aws_security_group", `Keys_ClientAccess_${name}_SecurityGroups_Interface2`, "id"),
      ),
    });
  });

  test("is refused for everything that is wrong at once", () => {
    const lines = refused({
      name: "1",
      amiId: "1",
      availabilityZone: "a",
      interface1: { fqdn: "sems1", subnetId: "1", address: "10.0.0.1" },
      interface2: { subnetId: "2", address: "10.0.0.1" },
      securityGroupIds: ["1"],
      rootVolumeGib: 0,
      dataVolumes: [
        { deviceName: "/dev/sdb", sizeGib: 0.5 },
        { deviceName: "/dev/sdb", sizeGib: 1 },
      ],
    });
    expect(lines.map((line) => line.split(": ")[0])).toEqual([
      "name",
      "amiId",
      "availabilityZone",
      "interface1.fqdn",
      "interface1.subnetId",
      "interface2.subnetId",
      "interface2.address",
      "securityGroupIds[0]",
      "rootVolumeGib",
      "dataVolumes[0].sizeGib",
      "dataVolumes[1].deviceName",
    ]);
  });
});
