import { testRawInputs } from './raw-fuzz-suite.ts';

testRawInputs(5_120);
