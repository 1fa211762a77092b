import { append } from "../../collections";
import type { Block, Graph, Resource } from "../../terraform/resource-graph";
import type { Text } from "../../terraform/value";

/** What registers targets that the document does not list: their number and their addresses are not known. */
export interface Registrar {
  /** The Auto Scaling group, or the ECS service. */
  readonly resource: Resource;
  /** The subnets that it starts targets in. */
  readonly subnets: readonly { readonly id: Text; readonly resource: Resource | undefined }[];
}

const AUTO_SCALING_GROUP = "aws_autoscaling_group";

/** Arguments by which an attachment names a target group. */
const GROUP_ARGUMENTS: readonly string[] = ["lb_target_group_arn", "alb_target_group_arn"];

/** The registrars of a document, by target group. */
export function registrarsOf(graph: Graph): ReadonlyMap<Resource, readonly Registrar[]> {
  const found = new Map<Resource, Registrar[]>();
  const add = (group: Resource | undefined, registrar: Registrar | undefined): void => {
    if (group === undefined || registrar === undefined) return;
    const isKnown = found.get(group)?.some(({ resource }) => resource === registrar.resource) === true;
    if (!isKnown) append(found, group, registrar);
  };
  for (const own of graph.all(AUTO_SCALING_GROUP)) {
    for (const group of own.links("target_group_arns", "aws_lb_target_group")) add(group, autoScaling(own));
    for (const source of own.blocks("traffic_source")) add(groupOf(source, "identifier"), autoScaling(own));
  }
  for (const attachment of graph.all("aws_autoscaling_attachment")) {
    const own = attachment.link("autoscaling_group_name", AUTO_SCALING_GROUP);
    for (const name of GROUP_ARGUMENTS) add(groupOf(attachment, name), autoScaling(own ?? attachment));
  }
  for (const attachment of graph.all("aws_autoscaling_traffic_source_attachment")) {
    const own = attachment.link("autoscaling_group_name", AUTO_SCALING_GROUP);
    for (const source of attachment.blocks("traffic_source"))
      add(groupOf(source, "identifier"), autoScaling(own ?? attachment));
  }
  for (const service of graph.all("aws_ecs_service")) {
    const subnets = service.blocks("network_configuration").flatMap((block) => subnetsOf(block, "subnets"));
    for (const block of service.blocks("load_balancer"))
      add(groupOf(block, "target_group_arn"), { resource: service, subnets });
  }
  return found;
}

const groupOf = (block: Block, name: string): Resource | undefined =>
  block.has(name) ? block.link(name, "aws_lb_target_group") : undefined;

const autoScaling = (resource: Resource): Registrar => ({
  resource,
  subnets: subnetsOf(resource, "vpc_zone_identifier"),
});

const subnetsOf = (block: Block, name: string): Registrar["subnets"] =>
  block.has(name)
    ? block
        .texts(name)
        .map((id) => ({ id, resource: block.named(id, "aws_subnet") ?? block.named(id, "data.aws_subnet") }))
    : [];
