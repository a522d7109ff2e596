import { MappingEditor } from './mapping-editor';

export const MappingPage = () => <MappingEditor />;
