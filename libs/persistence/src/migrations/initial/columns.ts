export const ID = 'text COLLATE "C"';
export const NOW = 'timestamptz NOT NULL DEFAULT now()';
