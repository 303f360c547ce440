import { eventSchemas } from "@anshi/domain";
import { channels, operations } from "./channels.js";
import { eventMessages, headerTraits } from "./event-messages.js";
import type { Json } from "./json.js";
import { rejectionMessage } from "./rejection-message.js";
import { sealMessage } from "./seal-message.js";
import { securitySchemes, servers } from "./servers.js";

/** AsyncAPI 3.0 of what is taken from Kafka and told to it; the events come from the schemas that decode them. */
export function asyncApi(): Json {
  return {
    asyncapi: "3.0.0",
    info: {
      title: "Anshi",
      version: "1",
      description:
        "Facts of market supervision in, as CloudEvents 1.0 in structured or binary content mode; what was refused and the ledger's seals out. See docs/integrating.md.",
      license: { name: "Apache-2.0", url: "https://www.apache.org/licenses/LICENSE-2.0" },
    },
    defaultContentType: "application/cloudevents+json",
    servers,
    channels: channels(),
    operations,
    components: {
      securitySchemes,
      messageTraits: headerTraits,
      messages: { ...eventMessages(), rejection: rejectionMessage, seal: sealMessage },
      schemas: eventSchemas(),
    },
  };
}
