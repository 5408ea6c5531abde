// The sliders of a work's parameters, where it has any: turned live, and kept with the draft.
import { changedValues, fitValue, fitValues, parseParameters, readHex, writeHex, type Parameter, type ParameterValue, type ParameterValues } from "@fractafrag/runtime";
import { button, icon, make } from "./elements";
import type { Work } from "./work";

export class Parameters {
  readonly element = make("div", "parameters");
  private parameters: Parameter[] = [];
  private values: ParameterValues = {};
  private first: ParameterValues = {};

  constructor(private readonly turned: (values: ParameterValues) => void) {
    this.element.setAttribute("role", "group");
    this.element.setAttribute("aria-label", "Parameters");
  }

  /** What differs from the defaults: what a draft keeps. */
  get changed(): ParameterValues {
    return changedValues(this.parameters, this.values);
  }

  show({ passes, parameters }: Work): void {
    this.parameters = parseParameters(passes);
    this.first = fitValues(this.parameters, parameters);
    this.take(this.first);
  }

  private take(values: ParameterValues): void {
    this.values = values;
    this.element.hidden = this.parameters.length === 0;
    const reset = button("Reset all", "icon", () => this.take({ ...this.first }), icon("restart", 15));
    this.element.replaceChildren(...this.parameters.map((parameter) => this.row(parameter)), reset);
    this.turned(values);
  }

  private set(parameter: Parameter, value: unknown): void {
    this.values = { ...this.values, [parameter.name]: fitValue(parameter, value) };
    this.turned(this.values);
  }

  private row(parameter: Parameter): HTMLElement {
    return make("label", "parameter", make("span", "label", parameter.label), this.control(parameter, this.values[parameter.name] ?? parameter.default));
  }

  private control(parameter: Parameter, value: ParameterValue): HTMLElement {
    const { type, label } = parameter;
    if (type === "choice") return this.choice(parameter, value as number);
    if (type === "colour") {
      const colour = value as number[];
      return input("color", label, `#${writeHex(colour.slice(0, 3))}`, (field) => this.set(parameter, [...(readHex(field.value.slice(1)) ?? []), ...colour.slice(3)]));
    }
    if (type === "bool") {
      const box = input("checkbox", label, "", (field) => this.set(parameter, field.checked));
      box.checked = value === true;
      return box;
    }
    if (type === "point") {
      const now = [...(value as number[])];
      const axis = (index: number): HTMLInputElement => this.slider(parameter, now[index] ?? 0, `${label}, ${"xy"[index] ?? ""}`, (next) => ((now[index] = next), this.set(parameter, [...now])));
      return make("span", "pair", axis(0), axis(1));
    }
    return this.slider(parameter, value as number, label, (next) => this.set(parameter, next));
  }

  private slider({ type, range }: Parameter, value: number, label: string, act: (value: number) => void): HTMLInputElement {
    const [least = 0, most = 1, step] = range ?? [];
    const field = input("range", label, "", (one) => act(one.valueAsNumber));
    Object.assign(field, { min: String(least), max: String(most), step: String(step ?? (type === "int" ? 1 : (most - least) / 200)) });
    field.value = String(value);
    return field;
  }

  private choice(parameter: Parameter, value: number): HTMLSelectElement {
    const field = make("select", "", ...(parameter.choices ?? []).map((one) => Object.assign(make("option", "", one.label), { value: String(one.value) })));
    field.value = String(value);
    field.setAttribute("aria-label", parameter.label);
    field.addEventListener("change", () => this.set(parameter, Number(field.value)));
    return field;
  }
}

function input(type: string, label: string, value: string, act: (field: HTMLInputElement) => void): HTMLInputElement {
  const field = make("input", type);
  field.type = type;
  if (value !== "") field.value = value;
  field.setAttribute("aria-label", label);
  field.addEventListener("input", () => act(field));
  return field;
}
