import { graphOf, UnreadableInputError } from "../../terraform/document";

/** Reads JSON, and everything in it that a rule may look at. */
export function readAll(json: unknown): "read" | "refused" {
  try {
    const graph = graphOf(json, "hostile");
    for (const type of ["aws_lb", "aws_route53_record", "aws_eip", "data.aws_subnet"])
      for (const resource of graph.all(type))
        for (const name of ["name", "records", "tags", "subnet_mapping", "__proto__", "alias"]) {
          resource.text(name);
          resource.number(name);
          resource.texts(name);
          resource.entries(name);
          resource.links(name, "aws_eip");
          resource.blocks(name).forEach((block) => block.link("subnet_id", "aws_subnet"));
          resource.written(name);
        }
    return "read";
  } catch (error) {
    if (error instanceof UnreadableInputError) return "refused";
    throw error;
  }
}
