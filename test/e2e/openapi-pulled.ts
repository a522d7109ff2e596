import { expect } from 'vitest';
import { type GoogleEmulator } from '../emulators/google/google-emulator.js';
import { type ManagementClient } from './management-client.js';
import { type Setting } from './openapi-scene.js';
import { PulledDirectory } from './pulled-directory.js';

const PEOPLE = 'id,email\n1,ada@acme.com\n2,bob@acme.com\n3,eve@acme.com\n';
const OTHERS = 'id,email\n9,joe@acme.com\n';

/** Directories of the same organization that Rollcall pulls: one from Google, and others that are filled by files. */
export class PulledExamples {
  private constructor(
    private readonly google: PulledDirectory,
    /** Of Google, too, and disabled: nobody asks the addresses of the example. */
    private readonly unconnected: PulledDirectory,
    private readonly file: PulledDirectory,
    private readonly checked: string,
    private readonly reviews: { directory: PulledDirectory; sync: string }[],
  ) {}

  static async create(app: ManagementClient, source: GoogleEmulator, organization: string): Promise<PulledExamples> {
    const of = (provider: string) => PulledDirectory.create(app, provider, 'POLL', organization);
    const [google, unconnected, file] = await Promise.all([of('GOOGLE'), of('GOOGLE'), of('CSV')]);
    await google.connect(source.settings, source.secrets);
    await app.patch(`${unconnected.path}:disable`);
    const review = async () => {
      const directory = await of('CSV');
      await directory.over((await directory.upload(PEOPLE, '?apply=true')).body.sync.id);
      const { body } = await directory.upload(OTHERS, '?apply=true&missing=leave');
      const sync = await directory.over(body.sync.id);
      expect(sync.state).toBe('needs_review');
      return { directory, sync: sync.id as string };
    };
    const [checked, ...reviews] = await Promise.all([
      file.upload(PEOPLE).then(({ body }) => file.over(body.sync.id)),
      review(),
      review(),
      review(),
    ]);
    return new PulledExamples(google, unconnected, file, checked.id, reviews);
  }

  get settings(): Record<string, () => Setting> {
    const of = (directory: PulledDirectory, sync?: string) => () => ({
      ids: { directory_id: directory.id, ...(sync !== undefined && { sync_id: sync }) },
    });
    const [approved, rejected, canceled] = this.reviews.map(({ directory, sync }) => of(directory, sync));
    const checked = of(this.file, this.checked);
    return {
      Sync_start: of(this.google),
      Sync_startByGet: of(this.google),
      Connections_get: of(this.google),
      Connections_test: of(this.google),
      Connections_update: of(this.unconnected),
      Uploads_create: of(this.file),
      Syncs_list: checked,
      Syncs_get: checked,
      Syncs_changes: checked,
      Syncs_apply: checked,
      Syncs_approve: approved!,
      Syncs_reject: rejected!,
      Syncs_cancel: canceled!,
    };
  }
}
