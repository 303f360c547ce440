import { contract } from "../../testing/kafka/contract.js";
import { kafkajsAdapter } from "./index.js";

contract("the adapter of kafkajs", kafkajsAdapter);
