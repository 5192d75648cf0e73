/** Versions of the data processing team's systems. */
import { image } from '../image-of.ts';
import { rowsOf, type SupportRow } from './row.ts';

const row = rowsOf('data-processing');

export const dataProcessing: readonly SupportRow[] = [
  row('spark', 'Apache Spark', '3.5.4', {
    pinned: '3.5.4',
    images: [image('spark', '3.5.4-scala2.12-java17-python3-ubuntu', 'upstream')],
    note: 'plain `spark:3.5.4` is Java 11',
  }),
  row('temporal', 'Temporal', '1.26.2', {
    pinned: '1.26.2',
    images: [image('temporalio/server', '1.26.2', 'seen'), image('temporalio/admin-tools', '1.26.2', 'seen')],
  }),
  row('temporal-ui', 'Temporal UI', '2.35.0', { pinned: '2.35.0', images: [image('temporalio/ui', '2.35.0', 'seen')] }),
  row('iceberg', 'Apache Iceberg', '1.8.1', {
    artifacts: ['org.apache.iceberg:iceberg-spark-runtime-3.5_2.12:1.8.1'],
    note: 'a table format: jars in Spark, Flink and Trino',
  }),
  row('amoro', 'Apache Amoro', '0.8.1-incubating', { images: [image('apache/amoro', '0.8.1-incubating', 'seen')] }),
  row('fugue', 'Fugue', '0.9.1', { built: 'python', note: 'a library' }),
  row('parquet', 'Apache Parquet', '1.13.1', { note: 'a file format: parquet-mr in Spark 3.5.4' }),
  row('xtable', 'Apache XTable', '0.3.0-incubating', {
    built: 'java',
    note: 'a library, its bundled jar built from source',
  }),
  row('hms', 'Hive Metastore', '3.1.3', {
    images: [image('apache/hive', '3.1.3', 'unchecked')],
    note: 'not 4: Spark 3.5’s clients call Thrift methods that Hive 4 removed',
  }),
  row('polaris', 'Apache Polaris', '1.1.0-incubating', {
    images: [
      image('apache/polaris', '1.1.0-incubating', 'seen'),
      image('apache/polaris-admin-tool', '1.1.0-incubating', 'seen'),
    ],
  }),
  row('kafka', 'Apache Kafka', '3.7.2', { pinned: '3.7.2', images: [image('apache/kafka', '3.7.2', 'upstream')] }),
  row('kafka-ui', 'Kafka UI', '1.2.0', {
    images: [image('ghcr.io/kafbat/kafka-ui', 'v1.2.0', 'upstream')],
    note: 'the live fork',
  }),
  row('flink', 'Apache Flink', '1.20.1', {
    pinned: '1.20.1',
    images: [image('flink', '1.20.1-scala_2.12-java17', 'upstream')],
    note: 'base of our own image with the connectors; plain `flink:1.20.1` is Java 11',
  }),
  row('flink-kafka', 'Flink Kafka connector', '3.4.0', {
    pinned: '3.4.0',
    artifacts: ['org.apache.flink:flink-sql-connector-kafka:3.4.0-1.20'],
    note: 'the suffix is the Flink it is built for',
  }),
  row('flink-cdc', 'Flink CDC', '3.3.0', {
    pinned: '3.3.0',
    artifacts: [
      'org.apache.flink:flink-sql-connector-mysql-cdc:3.3.0',
      'org.apache.flink:flink-sql-connector-postgres-cdc:3.3.0',
    ],
  }),
  row('debezium', 'Debezium', '3.0.8.Final', { images: [image('quay.io/debezium/connect', '3.0.8.Final', 'seen')] }),
  row('producer-gateway', 'Producer gateway', 'own', { built: 'node' }),
  row('trip-generator', 'Trip generator', 'own', { built: 'node' }),
  row('spark-streaming', 'Taxi streaming job', 'own', { built: 'spark', note: 'PySpark: Spark has no TypeScript API' }),
];
