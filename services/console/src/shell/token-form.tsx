import { type FormEvent, useState } from "react";
import { useWords } from "../language/language.js";
import { setToken } from "../session/token.js";
import { shellWords } from "./words.js";

/** Asks for the token of a service that wants one. */
export function TokenForm({ refused }: { readonly refused: string | undefined }) {
  const words = useWords(shellWords);
  const [value, setValue] = useState("");
  const enter = (event: FormEvent): void => {
    event.preventDefault();
    if (value.trim() !== "") setToken(value.trim());
  };
  return (
    <form className="token" onSubmit={enter}>
      <h1>{words.token}</h1>
      <p>{words.tokenHint}</p>
      {refused !== undefined && <p role="alert">{refused}</p>}
      <label>
        <span>{words.token}</span>
        <input
          type="password"
          autoComplete="off"
          value={value}
          onChange={(event) => setValue(event.target.value)}
          required
        />
      </label>
      <button type="submit" className="primary">
        {words.enter}
      </button>
    </form>
  );
}
