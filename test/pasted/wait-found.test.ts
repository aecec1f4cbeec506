import { describe, expect, it } from 'vitest';
import { retryAfter } from '../../src/pasted/retry-after.ts';
import { NOW, said } from '../diagnose/facts.ts';

describe('a wait', () => {
  it.each([
    ['retry after 10', 10],
    ['Retry after: 10 seconds', 10],
    ['retry in 1m30s', 90],
    ['try again in 1 minute 30 seconds', 90],
    ['Retry-After: 1m30s', 90],
    ['| Retry-After | 15 |', 15],
    ['[["retry-after","9"]]', 9],
    ['X-RateLimit-Reset: +60', 60],
    ['RateLimit-Reset: 20', 20],
    [`X-RateLimit-Reset: ${NOW / 1000 + 60}`, 60],
    ['RateLimit-Reset: 20\nRetry-After: 5', 5],
    ['Do not retry for 30 seconds.', 30],
    ['Retry-After: 10 s 5 m', 10],
    ['Bitte versuchen Sie es in 30 Sekunden erneut.', 30],
    ['In 1 Minute und 30 Sekunden wieder versuchen', 90],
    ['Bitte warten Sie 45 Sekunden, bevor Sie es erneut versuchen', 45],
    ['Konto für 15 Minuten gesperrt', 900],
    ['Trop de requêtes. Veuillez réessayer dans 30 secondes.', 30],
    ['Patientez 2 minutes avant de réessayer', 120],
    ['Demasiadas solicitudes. Inténtelo de nuevo en 30 segundos.', 30],
    ['Espere 5 minutos antes de volver a intentarlo', 300],
    ['Muitas requisições. Tente novamente em 1 hora.', 3600],
    ['Troppe richieste: riprova tra 30 secondi', 30],
    ['Te veel verzoeken. Probeer het over 1 uur opnieuw.', 3600],
    ['Zbyt wiele żądań. Spróbuj ponownie za 30 sekund.', 30],
    ['För många förfrågningar. Försök igen om 30 sekunder.', 30],
    ['Çok fazla istek. 30 saniye sonra tekrar deneyin.', 30],
    ['Слишком много запросов. Повторите попытку через 2 минуты.', 120],
    ['请求过于频繁，请在30秒后重试', 30],
    ['リクエストが多すぎます。30秒後に再試行してください。', 30],
    ['요청이 너무 많습니다. 30초 후에 다시 시도해 주세요.', 30],
  ])('is read from %j', (text, seconds) => {
    expect(retryAfter(text, NOW)?.seconds).toBe(seconds);
  });

  it.each([
    'do not retry in 10 seconds loops',
    'never retry in 5 s',
    'retry after 3 attempts',
    'X-RateLimit-Remaining: 7\nX-RateLimit-Reset: 60',
    'X-RateLimit-Reset: -60',
    'Die Anfrage dauerte 30 Sekunden',
    'Zeitüberschreitung nach 30 Sekunden, bitte erneut versuchen',
    'Höchstens 5 Versuche in 60 Sekunden',
    'Wir warten seit 30 Sekunden',
    'Der Server wartete 30 Sekunden auf eine Antwort',
    'vor 30 Sekunden wieder gestartet',
    "Délai d'attente de 30 secondes dépassé",
    '3 tentatives en 30 secondes',
    'Tiempo de espera agotado después de 30 segundos',
    'соединение закрыто через 30 секунд',
    '30秒以内に5回まで',
    'Version 5 ist heute wieder verfügbar',
  ])('is not read from %j', (text) => {
    expect(retryAfter(text, NOW)).toBeNull();
  });

  it.each(['soon', '-5', '"later"', '999999999'])('that cannot be read is said to be so: %s', async (raw) => {
    for (const text of [`HTTP/1.1 429\nRetry-After: ${raw}\n`, `{"retry_after": ${raw}}`])
      expect(await said('rate_limited', { text })).toContain(`Retry-After is '${raw.replaceAll('"', '')}'`);
  });

  it('that a sentence only mentions is not', async () => {
    expect(await said('rate_limited', { text: 'Look at Retry-After: it is in the headers.' })).toBe('');
  });

  const two =
    'GET /a → 503 Retry-After: 120 {"code":"service_unavailable"} GET /b → 429 Retry-After: 5 {"code":"rate_limited"}';
  it.each([
    [two, 'rate_limited', 5],
    [two, 'service_unavailable', 120],
    [two, undefined, 120],
    [two, 'not_there', 120],
    ['Retry-After: 120\n{"code":"x"}\nRetry-After: 5\n{"code":"rate_limited"}', 'rate_limited', 5],
    ['rate_limited\nRetry-After: 5', 'rate_limited', 5],
    [
      '{"code":"service_unavailable","retry_after":120}\n{"code":"rate_limited","retry_after":5}',
      'rate_limited',
      5,
    ],
    [
      'HTTP/2 503\nretry-after: 120\n\nHTTP/2 429\nratelimit-reset: 20\n\n{"code":"rate_limited"}',
      'rate_limited',
      20,
    ],
  ])('is that of the block with the code: %j %s', (text, code, seconds) => {
    expect(retryAfter(text, NOW, code)?.seconds).toBe(seconds);
  });

  it('of the block with the code is the one that is said', async () => {
    expect(await said('rate_limited', { text: two })).toContain('Wait 5 s');
  });
});
