// Preloaded with --require: `Date` tells another time, and runs on from there. All else keeps the machine's time:
// timers, performance.now(), and the times that the file system gives to files.
// TEST_CLOCK_START is the time at which the clock begins when the process does. Processes and threads that this one
// starts find TEST_CLOCK_SHIFT, in milliseconds, and so share its clock.
'use strict';

const machineNow = Date.now;
const { TEST_CLOCK_START: start = '', TEST_CLOCK_SHIFT: given } = process.env;
const shift = given === undefined ? Date.parse(start) - machineNow() : Number(given);
if (!Number.isFinite(shift)) throw new Error('TEST_CLOCK_START needs a time, TEST_CLOCK_SHIFT milliseconds.');
process.env['TEST_CLOCK_SHIFT'] = String(shift);

Date.now = () => machineNow() + shift;
globalThis.Date = new Proxy(Date, {
  construct: (date, args, target) => Reflect.construct(date, args.length === 0 ? [Date.now()] : args, target),
  apply: () => new Date().toString(),
});
Date.prototype.constructor = Date;
