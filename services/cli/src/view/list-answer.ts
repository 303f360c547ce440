/** A clock of `GET /v1/cases`, what the table shows of it. */
export interface ListRow {
  readonly kind: string;
  readonly subject: string;
  readonly clock: string;
  readonly unit: string;
  readonly online: boolean | null;
  readonly state: string;
  readonly start: string;
  readonly due: string | null;
  readonly closed: string | null;
  readonly closedBy: string | null;
  readonly provisional: boolean;
  readonly disordered: boolean;
  readonly lateExtension: boolean;
  readonly suspendedSince?: string | null;
}

/** A parked case: it cannot be assessed. */
export interface ParkedRow {
  readonly kind: string;
  readonly subject: string;
  readonly since: string;
  readonly reason: string;
}

/** A unit of `GET /v1/units`. */
export interface UnitRow {
  readonly id: string;
  readonly name: string | null;
  readonly parent: string | null;
  readonly regionCode: string | null;
}
