import { eventSchemas, measures, rejectionCodes } from "@anshi/domain";

/** OpenAPI 3.1 of the HTTP service; the events come from the schemas that decode them. */
export function openApi(): object {
  return document;
}

const json = (schema: object) => ({ "application/json": { schema } });
const text = { type: "string" };
const integer = { type: "integer" };
const nullable = (type: string) => ({ type: [type, "null"] });
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const query = (name: string, description: string, schema: object = text) => ({
  name,
  in: "query",
  required: false,
  description,
  schema,
});
const inPath = (name: string) => ({ name, in: "path", required: true, schema: text });
const problem = {
  description: "Problem details (RFC 9457)",
  content: { "application/problem+json": { schema: ref("Problem") } },
};
const answers = (schema: object, description: string) => ({
  "200": { description, content: json(schema) },
  "4XX": problem,
  "5XX": problem,
});
const page = (item: object) => ({
  type: "object",
  required: ["items", "next"],
  properties: { items: { type: "array", items: item }, next: nullable("string") },
});

const ledger = query("ledger", "The ledger; default: the server's");
const asOf = query("asOf", "Instant T as of which is answered; default: now");
const knownAt = query(
  "knownAt",
  "Position P, or an instant for the last position recorded by then; default: the head",
);
const limit = query("limit", "Items a page holds", { type: "integer", minimum: 1, maximum: 1000 });
const cursor = query("cursor", "`next` of the page before");

const schemas = eventSchemas();
const events = { oneOf: Object.keys(schemas).map(ref) };

const measureRow = {
  type: "object",
  required: [
    "measure",
    "unit",
    "kept",
    "late",
    "overdue",
    "pending",
    "void",
    "counted",
    "rate",
    "threshold",
    "met",
    "alert",
  ],
  properties: {
    measure: { enum: measures.map(({ id }) => id) },
    unit: text,
    unitName: nullable("string"),
    cohort: { enum: ["settled", "received", "closed"] },
    ...Object.fromEntries(
      ["kept", "late", "overdue", "pending", "void", "counted", "unclassified", "provisional", "parked"].map(
        (name) => [name, integer],
      ),
    ),
    rate: { type: ["number", "null"], minimum: 0, maximum: 1 },
    rateText: nullable("string"),
    threshold: nullable("number"),
    operator: { enum: [">=", null] },
    met: nullable("boolean"),
    alert: nullable("boolean"),
    earned: nullable("boolean"),
    smallSample: { type: "boolean" },
    lateBudget: nullable("integer"),
    numerator: integer,
    denominator: integer,
    sum: integer,
    count: integer,
  },
};

const rejection = {
  type: "object",
  required: ["code", "message", "path", "faults"],
  properties: {
    code: { enum: rejectionCodes },
    message: text,
    path: text,
    faults: {
      type: "array",
      items: { type: "object", properties: { code: { enum: rejectionCodes }, message: text, path: text } },
    },
  },
};

const document = {
  openapi: "3.1.0",
  info: {
    title: "Anshi",
    version: "1",
    description: "Statutory deadlines of online-market supervision: events in, trustworthy rates out.",
    license: { name: "Apache-2.0", identifier: "Apache-2.0" },
  },
  security: [{ bearer: [] }],
  paths: {
    "/v1/events": {
      post: {
        summary: "Takes CloudEvents in; what is valid is in the ledger when this answers",
        parameters: [ledger],
        requestBody: {
          required: true,
          content: {
            "application/cloudevents+json": { schema: events },
            "application/cloudevents-batch+json": { schema: { type: "array", items: events } },
            "application/json": {
              schema: {},
              description: "binary mode: data, with the attributes in ce- headers",
            },
          },
        },
        responses: answers(ref("IntakeAnswer"), "What became of each message"),
      },
    },
    "/v1/board": {
      get: {
        summary: "Every measure by unit, as of T, as known at P",
        parameters: [
          ledger,
          query("unit", "One unit with all below it; default: every unit"),
          query("measure", "One measure", { enum: measures.map(({ id }) => id) }),
          asOf,
          knownAt,
          query("from", "First local date of the window", { type: "string", format: "date" }),
          query("to", "Last local date of the window", { type: "string", format: "date" }),
          query("cohort", "Which clocks a window takes", { enum: ["settled", "received", "closed"] }),
        ],
        responses: answers(ref("Board"), "The board"),
      },
    },
    "/v1/cases": {
      get: {
        summary: "Clocks in a state, those that lapse first first",
        parameters: [
          ledger,
          query("state", "State at T", {
            enum: [
              "pending",
              "near-due",
              "overdue",
              "ended",
              "late",
              "kept",
              "void",
              "unclassified",
              "parked",
            ],
          }),
          query("unit", "One unit with all below it"),
          query("clock", "One kind of clock"),
          query("within", "near-due: working days", integer),
          asOf,
          knownAt,
          limit,
          cursor,
        ],
        responses: answers(page({ type: "object" }), "A page of clocks"),
      },
    },
    "/v1/cases/{kind}/{subject}": {
      get: {
        summary: "Facts in both times, clocks, and how each due comes about",
        parameters: [inPath("kind"), inPath("subject"), ledger, asOf, knownAt],
        responses: answers({ type: "object" }, "The case"),
      },
    },
    "/v1/rejections": {
      get: {
        summary: "Messages refused and why; never their bytes",
        parameters: [ledger, limit, cursor],
        responses: answers(page(rejection), "A page of rejections"),
      },
    },
    "/v1/ledgers/{ledger}": {
      get: {
        summary: "The head of a ledger",
        parameters: [inPath("ledger")],
        responses: answers({ type: "object" }, "The head"),
      },
    },
    "/v1/ledgers/{ledger}/events": {
      get: {
        summary: "Events as stored, after a position",
        parameters: [inPath("ledger"), query("after", "Position"), limit],
        responses: answers(page({ type: "object" }), "A page of events"),
      },
    },
    "/healthz": {
      get: { summary: "The process lives", security: [], responses: { "200": { description: "yes" } } },
    },
    "/readyz": {
      get: {
        summary: "The service can serve, and the board follows the ledger",
        security: [],
        responses: { "200": { description: "yes" }, "503": { description: "no, and why" } },
      },
    },
  },
  components: {
    securitySchemes: { bearer: { type: "http", scheme: "bearer" } },
    schemas: {
      ...schemas,
      Problem: {
        type: "object",
        required: ["type", "title", "status", "detail", "code"],
        properties: { type: text, title: text, status: integer, detail: text, instance: text, code: text },
      },
      Rejection: rejection,
      IntakeAnswer: {
        type: "object",
        required: ["ledger", "accepted", "duplicates", "position", "rejected"],
        properties: {
          ledger: text,
          accepted: integer,
          duplicates: integer,
          position: { type: "string", pattern: "^\\d+$" },
          rejected: {
            type: "array",
            items: {
              allOf: [{ type: "object", properties: { index: integer, id: nullable("string") } }, rejection],
            },
          },
        },
      },
      Board: {
        type: "object",
        required: ["head", "asOf", "knownAt", "cohort", "ruleSet", "calendar", "measures"],
        properties: {
          head: { type: "object" },
          asOf: text,
          knownAt: { type: "object" },
          cohort: { enum: ["settled", "received", "closed"] },
          ruleSet: text,
          calendar: { type: "array", items: text },
          measures: { type: "array", items: measureRow },
        },
      },
    },
  },
};
