import { serve } from "../crew/thread.js";
import { asking } from "./asking.js";

await serve(asking);
