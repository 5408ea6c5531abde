// Values by chance, each within its parameter's range.
import { fitValue, type Parameter, type ParameterValue, type ParameterValues } from "@fractafrag/runtime";

/** A value for every parameter; `roll` gives numbers of 0…1, 1 excluded. A colour keeps its opacity. */
export function randomValues(parameters: readonly Parameter[], values: Readonly<ParameterValues>, roll: () => number = Math.random): ParameterValues {
  const one = (parameter: Parameter): ParameterValue => {
    const { type, range: [least = 0, most = 1, step] = [], choices = [], default: usual } = parameter;
    const within = () => {
      const value = least + roll() * (most - least);
      return step ? least + Math.round((value - least) / step) * step : value;
    };
    if (type === "bool") return roll() < 0.5;
    if (type === "choice") return choices[Math.floor(roll() * choices.length)]?.value ?? usual;
    if (type === "colour") return [roll(), roll(), roll(), ...((values[parameter.name] ?? usual) as number[]).slice(3)];
    return type === "point" ? [within(), within()] : within();
  };
  return Object.fromEntries(parameters.map((parameter) => [parameter.name, fitValue(parameter, one(parameter))]));
}
