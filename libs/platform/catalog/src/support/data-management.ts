/** Versions of the data management team's systems. */
import { image } from '../image-of.ts';
import { rowsOf, type SupportRow } from './row.ts';

const row = rowsOf('data-management');

export const dataManagement: readonly SupportRow[] = [
  row('os-arch', 'Architecture', 'amd64', { pinned: 'amd64', note: 'node selector of every pod' }),
  row('alpine', 'Alpine Linux', '3.21', {
    pinned: '3.21',
    images: [image('alpine', '3.21', 'upstream')],
    note: 'base of small init images',
  }),
  row('java', 'Java', '17.0.12', {
    pinned: '17.0.12',
    images: [image('eclipse-temurin', '17.0.12_7-jre-jammy', 'upstream')],
  }),
  row('datahub', 'DataHub', '1.0.0', {
    pinned: '??',
    images: [
      image('acryldata/datahub-gms', 'v1.0.0', 'seen'),
      image('acryldata/datahub-frontend-react', 'v1.0.0', 'seen'),
      image('acryldata/datahub-upgrade', 'v1.0.0', 'seen'),
      image('acryldata/datahub-mysql-setup', 'v1.0.0', 'seen'),
      image('acryldata/datahub-elasticsearch-setup', 'v1.0.0', 'seen'),
      image('acryldata/datahub-kafka-setup', 'v1.0.0', 'seen'),
      image('acryldata/datahub-actions', 'v0.2.0', 'seen'),
    ],
    note: 'of the time of the table, whose entry is `??`',
  }),
  row('trino', 'Trino', '471', { pinned: '471', images: [image('trinodb/trino', '471', 'seen')] }),
  row('opensearch', 'OpenSearch', '1.3.20', {
    pinned: '1.3.20',
    images: [
      image('opensearchproject/opensearch', '1.3.20', 'seen'),
      image('opensearchproject/opensearch-dashboards', '1.3.20', 'seen'),
    ],
  }),
  row('gx', 'Great Expectations', '1.3.14', { built: 'python', note: 'Great Expectations, a library on Python 3.10' }),
  row('deequ', 'Deequ', '2.0.9-spark-3.5', {
    artifacts: ['com.amazon.deequ:deequ:2.0.9-spark-3.5'],
    note: 'a library in the Spark image',
  }),
  row('redis', 'Redis Stack', '7.4.0-v3', {
    pinned: '7.4.0-v3',
    images: [image('redis/redis-stack-server', '7.4.0-v3', 'upstream')],
    note: 'a version of Redis Stack, which bundles Redis 7.4.2',
  }),
  row('redis-insight', 'RedisInsight', '2.66.0', {
    pinned: '2.66.0',
    images: [image('redis/redisinsight', '2.66.0', 'seen')],
  }),
  row('postgres', 'PostgreSQL', '16.7', { pinned: '16.7', images: [image('postgres', '16.7-alpine3.21', 'upstream')] }),
  row('druid', 'Apache Druid', '32.0.0', {
    images: [image('apache/druid', '32.0.0', 'unchecked')],
    note: 'Pinot runs; Druid is off by default',
  }),
  row('pinot', 'Apache Pinot', '1.2.0', { images: [image('apachepinot/pinot', '1.2.0', 'unchecked')] }),
  row('neo4j', 'Neo4j', '5.26.4', { images: [image('neo4j', '5.26.4-community', 'upstream')] }),
  row('duckdb', 'DuckDB', '1.2.2', {
    built: 'node',
    artifacts: ['npm @duckdb/node-api@1.2.2-alpha.19'],
    note: 'a library; no musl build',
  }),
  row('superset', 'Apache Superset', '1.3.2', {
    pinned: '1.3.2',
    images: [image('apache/superset', '1.3.2', 'seen')],
    note: 'of 2021: behind the login middleware; base of our own image with the Trino and Pinot drivers',
  }),
  row('cicd', 'Argo CD', '3.5.7', { images: [image('quay.io/argoproj/argocd', 'v3.5.7', 'upstream')] }),
  row('argocd-redis', 'Redis of Argo CD', '8.6.4', {
    images: [image('redis', '8.6.4-alpine', 'seen')],
    note: 'a cache only, not the platform’s Redis',
  }),
  row('git-server', 'Git server (Gitea)', '1.24.7', {
    images: [image('gitea/gitea', '1.24.7-rootless', 'seen')],
    note: 'kind-local only',
  }),
  row('registry', 'Image registry', '3.0.0', {
    images: [image('registry', '3.0.0', 'seen')],
    note: 'a container beside the kind node',
  }),
  row('mysql', 'MySQL', '8.0.41', {
    images: [image('mysql', '8.0.41', 'upstream')],
    note: 'not 8.4, which dropped what Flink CDC 3.3 asks',
  }),
  row('cassandra', 'Apache Cassandra', '5.0.3', {
    images: [image('cassandra', '5.0.3', 'upstream')],
    note: 'runs on JDK 17',
  }),
  row('kind', 'kind', '1.34.11', {
    images: [image('kindest/node', 'v1.34.11', 'seen')],
    note: 'seed 000 has Minikube; kind v0.33.0',
  }),
  row('helm2', 'Helm 2', 'none', { note: 'obsolete: cdk8s and Argo CD take its place' }),
  row('compose', 'Docker Compose', 'none', { note: '`version: 3.8` in the seed’s files is obsolete' }),
  row('minio', 'MinIO', '2025-02-28', {
    images: [image('quay.io/minio/minio', 'RELEASE.2025-02-28T09-55-16Z', 'unchecked')],
    note: 'images stopped late in 2025',
  }),
  row('zookeeper', 'ZooKeeper', '3.9.3', {
    images: [image('zookeeper', '3.9.3', 'upstream')],
    note: 'for Druid and Pinot',
  }),
];
