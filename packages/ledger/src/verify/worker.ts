import { serve } from "../crew/thread.js";
import { checking } from "./checking.js";

await serve(checking);
