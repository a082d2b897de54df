// One of a few, as a row of buttons that behave as radio buttons do.
interface ChoiceProps<Name extends string> {
  label: string;
  names: readonly { name: Name; words: string }[];
  chosen: Name;
  choose: (name: Name) => void;
}

export function Choice<Name extends string>({ label, names, chosen, choose }: ChoiceProps<Name>) {
  return (
    <fieldset class="choice">
      <legend class="hidden">{label}</legend>
      {names.map(({ name, words }) => (
        <label key={name} class={name === chosen ? "chosen" : undefined}>
          <input type="radio" name={label} checked={name === chosen} onChange={() => choose(name)} />
          {words}
        </label>
      ))}
    </fieldset>
  );
}
