import { clear } from '../../fitting/fit-store.ts';
import { UsageError, type Command } from '../command.ts';
import { keptFits } from '../fits.ts';

export const cache: Command = {
  name: 'cache',
  summary: 'show where the fit cache is and how large it is, or clear it',
  operands: [''],
  options: { clear: { takes: null, about: 'clear the fit cache' } },
  async run({ positionals, values, json, print }) {
    if (positionals.length > 0) throw new UsageError('it takes no file');
    const { folder } = keptFits;
    const cleared = values['clear'] === true;
    const kept = await keptFits.entries();
    const bytes = kept.reduce((sum, { size }) => sum + size, 0);
    if (cleared) await clear(keptFits);
    if (json) print(JSON.stringify({ folder, fits: kept.length, bytes, cleared }, null, 2));
    else
      print(`${folder}: ${kept.length} files, ${(bytes / 1e6).toFixed(1)} MB${cleared ? ', removed' : ''}`);
    return 0;
  },
};
