import { once } from "node:events";
import * as fs from "node:fs";
import * as http2 from "node:http2";
import * as net from "node:net";
import { buffer } from "node:stream/consumers";
import { BinaryReader } from "@bufbuild/protobuf/wire";
import { memoryOf, replaceFile } from "../support/own-folder";

/** The services whose resources and data sources the tests have: of the others Terraform learns nothing. */
const IN_USE =
  /^aws_(acm|acmpca|alb|availability_zone|caller_identity|cloudwatch|default|ec2|eip|iam|instance|internet_gateway|key_pair|lb|nat_gateway|network|partition|region|route|route53|route_table|s3|security_group|sns|subnet|vpc)(s$|_|$)/;

const GET_SCHEMA = "/tfplugin5.Provider/GetSchema";

/** The maps from names to schemas in the answer to it: resources, data sources and ephemeral resources. */
const MAPS_OF_SCHEMAS: ReadonlySet<number> = new Set([2, 3, 8]);

/** A gateway to a provider, until `close`. */
export interface ProviderGateway {
  /** Where it listens. */
  readonly address: { readonly Network: "tcp"; readonly String: string };
  close(): void;
}

/**
 * Stands between Terraform and the AWS provider. It passes all calls on as they are; from the schemas of the 1,500 types of
 * resources, which every Terraform command reads whole and which take it longer than its work, it leaves out those of services
 * that no test has.
 *
 * @param socket the Unix socket of the provider
 * @param program the provider's own file, by which its schemas are remembered
 */
export async function openGateway(socket: string, program: string): Promise<ProviderGateway> {
  const provider = http2.connect("http://provider", { createConnection: () => net.connect(socket) });
  const schemas = await schemasInUse(provider, program);
  const server = http2.createServer();
  const sessions = new Set<http2.ServerHttp2Session>();
  server.on("session", (session) => {
    sessions.add(session);
    session.on("close", () => sessions.delete(session));
  });
  server.on("stream", (call, headers) => {
    if (headers[":path"] === GET_SCHEMA) answer(call, schemas);
    else passOn(call, headers, provider);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as net.AddressInfo;
  return {
    address: { Network: "tcp", String: `127.0.0.1:${port}` },
    close: () => {
      for (const session of sessions) session.destroy();
      provider.destroy();
      server.close();
    },
  };
}

/** The answer with the schemas in use alone. The provider takes longer to give it than to start, so it is asked once. */
async function schemasInUse(provider: http2.ClientHttp2Session, program: string): Promise<Uint8Array> {
  const memory = memoryOf("schemas", `${program} ${IN_USE.source}`);
  if (fs.existsSync(memory)) return fs.readFileSync(memory);
  const schemas = trimmed(await answerTo(provider, GET_SCHEMA));
  replaceFile(memory, schemas);
  return schemas;
}

/** Sends a gRPC call without arguments; resolves with the message that comes back, and rejects where there is none. */
async function answerTo(provider: http2.ClientHttp2Session, path: string): Promise<Uint8Array> {
  const call = provider.request({
    ":method": "POST",
    ":path": path,
    "content-type": "application/grpc",
    te: "trailers",
  });
  call.end(framed(new Uint8Array()));
  const received = await buffer(call);
  if (received.length <= FRAME) throw new Error(`the AWS provider does not answer ${path}`);
  return received.subarray(FRAME);
}

function answer(call: http2.ServerHttp2Stream, message: Uint8Array): void {
  call.respond({ ":status": 200, "content-type": "application/grpc" }, { waitForTrailers: true });
  call.on("wantTrailers", () => {
    call.sendTrailers({ "grpc-status": "0" });
  });
  call.end(framed(message));
}

function passOn(
  call: http2.ServerHttp2Stream,
  headers: http2.IncomingHttpHeaders,
  provider: http2.ClientHttp2Session,
): void {
  const onward = provider.request({ ...headers, ":authority": "provider" });
  let trailers: http2.IncomingHttpHeaders = {};
  call.pipe(onward);
  call.on("close", () => onward.destroy()).on("error", () => onward.destroy());
  onward.on("error", () => call.destroy());
  onward.on("trailers", (received: http2.IncomingHttpHeaders) => {
    trailers = received;
  });
  onward.on("response", (response, flags) => {
    const over = (flags & http2.constants.NGHTTP2_FLAG_END_STREAM) !== 0;
    call.respond(response, { waitForTrailers: !over, endStream: over });
    call.on("wantTrailers", () => {
      call.sendTrailers(trailers);
    });
    if (!over) onward.pipe(call);
  });
}

/** The bytes before a gRPC message: whether it is compressed, and its length. */
const FRAME = 5;

function framed(message: Uint8Array): Buffer {
  const frame = Buffer.alloc(FRAME);
  frame.writeUInt32BE(message.length, 1);
  return Buffer.concat([frame, message]);
}

/** Leaves out the schemas that are not in use. */
function trimmed(schemas: Uint8Array): Uint8Array {
  const reader = new BinaryReader(schemas);
  const kept: Uint8Array[] = [];
  while (reader.pos < reader.len) {
    const start = reader.pos;
    const [field, type] = reader.tag();
    if (MAPS_OF_SCHEMAS.has(field)) {
      if (!IN_USE.test(keyOf(reader.bytes()))) continue;
    } else reader.skip(type, field);
    kept.push(schemas.subarray(start, reader.pos));
  }
  return Buffer.concat(kept);
}

/** The key of a map's entry, which is its first field. */
function keyOf(entry: Uint8Array): string {
  const reader = new BinaryReader(entry);
  reader.tag();
  return reader.string();
}
