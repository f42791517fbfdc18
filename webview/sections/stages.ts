import { recommendedTitle } from '../../src/core/report/report.ts';
import { recommendedInStage } from '../../src/core/report/stages.ts';
import { stagesText } from '../../src/core/report/sections/stages.ts';
import { capital } from '../../src/core/text/words.ts';
import { drawStages, type StageChart } from '../charts/stages.ts';
import { html } from '../elements/dom.ts';
import type { SectionParts } from '../view.ts';

/** Shares over the run: the stages of the file, and below them what is recommended. */
export const stages: SectionParts = {
  ...stagesText,

  draw({ report, order }, width) {
    const { recommended, languages } = report;
    const band = (ratio: readonly number[]): number[] => order.map((i) => ratio[i] ?? 0);
    const told = report.stages.flatMap((stage) =>
      stage.current === null ? [] : [{ ...stage, ratio: band(stage.current) }],
    );
    const chart: StageChart = {
      codes: order.map((i) => languages[i]?.code ?? ''),
      rows: [
        ...(told.length === report.stages.length ? [{ title: 'File', stages: told }] : []),
        {
          title: capital(recommendedTitle(report)),
          stages: report.stages.map((stage) => ({
            ...stage,
            ratio: band(recommendedInStage(stage, recommended)),
          })),
        },
      ],
    };
    return {
      chart: html('div', {}, drawStages(chart, width)),
      picture: () => drawStages(chart, width),
    };
  },
};
