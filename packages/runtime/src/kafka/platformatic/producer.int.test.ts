import { producerContract } from "../../testing/kafka/producer-contract.js";
import { platformaticAdapter } from "./index.js";

producerContract("the producer of @platformatic/kafka", platformaticAdapter);
