import { producerContract } from "../../testing/kafka/producer-contract.js";
import { kafkajsAdapter } from "./index.js";

producerContract("the producer of kafkajs", kafkajsAdapter);
