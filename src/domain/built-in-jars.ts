/**
 * Libraries that DLI's Spark brings with it, and in which version: those that jobs most often bring along too. Huawei asks
 * not to upload what is built in, since the two would conflict (user guide, dli_01_0397, and the note in dli_01_0407).
 *
 * Taken from the table "Spark 3.3.1" of dli_01_0397 as it stood in 2025 (opentelekomcloud-docs/data-lake-insight 00ce94d).
 * A choice out of some 450; Spark's, Hadoop's and Hive's own parts have a build of Huawei's, which is left out here.
 */
export const BUILT_IN_RUNTIME = 'Spark 3.3.1';

const BUILT_IN: Record<string, string> = {
  asm: '9.3',
  avro: '1.11.3',
  caffeine: '2.8.1',
  'commons-codec': '1.15',
  'commons-collections': '3.2.2',
  'commons-collections4': '4.4',
  'commons-compress': '1.26.0',
  'commons-io': '2.11.0',
  'commons-lang': '2.6',
  'commons-lang3': '3.12.0',
  'commons-math3': '3.6.1',
  'commons-text': '1.10.0',
  'curator-client': '2.13.0',
  'delta-core': '2.3.0',
  gson: '2.8.9',
  guava: '32.1.2',
  guice: '4.0',
  'hadoop-common': '3.3.1',
  'hadoop-hdfs-client': '3.3.1',
  'hive-jdbc': '3.1.0',
  'hive-metastore': '3.1.0',
  httpclient: '4.5.13',
  httpcore: '4.4.14',
  'jackson-annotations': '2.15.2',
  'jackson-core': '2.15.2',
  'jackson-databind': '2.15.2',
  'jackson-datatype-jsr310': '2.15.2',
  'jackson-module-scala': '2.15.2',
  'jersey-client': '2.36',
  'jersey-server': '2.36',
  'joda-time': '2.10.13',
  'json-path': '2.7.0',
  'json4s-jackson': '3.7.0',
  'kafka-clients': '3.6.1',
  'log4j-api': '2.17.2',
  'log4j-core': '2.17.2',
  'lz4-java': '1.8.0',
  'netty-all': '4.1.74',
  okhttp: '3.14.9',
  okio: '1.14.0',
  'orc-core': '1.6.7',
  'parquet-avro': '1.12.2',
  'parquet-column': '1.12.2',
  'parquet-hadoop': '1.12.2',
  'protobuf-java': '2.5.0',
  'scala-compiler': '2.12.15',
  'scala-library': '2.12.15',
  'scala-reflect': '2.12.15',
  'slf4j-api': '1.7.36',
  snakeyaml: '2.0',
  'snappy-java': '1.1.10.4',
  'spark-avro': '3.3.1',
  'spark-catalyst': '3.3.1',
  'spark-core': '3.3.1',
  'spark-hive': '3.3.1',
  'spark-mllib': '3.3.1',
  'spark-sql': '3.3.1',
  'spark-streaming': '3.3.1',
};

export interface BuiltInJar {
  /** Without version and Scala suffix, such as `spark-core`. */
  library: string;
  version: string;
}

/** The built-in library that a jar's file name stands for, whatever its own version; null for any other file. */
export function builtInJarOf(packageName: string): BuiltInJar | null {
  // Maven's habit: name, perhaps `_2.12` for Scala, a hyphen, and a version that begins with a digit.
  const library = /^([a-z0-9-]+?)(?:_2\.\d+)?(?:-\d[\w.+-]*)?\.jar$/.exec(packageName.toLowerCase())?.[1] ?? '';
  const version = Object.hasOwn(BUILT_IN, library) ? BUILT_IN[library] : undefined;
  return version === undefined ? null : { library, version };
}
