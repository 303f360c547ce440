/** A bureau of the demonstration: real names of Yancheng's districts and counties, invented diligence. */
export interface DemoUnit {
  readonly id: string;
  readonly name: string;
  readonly parent?: string;
  readonly regionCode?: string;
  /** How long its work takes, against the others. */
  readonly pace: number;
  readonly share: number;
}

const county = (id: string, name: string, share: number, pace = 1): DemoUnit => ({
  id,
  name,
  parent: "320900",
  regionCode: id,
  share,
  pace,
});

/** Where cases go. */
export const demoUnits: readonly [DemoUnit, ...DemoUnit[]] = [
  county("320902", "亭湖区", 0.16),
  county("320903", "盐都区", 0.14, 0.9),
  county("320904", "大丰区", 0.1),
  county("320921", "响水县", 0.06, 1.7),
  county("320922", "滨海县", 0.08),
  county("320923", "阜宁县", 0.08, 0.85),
  county("320924", "射阳县", 0.08, 1.35),
  county("320925", "建湖县", 0.08),
  county("320981", "东台市", 0.1, 0.8),
  county("320971", "盐城经济技术开发区", 0.07),
  { id: "320903-yn", name: "盐南高新区", parent: "320900", share: 0.05, pace: 1.1 },
];

/** The city above them. */
export const demoCity = { id: "320900", name: "盐城市", regionCode: "320900" };
