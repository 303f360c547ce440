import type { Units } from "../board/tree.js";
import { boardWords } from "../board/words.js";
import { useWords } from "../language/language.js";

interface Props {
  readonly units: Units;
  readonly value: string | null;
  readonly onChange: (unit: string | null) => void;
}

/** A choice among the units, shown as the tree they are. */
export function UnitChoice({ units, value, onChange }: Props) {
  const words = useWords(boardWords);
  const depthOf = (unit: string): number => {
    const parent = units.parentOf(unit);
    return parent === null ? 0 : 1 + depthOf(parent);
  };
  const others = units.all.filter(({ id }) => id !== units.root);
  const isKnown = value === null || value === units.root || others.some(({ id }) => id === value);
  return (
    <label className="choice">
      <span>{words.unit}</span>
      <select value={value ?? ""} onChange={(event) => onChange(event.target.value || null)}>
        <option value="">{words.everyone}</option>
        {others.map(({ id, name }) => (
          <option key={id} value={id}>
            {"　".repeat(Math.max(0, depthOf(id) - 1))}
            {name ?? id}
          </option>
        ))}
        {!isKnown && <option value={value}>{value}</option>}
      </select>
    </label>
  );
}
