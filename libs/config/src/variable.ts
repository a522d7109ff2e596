/** What is known about one environment variable, for loading it and for documenting it. */
export interface VariableDescription {
  /** The name in the environment, e.g. `ROLLCALL_DATA_DIR`. */
  name: string;
  /** The field of `Environment` that carries it. */
  field: string;
  /** What a valid value looks like; completes the sentence "PORT must be …". Never contains the value. */
  must: string;
  /** One sentence for people who operate Rollcall. */
  about: string;
  /** The text used when the variable is unset or empty; read like any other value. */
  fallback?: string;
  /** Shown in the documentation instead of `fallback` when the default is not a constant. */
  fallbackText?: string;
  /** Turns the text into the field's value. Never throws: what it cannot read, the field's validators refuse. */
  read: (text: string) => unknown;
}

const descriptions: VariableDescription[] = [];

/** Binds a field of `Environment` to a variable. The class-validator decorators beside it decide what is valid. */
export function Variable(description: Omit<VariableDescription, 'field'>): PropertyDecorator {
  return (_target, field) => {
    descriptions.push({ ...description, field: String(field) });
  };
}

/** Every variable, in the order of the class, which is the order of the documentation. */
export function describeVariables(): readonly VariableDescription[] {
  return descriptions;
}
