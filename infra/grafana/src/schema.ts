// Grafana's own types of what it loads, those of 11 and those of 13 at once: what compiles here is known to both.

import type * as Stat13 from "@grafana/schema/dist/esm/raw/composable/stat/panelcfg/x/StatPanelCfg_types.gen";
import type * as Timeline13 from "@grafana/schema/dist/esm/raw/composable/statetimeline/panelcfg/x/StateTimelinePanelCfg_types.gen";
import type * as Table13 from "@grafana/schema/dist/esm/raw/composable/table/panelcfg/x/TablePanelCfg_types.gen";
import type * as Series13 from "@grafana/schema/dist/esm/raw/composable/timeseries/panelcfg/x/TimeSeriesPanelCfg_types.gen";
import type * as Dashboard13 from "@grafana/schema/dist/esm/raw/dashboard/x/Dashboard_types.gen";
import type * as Stat11 from "@grafana/schema-11/dist/esm/raw/composable/stat/panelcfg/x/StatPanelCfg_types.gen.js";
import type * as Timeline11 from "@grafana/schema-11/dist/esm/raw/composable/statetimeline/panelcfg/x/StateTimelinePanelCfg_types.gen.js";
import type * as Table11 from "@grafana/schema-11/dist/esm/raw/composable/table/panelcfg/x/TablePanelCfg_types.gen.js";
import type * as Series11 from "@grafana/schema-11/dist/esm/raw/composable/timeseries/panelcfg/x/TimeSeriesPanelCfg_types.gen.js";
import type * as Dashboard11 from "@grafana/schema-11/dist/esm/raw/dashboard/x/dashboard_types.gen.js";

/** As JSON has it: enumerations by their values, nothing to be written to. */
type Plain<T> = T extends string | number
  ? `${T}` extends `${infer Value extends number}`
    ? Value
    : T extends string
      ? `${T}`
      : T
  : T extends readonly (infer Item)[]
    ? readonly Plain<Item>[]
    : T extends object
      ? { readonly [Key in keyof T]: Plain<T[Key]> }
      : T;
type Both<A, B> = Plain<A> & Plain<B>;

export type Dashboard = Both<Dashboard11.Dashboard, Dashboard13.Dashboard>;
export type Panel = Both<Dashboard11.Panel, Dashboard13.Panel>;
export type RowPanel = Both<Dashboard11.RowPanel, Dashboard13.RowPanel>;
export type FieldConfig = Both<Dashboard11.FieldConfig, Dashboard13.FieldConfig>;
export type Mapping = Both<Dashboard11.ValueMapping, Dashboard13.ValueMapping>;
export type Transformation = Both<Dashboard11.DataTransformerConfig, Dashboard13.DataTransformerConfig>;
export type Variable = Both<Dashboard11.VariableModel, Dashboard13.VariableModel>;
export type DashboardLink = Both<Dashboard11.DashboardLink, Dashboard13.DashboardLink>;

/** What each kind of panel takes: its options, and its part of every field's configuration. */
export interface PanelKinds {
  readonly stat: { readonly options: Both<Stat11.Options, Stat13.Options>; readonly custom: object };
  readonly timeseries: {
    readonly options: Both<Series11.Options, Series13.Options>;
    readonly custom: Both<Series11.FieldConfig, Series13.FieldConfig>;
  };
  readonly table: {
    readonly options: Both<Table11.Options, Table13.Options>;
    readonly custom: Partial<Both<Table11.FieldConfig, Table13.FieldConfig>>;
  };
  readonly "state-timeline": {
    readonly options: Both<Timeline11.Options, Timeline13.Options>;
    readonly custom: Both<Timeline11.FieldConfig, Timeline13.FieldConfig>;
  };
}
