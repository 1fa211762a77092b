import { documentOf, findingsIn, reviewOfCase, rowsOf } from "../support/case";
import { reviewOf } from "../support/review";

test("a last resort on CloudFront answers from elsewhere, and no check is asked for that Route 53 cannot make", () => {
  const review = reviewOfCase("cf-secondary");

  expect(rowsOf(review)).toEqual([
    "nothing down -> 10.0.1.10",
    "10.0.1.10 -> elsewhere: aws_cloudfront_distribution.sorry.domain_name",
    "zone us-east-1a -> elsewhere: aws_cloudfront_distribution.sorry.domain_name",
  ]);
  // The load balancer's group has no outbound rule, which has nothing to do with the last resort.
  expect(findingsIn(review)).toEqual(["warning AWS-SEC-3 aws_security_group.n"]);
});

test.each(["data-lb", "split-dns-stack"])(
  "%s: a failover name of load balancers elsewhere is not passed over",
  (name) => {
    expect(findingsIn(reviewOfCase(name))).toEqual(
      expect.arrayContaining([
        "warning REVIEW-1 aws_route53_record.primary",
        "warning REVIEW-1 aws_route53_record.secondary",
      ]),
    );
  },
);

test("what can be judged of such a name is judged", () => {
  const json = JSON.stringify(documentOf("split-dns-stack")).replace(
    '"evaluate_target_health":true',
    '"evaluate_target_health":false',
  );

  expect(findingsIn(reviewOf(JSON.parse(json)))).toContain("error SEMS-DNS-1 aws_route53_record.primary");
});

test("so is a name that routes to what a module makes", () => {
  const json = JSON.stringify(documentOf("data-lb")).replaceAll("data.aws_lb.a", "module.network");

  expect(findingsIn(reviewOf(JSON.parse(json)))).toContain("warning REVIEW-1 aws_route53_record.primary");
});

test("a failover pair of Application Load Balancers in another stack is none of this review's business", () => {
  const json = JSON.stringify(documentOf("split-dns-stack")).replaceAll(
    /\.elb\.([a-z0-9-]+)\.amazonaws/g,
    ".$1.elb.amazonaws",
  );

  expect(findingsIn(reviewOf(JSON.parse(json)))).toEqual([]);
});
