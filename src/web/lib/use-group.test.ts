import { expect, it } from 'vitest';
import { flinkJob, sparkBatch } from './use-group.ts';

const PACKAGES = [
  { name: 'conf.csv', kind: 'file' },
  { name: 'app.jar', kind: 'jar' },
  { name: 'dep.jar', kind: 'jar' },
];

it('a Spark job runs the first jar and takes the rest from the group', () => {
  expect(sparkBatch('etl', PACKAGES)).toEqual({
    file: 'etl/app.jar',
    className: '<main class>',
    queue: '<queue>',
    spark_version: '3.1.1',
    groups: [
      {
        name: 'etl',
        resources: [
          { name: 'conf.csv', type: 'file' },
          { name: 'dep.jar', type: 'jar' },
        ],
      },
    ],
  });
});

it('a Spark job of a Python file alone needs no class and no group', () => {
  expect(sparkBatch(null, [{ name: 'job.py', kind: 'pyFile' }])).toEqual({ file: 'job.py', queue: '<queue>', spark_version: '3.1.1' });
});

it('ungrouped packages are named as resources', () => {
  expect(sparkBatch(null, [...PACKAGES, { name: 'x', kind: null }])).toMatchObject({
    file: 'app.jar',
    resources: [{ name: 'conf.csv', type: 'file' }, { name: 'dep.jar', type: 'jar' }, { name: 'x' }],
  });
});

it('a Flink job loads jars and finds the other files beside them', () => {
  expect(flinkJob('etl', PACKAGES)).toEqual({
    entrypoint: 'etl/app.jar',
    main_class: '<main class>',
    dependency_jars: ['etl/dep.jar'],
    dependency_files: ['etl/conf.csv'],
    queue_name: '<queue>',
    flink_version: '1.12',
  });
});
