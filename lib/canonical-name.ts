import { Fn, Token } from "cdktf";
import { isResolved } from "./tokens";

/*
 * AWS stores domain names in lower case. A certificate's name in another case would be replaced at every deployment, and
 * each new certificate would have to be installed by hand.
 */

/** A domain name as AWS stores it; a token, which may have capitals, is left to the provider. */
export const canonicalName = (name: string): string =>
  isResolved(name) ? name.toLowerCase().replace(/\.$/, "") : name;

/** A domain name as ACM stores it; a token is put into lower case by Terraform. */
export const certificateName = (name: string): string =>
  isResolved(name) ? canonicalName(name) : Token.asString(Fn.lower(name));
