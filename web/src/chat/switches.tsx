// How the next prompt is asked: the mode, and whether a preview comes first.
import type { Mode } from "../server/chat";
import type { PreviewSwitch } from "../sessions/record";

export const MODES: readonly Mode[] = ["eco", "balanced", "performance"];
export const PREVIEWS: readonly PreviewSwitch[] = ["auto", "always", "never"];

interface SwitchProps<T extends string> {
  name: string;
  testId: string;
  values: readonly T[];
  words: Record<T, string>;
  value: T;
  means: string;
  isDisabled?: boolean;
  onChange: (value: T) => void;
}

export function Switch<T extends string>(props: SwitchProps<T>) {
  const { name, testId, values, words, value, means, isDisabled, onChange } = props;
  return (
    <label class="switch" title={means}>
      <span>{name}</span>
      <select
        data-testid={testId}
        value={value}
        disabled={isDisabled}
        onChange={(event) => onChange(values.find((one) => one === event.currentTarget.value) ?? value)}
      >
        {values.map((one) => (
          <option key={one} value={one}>
            {words[one]}
          </option>
        ))}
      </select>
    </label>
  );
}

export const MODE_WORDS: Record<Mode, string> = {
  eco: "Eco",
  balanced: "Balanced",
  performance: "Performance",
};
export const PREVIEW_WORDS: Record<PreviewSwitch, string> = {
  auto: "Auto",
  always: "Always",
  never: "Never",
};
