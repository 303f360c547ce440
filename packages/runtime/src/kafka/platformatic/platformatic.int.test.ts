import { contract } from "../../testing/kafka/contract.js";
import { platformaticAdapter } from "./index.js";

contract("the adapter of @platformatic/kafka", platformaticAdapter);
