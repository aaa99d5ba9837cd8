import { expect } from 'chai';
import fc from 'fast-check';
import { Worker } from 'node:worker_threads';
import { once } from 'node:events';
import { PartQueue } from '../../src/report/part-queue.ts';

describe('PartQueue', () => {
  it('gives each part once, in order, and never more than so many ahead of the merged ones', () => {
    const steps = fc.array(fc.constantFrom('here', 'there', 'merged'), { maxLength: 60 });
    const property = fc.property(fc.nat(12), fc.nat(4), steps, (parts, aheadMax, todo) => {
      const here = new PartQueue(parts);
      const there = new PartQueue(parts, here.memory);
      here.aheadMax = aheadMax;
      let claimed = 0;
      let merged = 0;
      for (const step of todo) {
        if (step === 'merged') {
          if (merged === claimed) continue;
          here.oneMerged();
          merged++;
          continue;
        }
        const next = (step === 'here' ? here : there).claim();
        const mayTake = claimed < parts && claimed - merged <= aheadMax;
        expect(next).to.equal(mayTake ? claimed : undefined);
        if (mayTake) claimed++;
      }
    });
    fc.assert(property, { numRuns: 500 });
  });

  it('lets a thread wait until parts are merged', async () => {
    const queue = new PartQueue(3);
    expect(queue.claim()).to.equal(0);
    const source = new URL('../../src/report/part-queue.ts', import.meta.url).href;
    const script = `
      const { parentPort, workerData } = await import('node:worker_threads');
      const { PartQueue } = await import(${JSON.stringify(source)});
      const queue = new PartQueue(3, workerData);
      parentPort.postMessage('waits');
      for (let next = queue.claimInTime(); next !== undefined; next = queue.claimInTime()) {
        parentPort.postMessage(next);
        queue.oneMerged();
      }
      parentPort.postMessage('none is left');`;
    const url = new URL(`data:text/javascript,${encodeURIComponent(script)}`);
    const worker = new Worker(url, { workerData: queue.memory });
    const told: unknown[] = [];
    worker.on('message', (message) => told.push(message));
    await once(worker, 'message');
    expect(queue.claim()).to.equal(undefined);
    queue.oneMerged();
    await once(worker, 'exit');
    expect(told).to.deep.equal(['waits', 1, 2, 'none is left']);
  });
});
