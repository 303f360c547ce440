import { eventSchemas, measures, periodKinds, rejectionCodes } from "@anshi/domain";

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
    "numerator",
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
    comparator: {
      type: ["object", "null"],
      description: "the national figure that is the line",
      properties: { period: text, basis: text },
    },
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

const recordedRejection = {
  allOf: [
    rejection,
    {
      type: "object",
      properties: {
        ...{ number: text, receivedAt: text, door: { enum: ["http", "kafka", "file"] }, origin: text },
        ...{ payloadHash: text, payloadBytes: integer, source: nullable("string"), id: nullable("string") },
        disposal: { enum: ["redriven", "purged", null] },
        disposedAt: nullable("string"),
      },
    },
  ],
};

const change = { type: "object", description: "by integer of the row", additionalProperties: integer };
const changedFigure = {
  type: "object",
  required: ["measure", "unit", "before", "after", "events", "more"],
  properties: {
    ...{ measure: text, unit: text, unitName: nullable("string") },
    before: { oneOf: [measureRow, { type: "null" }] },
    after: { oneOf: [measureRow, { type: "null" }] },
    events: {
      type: "array",
      items: {
        type: "object",
        properties: {
          ...{ position: text, type: text, kind: text, subject: text, occurredAt: text, recordedAt: text },
          cause: {
            enum: [
              ...["new", "late-entry", "correction", "retraction", "classification"],
              ...["calendar", "unit", "comparator", "parked"],
            ],
          },
          change,
        },
      },
    },
    more: { type: ["object", "null"], properties: { events: integer, change } },
  },
};

const period = {
  type: "object",
  required: ["kind", "name", "from", "to"],
  properties: { kind: { enum: periodKinds }, name: text, from: text, to: text },
};

const published = {
  type: "object",
  required: ["id", "position", "publishedAt", "period", "cohort", "asOf", "knownAt", "ruleSet", "calendar"],
  properties: {
    ...{ ledger: text, id: text, position: text, publishedAt: text, period, edition: integer },
    ...{ cohort: { enum: ["settled", "received", "closed"] }, asOf: text, knownAt: { type: "object" } },
    ...{ ruleSet: text, calendar: { type: "array", items: text }, zone: text, smallSample: integer },
  },
};

const hash = { type: "string", pattern: "^[0-9a-f]{64}$" };
const seal = {
  type: "object",
  description: "A signed head of the ledger; docs/audit.md tells how it is verified",
  properties: {
    ...{ format: { const: "anshi-seal-1" }, ledger: text, number: text, position: text, count: text },
    ...{ chainHash: hash, root: hash, sealedAt: text, previous: { ...hash, type: ["string", "null"] } },
    ...{ key: text, nextKey: nullable("string"), signature: text },
    altered: { const: true, description: "only in place of all else: what is stored is no seal any more" },
  },
};
const path = { type: "array", items: hash, description: "RFC 9162" };

const packed = {
  "200": {
    description: "The pack",
    content: { "application/zip": { schema: { type: "string", format: "binary" } } },
  },
  "4XX": problem,
  "5XX": problem,
};

const auditPaths = {
  "/v1/ledgers/{ledger}/seals": {
    get: {
      summary: "The seals of a ledger, the newest first",
      parameters: [inPath("ledger"), limit, cursor],
      responses: answers(page(seal), "A page of seals"),
    },
    post: {
      summary: "Seals the head now: 201; 200 with the last seal when nothing came since",
      parameters: [inPath("ledger")],
      requestBody: {
        required: false,
        content: json({
          type: "object",
          properties: {
            nextKey: { type: "string", description: "announces the public key of the seals to come" },
            keyLost: {
              type: "boolean",
              description: "the key before is lost, so that none announced this one",
            },
          },
        }),
      },
      responses: {
        "201": { description: "Sealed", content: json(seal) },
        ...answers(seal, "Nothing came since this seal"),
      },
    },
  },
  "/v1/ledgers/{ledger}/proof": {
    get: {
      summary: "That an event is in a seal, or that a seal extends an earlier one",
      parameters: [
        inPath("ledger"),
        query("position", "Of the event"),
        query("seal", "Number of the seal it is to be in; default: the last"),
        query("from", "Number of the earlier of two seals"),
        query("to", "Number of the later one; default: the last"),
      ],
      responses: answers(
        {
          oneOf: [
            { type: "object", properties: { position: text, hash, path, seal } },
            { type: "object", properties: { path, from: seal, to: seal } },
          ],
        },
        "The proof",
      ),
    },
  },
  "/v1/cases/{kind}/{subject}/evidence": {
    get: {
      summary: "The evidence pack (证据包) of a case, of what the last seal covers; docs/audit.md",
      parameters: [inPath("kind"), inPath("subject"), ledger, asOf, knownAt],
      responses: packed,
    },
  },
  "/v1/publications/{id}/figures/{figure}/evidence": {
    get: {
      summary: "The evidence pack (证据包) of a published figure: every event it follows from",
      parameters: [inPath("id"), inPath("figure"), ledger],
      responses: packed,
    },
  },
  "/v1/ledgers/{ledger}/verification": {
    get: {
      summary: "Verifies the ledger; server-sent events `progress`, then one `result` (or `failed`)",
      parameters: [inPath("ledger"), query("seal", "A seal that was kept elsewhere, its JSON in base64url")],
      responses: {
        "200": { description: "The events", content: { "text/event-stream": { schema: text } } },
        "4XX": problem,
        "5XX": problem,
      },
    },
  },
};

