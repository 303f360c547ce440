export { connectionTo, fresh, freshTopic, type Keeper, keeper, Memory, silent, until } from "./keeper.js";
