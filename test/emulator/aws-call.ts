/** An answer of the emulated AWS: its text, and the code of the error where it refused. */
export interface Answer {
  readonly text: string;
  readonly refusal: string | undefined;
}

const REGION = "us-east-1";

const authorization = (service: string): string =>
  `AWS4-HMAC-SHA256 Credential=emulator/20260101/${REGION}/${service}/aws4_request, SignedHeaders=host, Signature=0`;

async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text();
  if (response.ok) return { text, refusal: undefined };
  const found = /<Code>(.*?)<\/Code>/.exec(text)?.[1] ?? /"__type": ?"([^"]*)"/.exec(text)?.[1];
  return { text, refusal: found ?? String(response.status) };
}

/** A call of a query API (EC2, Elastic Load Balancing), which the emulator takes without a signature. */
export async function query(
  endpoint: string,
  service: "ec2" | "elasticloadbalancing",
  action: string,
  parameters: Readonly<Record<string, string>>,
): Promise<Answer> {
  const version = service === "ec2" ? "2016-11-15" : "2015-12-01";
  const response = await fetch(endpoint, {
    method: "POST",
    headers: {
      "Content-Type": "application/x-www-form-urlencoded",
      Authorization: authorization(service),
    },
    body: new URLSearchParams({ Action: action, Version: version, ...parameters }),
  });
  return answerOf(response);
}

/** A call of Route 53's API, with a body of XML. */
export async function route53(endpoint: string, path: string, body?: string): Promise<Answer> {
  const response = await fetch(`${endpoint}/2013-04-01/${path}`, {
    method: body === undefined ? "GET" : "POST",
    headers: { "Content-Type": "application/xml", Authorization: authorization("route53") },
    ...(body === undefined ? {} : { body }),
  });
  return answerOf(response);
}

/** A call of ACM's API. */
export async function acm(endpoint: string, action: string, parameters: object): Promise<Answer> {
  const response = await fetch(endpoint, {
    method: "POST",
    headers: {
      "Content-Type": "application/x-amz-json-1.1",
      "X-Amz-Target": `CertificateManager.${action}`,
      Authorization: authorization("acm"),
    },
    body: JSON.stringify(parameters),
  });
  return answerOf(response);
}

/** The text of an element or a JSON string of an answer. */
export function valueIn({ text }: Answer, name: string): string {
  const found =
    new RegExp(`<${name}>([^<]*)</${name}>`).exec(text)?.[1] ??
    new RegExp(`"${name}": ?"([^"]*)"`).exec(text)?.[1];
  if (found === undefined) throw new Error(`no ${name} in ${text}`);
  return found;
}
