export const ENTITIES: (new () => object)[] = [];
