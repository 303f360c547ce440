import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app.js";
import { language } from "./language/language.js";
import "./theme/theme.css";

document.documentElement.lang = language() === "zh" ? "zh-CN" : "en";
const root = document.getElementById("root");
if (root !== null)
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
