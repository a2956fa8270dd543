import type { Figures } from './figures.ts';
import { FORECAST_METHOD, type Forecast } from './forecast.ts';

/** The forecast and how it is made, in sentences. */
export function forecastWords({
  forecast,
  deadline,
  states,
}: Pick<Figures, 'forecast' | 'deadline' | 'states'>): string {
  const rest = states['not created'];
  const more =
    rest === 0 ? '' : `\nThat is without ${rest.toLocaleString('en')} people who are not created yet.`;
  return `${sentences(forecast, deadline)}${more}`;
}

function sentences(forecast: Forecast, deadline: string): string {
  if (forecast.kind === 'done') return `Nobody has needed the hook since ${forecast.day}.`;
  if (forecast.kind === 'no forecast yet')
    return `No forecast yet: it takes three days to see a pace. The deadline is ${deadline}.`;
  const { leftAtDeadline } = forecast;
  const left = `${leftAtDeadline.toLocaleString('en')} ${leftAtDeadline === 1 ? 'person' : 'people'}`;
  if (forecast.kind === 'standstill')
    return `Standstill: hardly anybody came in the last seven days. At this pace ${left} will need the hook on ${deadline}.`;
  const share = (100 * forecast.dailyShare).toLocaleString('en', { maximumFractionDigits: 1 });
  const verdict = forecast.inTime
    ? `in time for ${deadline}`
    : `too late for ${deadline}, when ${left} will still need it`;
  return `Forecast: nobody needs the hook after ${forecast.day}, ${verdict}.\nMethod: ${FORECAST_METHOD}. Now ${share} % a day.`;
}
