import * as path from "node:path";
import { programArguments } from "../support/program";
import { describeWith } from "../support/requires";
import { TerraformFolder, terraformEnv } from "../terraform/terraform";
import { cdktf } from "./deploy";
import { startWorkplace, type Workplace } from "./workplace";

const APP = "test/emulator/existing-app.ts";
const STACK = "sems-existing";

describeWith({ terraform: true, emulator: true })(
  "Servers on EC2, existing certificates, an existing address, restricted clients",
  () => {
    let place: Workplace;

    beforeAll(async () => {
      place = await startWorkplace();
    });

    afterAll(() => place.leave());

    test("a deploy leaves nothing to do, and uses what was brought along", async () => {
      const env = {
        ...terraformEnv(),
        ...place.emulator.env,
        CDKTF_OUTDIR: path.join(place.folder, "cdktf.out"),
      };
      expect(await cdktf(place.folder, programArguments(APP), ["deploy", STACK, "--auto-approve"], env)).toBe(
        0,
      );

      const stack = new TerraformFolder(
        path.join(place.folder, "cdktf.out", "stacks", STACK),
        place.emulator.env,
      );
      expect(await stack.changes()).toEqual([]);
      const resources = (await stack.state()).values?.root_module.resources ?? [];
      const values = (start: string) => resources.find(({ address }) => address.startsWith(start))?.values;
      const brought = values("aws_eip.Address");
      expect(values("aws_route53_record.Keys_ClientAccess_clients_Records_Tier1_Primary")).toMatchObject({
        records: [brought?.["public_ip"]],
      });
      expect(JSON.stringify(values("aws_lb.")?.["subnet_mapping"])).toContain(brought?.["allocation_id"]);
      const groupOf = (name: string) => values(`aws_security_group.Keys_${name}`)?.["id"];
      expect(values("aws_network_interface.Server1_Interface2")?.["security_groups"]).toEqual([
        groupOf("ClientAccess_clients_SecurityGroups_Interface2"),
      ]);
      expect(values("aws_network_interface.Server1_Interface1")?.["security_groups"]).toEqual([
        groupOf("Replication_SecurityGroup"),
      ]);
      const checkers = values(
        "aws_vpc_security_group_ingress_rule.Keys_ClientAccess_clients_SecurityGroups_HealthCheckers",
      );
      expect(checkers?.["prefix_list_id"]).toMatch(/^pl-/);
    });
  },
);
