import { describe, expect, it } from 'vitest';
import { builtInJarOf } from './built-in-jars.ts';

describe('built-in jars', () => {
  it.each([
    ['guava-19.0.jar', 'guava'],
    ['Guava.jar', 'guava'],
    ['spark-core_2.12-3.3.1.jar', 'spark-core'],
    ['netty-all-4.1.74.Final.jar', 'netty-all'],
    ['commons-lang3-3.9.jar', 'commons-lang3'],
    ['json4s-jackson_2.11-3.7.0-M11.jar', 'json4s-jackson'],
    ['jackson-databind-2.15.2-SNAPSHOT.jar', 'jackson-databind'],
  ])('%s is %s', (name, library) => expect(builtInJarOf(name)?.library).toBe(library));

  it.each(['guava-19.0.zip', 'my-guava-19.0.jar', 'guava-extras-1.0.jar', 'sample-etl.jar', 'constructor.jar', '.jar'])(
    '%s is none of them',
    (name) => expect(builtInJarOf(name)).toBeNull(),
  );
});
