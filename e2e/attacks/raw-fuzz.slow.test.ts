import { testRawInputs } from './raw-fuzz-suite.ts';

testRawInputs(process.env['BERTH_TEST_ALL'] === undefined ? 51_200 : 512_000);
