/** What is counted of one resource, or of several that share a quota. */
export interface Counted {
  readonly address: string;
  /** Such as `inbound IPv4 rules`. */
  readonly what: string;
  readonly count: number;
  readonly quota: number;
  /** How the count comes about. */
  readonly sum?: string;
  readonly error: string;
  readonly instead: string;
  /** Whether AWS never allows more. */
  readonly isFixed?: true;
  /** Whether other resources of the document are counted, too. */
  readonly isShared?: true;
}
