import { acknowledgementOf, reasonFor } from "../acknowledgements";

const add = acknowledgementOf(["SEMS-LB-1", "AWS-SEC-2"]);

test.each([
  ["SEMS-LB-1=a = b", "SEMS-LB-1", "a = b"],
  ["SEMS-LB-1@aws_lb.x= accepted ", "SEMS-LB-1@aws_lb.x", "accepted"],
  ['SEMS-LB-1@module.m["a=b"].aws_lb.x["c@d"][0]=why', 'SEMS-LB-1@module.m["a=b"].aws_lb.x["c@d"][0]', "why"],
  ["SEMS-LB-1=mail a@b.example=c", "SEMS-LB-1", "mail a@b.example=c"],
])("%s accepts %s", (option, key, reason) => {
  expect([...add(option, new Map())]).toEqual([[key, reason]]);
});

test.each(["SEMS-LB-1", "SEMS-LB-1@=why", "@aws_lb.x=why", "=why", "SEMS-LB-1@aws_lb.x=  "])(
  "%s is refused",
  (option) => {
    expect(() => add(option, new Map())).toThrow(/Expected RULE=REASON or RULE@ADDRESS=REASON/);
  },
);

test("a second reason for the same is refused", () => {
  const one = add("SEMS-LB-1@aws_lb.x=why", new Map());
  expect(() => add("SEMS-LB-1@aws_lb.x=because", one)).toThrow("SEMS-LB-1@aws_lb.x already has a reason.");
  expect(add("SEMS-LB-1=all", one).size).toBe(2);
});

test("the reason for one resource comes before that for all of a rule", () => {
  const accepted = add("SEMS-LB-1=all", add("SEMS-LB-1@aws_lb.x=one", new Map()));
  expect(reasonFor(accepted, "SEMS-LB-1", "aws_lb.x")).toBe("one");
  expect(reasonFor(accepted, "SEMS-LB-1", "aws_lb.y")).toBe("all");
  expect(reasonFor(accepted, "AWS-SEC-2", "aws_lb.x")).toBeNull();
});