const publicationPaths = {
  "/v1/publications": {
    get: {
      summary: "Boards that were published, the newest first",
      parameters: [
        ledger,
        query("kind", "One length of period", { enum: periodKinds }),
        query("period", "The editions of one period, such as 2026-10"),
        limit,
        cursor,
      ],
      responses: answers(
        page({ allOf: [published, { type: "object", properties: { figures: integer } }] }),
        "A page of publications",
      ),
    },
    post: {
      summary:
        "Publishes the board of a period that has ended: 201; one that was published stands: 200, unless again",
      parameters: [ledger],
      requestBody: {
        required: true,
        content: json({
          type: "object",
          required: ["period"],
          properties: {
            period: { type: "string", description: "such as 2026-11-20, 2026-10, 2026-Q3 or 2026" },
            cohort: { enum: ["settled", "received", "closed"] },
            again: { type: "boolean", description: "as the next edition of a period that was published" },
          },
        }),
      },
      responses: {
        "201": { description: "Published", content: json(published) },
        ...answers(published, "Published before; it stands"),
      },
    },
  },
  "/v1/publications/{id}": {
    get: {
      summary: "A publication with its figures; a period's name stands for its last edition",
      parameters: [inPath("id"), ledger],
      responses: answers(
        {
          allOf: [
            published,
            {
              type: "object",
              properties: {
                figures: {
                  type: "array",
                  items: {
                    allOf: [
                      measureRow,
                      { type: "object", properties: { figure: text, formula: text, position: text } },
                    ],
                  },
                },
              },
            },
          ],
        },
        "The publication",
      ),
    },
  },
  "/v1/publications/{id}/report": {
    get: {
      summary: "The notice (通报) of a publication; made again later it is the same but for its stamp",
      parameters: [inPath("id"), ledger, query("format", "Default: html", { enum: ["html", "xlsx"] })],
      responses: {
        "200": {
          description: "The notice",
          content: {
            "text/html": { schema: text },
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": { schema: {} },
          },
        },
        "4XX": problem,
        "5XX": problem,
      },
    },
  },
  "/v1/publications/{id}/recompute": {
    get: {
      summary: "Every figure as published and as computed again now",
      parameters: [inPath("id"), ledger],
      responses: answers(
        {
          type: "object",
          required: ["id", "equal", "figures"],
          properties: {
            ...{ id: text, equal: { type: "boolean" } },
            figures: {
              type: "array",
              items: {
                type: "object",
                required: ["figure", "measure", "unit", "published", "recomputed", "equal"],
                properties: {
                  ...{ figure: text, measure: text, unit: text, equal: { type: "boolean" } },
                  published: { oneOf: [measureRow, { type: "null" }] },
                  recomputed: { oneOf: [measureRow, { type: "null" }] },
                },
              },
            },
          },
        },
        "The comparison",
      ),
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
    "/v1/stream": {
      get: {
        summary:
          "The board now, then its rows as events and time change them (server-sent events; Last-Event-ID resumes)",
        parameters: [
          ledger,
          query("unit", "One unit with all below it; default: every unit"),
          query("measure", "One measure", { enum: measures.map(({ id }) => id) }),
          query("from", "First local date of the window", { type: "string", format: "date" }),
          query("to", "Last local date of the window", { type: "string", format: "date" }),
          query("cohort", "Which clocks a window takes", { enum: ["settled", "received", "closed"] }),
        ],
        responses: {
          "200": {
            description: "Events board, change and lapsed",
            content: { "text/event-stream": { schema: text } },
          },
        },
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
              "suspended",
              "unregistered",
              "parked",
            ],
          }),
          query("unit", "One unit with all below it"),
          query("clock", "One kind of clock"),
          query("within", "near-due: working days", integer),
          query("over", "suspended: for at least so many days", integer),
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
    "/v1/diff": {
      get: {
        summary: "Figures that differ between two positions, and the events whose changes add up to it",
        parameters: [
          ledger,
          query("knownAt", "The earlier position, or an instant for the last position recorded by then"),
          query("and", "The later one; default: the head"),
          query("unit", "One unit with all below it; default: every unit"),
          query("measure", "One measure", { enum: measures.map(({ id }) => id) }),
          asOf,
          query("from", "First local date of the window", { type: "string", format: "date" }),
          query("to", "Last local date of the window", { type: "string", format: "date" }),
          query("cohort", "Which clocks a window takes", { enum: ["settled", "received", "closed"] }),
          query("events", "Events named for a figure; the others are added up", {
            ...{ type: "integer", minimum: 1, maximum: 10_000 },
          }),
        ],
        responses: answers(
          {
            type: "object",
            required: ["knownAt", "asOf", "figures", "truncated"],
            properties: {
              ...{
                ledger: text,
                knownAt: { type: "object", properties: { from: text, to: text } },
                asOf: text,
              },
              cohort: { enum: ["settled", "received", "closed"] },
              figures: { type: "array", items: changedFigure },
              truncated: { type: "boolean" },
            },
          },
          "The difference",
        ),
      },
    },
    ...publicationPaths,
    "/v1/rejections": {
      get: {
        summary: "Messages refused and why; never their bytes",
        parameters: [
          ledger,
          query("code", "Only those of this code", { enum: rejectionCodes }),
          query("order", "Default: oldest", { enum: ["oldest", "newest"] }),
          limit,
          cursor,
        ],
        responses: answers(page(recordedRejection), "A page of rejections"),
      },
    },
    "/v1/rejections/{number}": {
      get: {
        summary: "One rejection; for the role admin with the bytes, as base64 and text, while they are kept",
        parameters: [inPath("number"), ledger],
        responses: answers(
          {
            allOf: [
              recordedRejection,
              {
                type: "object",
                properties: {
                  payload: { type: ["object", "null"], properties: { base64: text, text } },
                },
              },
            ],
          },
          "The rejection",
        ),
      },
    },
    "/v1/rejections/{number}/redrive": {
      post: {
        summary: "Sends the kept bytes through the intake once more; 410 when they are erased",
        parameters: [inPath("number"), ledger],
        responses: answers(ref("IntakeAnswer"), "What became of each message"),
      },
    },
    "/v1/rejections/{number}/payload": {
      delete: {
        summary: "Erases the kept bytes for good; 410 when they are erased",
        parameters: [inPath("number"), ledger],
        responses: answers({ type: "object" }, "Erased"),
      },
    },
    "/v1/units": {
      get: {
        summary: "The organisation tree, the root first, each unit after the one above it",
        parameters: [ledger, knownAt],
        responses: answers(
          page({
            type: "object",
            required: ["id", "name", "parent", "regionCode"],
            properties: {
              ...{ id: text, name: nullable("string") },
              ...{ parent: nullable("string"), regionCode: nullable("string") },
            },
          }),
          "The units",
        ),
      },
    },
    "/v1/calendar": {
      get: {
        summary: "Days off and make-up working days of a year; provisional while its notice is not out",
        parameters: [
          ledger,
          query("year", "Default: this year", { type: "integer", minimum: 1900, maximum: 2200 }),
          knownAt,
        ],
        responses: answers(
          {
            type: "object",
            required: ["year", "version", "source", "provisional", "off", "work"],
            properties: {
              ...{ year: integer, version: nullable("string"), provisional: { type: "boolean" } },
              source: { enum: ["built-in", "published", null] },
              off: { type: "array", items: text },
              work: { type: "array", items: text },
            },
          },
          "The year",
        ),
      },
    },
    "/v1/ledgers": {
      get: {
        summary: "The ledgers that hold events, and the default one, with time zone and head",
        responses: answers(
          page({
            type: "object",
            required: ["ledger", "default", "timeZone", "position", "recordedAt"],
            properties: {
              ...{
                ledger: text,
                default: { type: "boolean" },
                timeZone: text,
                invented: { type: "boolean" },
              },
              ...{ position: text, recordedAt: nullable("string") },
            },
          }),
          "The ledgers",
        ),
      },
    },
    "/v1/ledgers/{ledger}": {
      get: {
        summary: "The head of a ledger",
        parameters: [inPath("ledger")],
        responses: answers(
          {
            type: "object",
            properties: {
              ...{ ledger: text, position: text, recordedAt: nullable("string"), chainHash: hash },
              lastSeal: { oneOf: [seal, { type: "null" }] },
            },
          },
          "The head",
        ),
      },
    },
    "/v1/ledgers/{ledger}/events": {
      get: {
        summary: "Events as stored, after a position",
        parameters: [inPath("ledger"), query("after", "Position"), limit],
        responses: answers(page({ type: "object" }), "A page of events"),
      },
    },
    ...auditPaths,
    "/metrics": {
      get: {
        summary: "Metrics in Prometheus' text format (docs/metrics.md)",
        responses: { "200": { description: "the exposition", content: { "text/plain": { schema: text } } } },
      },
    },
    "/runbooks/{name}": {
      get: {
        summary: "What an alert means, and what to do",
        security: [],
        parameters: [inPath("name")],
        responses: { "200": { description: "the page", content: { "text/plain": { schema: text } } } },
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
          rebuilding: {
            type: "boolean",
            description: "built anew, and not yet where the one before it stood: nothing alerts",
          },
          ruleSet: text,
          calendar: { type: "array", items: text },
          measures: { type: "array", items: measureRow },
        },
      },
    },
  },
};
