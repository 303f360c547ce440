/** The case that the row is of, in the console: the row must have `kind` and `subject`. */
export const casePage = `\${console}/#/case/\${__data.fields.kind}/\${__data.fields.subject:percentencode}?ledger=\${ledger:percentencode}`;

/** The dashboard of the unit that the row is of. */
export const unitPage = `/d/anshi-unit?var-ledger=\${ledger:percentencode}&var-unit=\${__data.fields.unit:percentencode}`;

/** The figures of the publication that the row is of, on the time machine. */
export const publicationPage = `/d/anshi-time-machine?var-ledger=\${ledger:percentencode}&var-publication=\${__data.fields.publication:percentencode}&viewPanel=24`;
