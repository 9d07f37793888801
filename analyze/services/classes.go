package services

import (
	"slices"
	"strings"

	"seam/analyze/services/manifest"
)

// dataWords name databases, brokers, caches and stores.
var dataWords = strings.Fields(`postgres postgresql mysql mariadb percona mssql sqlserver oracle mongo mongodb redis valkey keydb
	memcached memcache kafka zookeeper rabbitmq nats activemq artemis pulsar redpanda mosquitto elasticsearch opensearch solr
	cassandra scylla scylladb cockroach cockroachdb etcd minio influxdb clickhouse neo4j couchdb couchbase dynamodb azurite
	timescaledb postgis tidb foundationdb dynamodblocal documentdb ferretdb surrealdb arangodb questdb rethinkdb
	seaweedfs qdrant weaviate milvus meilisearch typesense
	azurestorage azurecosmosdb azureservicebus azureeventhubs azuresqlserver azuresql azurerediscache azurepostgresflexibleserver`)

// telemetryWords name receivers of metrics, traces and logs.
var telemetryWords = strings.Fields(`otelcol opentelemetrycollector jaeger zipkin prometheus grafana alertmanager loki tempo
	mimir promtail fluentd fluentbit logstash kibana filebeat metricbeat statsd graphite datadog datadoghq newrelic dynatrace xray cadvisor pushgateway
	pyroscope alloy beyla lgtm exporter nodeexporter heapster logspout wavefront`)

// logWords, after "log", name what takes logs in.
var logWords = []string{"server", "collector", "agent", "router", "shipper", "forwarder"}

// toolWords turn the name of a store into that of something that uses it.
var toolWords = strings.Fields(`exporter ui admin express consumer producer worker operator connect connector proxy gui init setup migrate
	migration migrations populate seed seeder loader backup client manager console commander insight adapter bridge gateway api controller service`)

// loadNames, squashed, name what plays the user.
var loadNames = strings.Fields(`load loadgen loadgenerator loadtest loadtester locust k6 vegeta`)

// classOf says what a unit is for, by its name and images. own means that a program
// of this repository is what runs: its name then says nothing, since whoever makes
// a database calls it one.
func classOf(name string, images []string, own bool) Class {
	ws := manifest.Words(name)
	switch {
	case len(ws) == 0:
		return Call
	case isTest(name, ws):
		return Test
	case own:
		return Call
	}
	for _, img := range images {
		if manifest.Squash(img) == manifest.Squash(name) {
			return classOfName(ws) // its own image; variants of it (cart-with-jaeger) say no more
		}
	}
	for _, img := range images {
		if c := classOfImage(manifest.Words(img)); c != Call {
			return c
		}
	}
	return classOfName(ws)
}

func isTest(name string, ws []string) bool {
	last := ws[len(ws)-1]
	return slices.Contains(loadNames, manifest.Squash(name)) || last == "test" || last == "tests" || slices.Contains(ws, "e2e")
}

// classOfImage looks at all words: bitnami/postgresql-repmgr is PostgreSQL still.
func classOfImage(ws []string) Class {
	switch {
	case containsAny(ws, telemetryWords), isCollector(ws):
		return Telemetry
	case containsAny(ws, toolWords):
		return Call
	case containsAny(ws, dataWords):
		return Data
	}
	return Call
}

// classOfName looks at the first and the last word only: mongodb-rate and user-db
// are stores, pay-by-redis-later is not.
func classOfName(ws []string) Class {
	if n := len(ws); n > 2 && (ws[n-2] == "no" || ws[n-2] == "without") {
		ws = ws[:n-2] // shop-no-db is a shop
	}
	ends := []string{ws[0], ws[len(ws)-1]}
	switch {
	case containsAny(ends, telemetryWords), isCollector(ws):
		return Telemetry
	case containsAny(ws, toolWords):
		return Call
	case containsAny(ends, dataWords), slices.Contains(ends, "db"), slices.Contains(ends, "database"):
		return Data
	}
	return Call
}

// isCollector tells otel-collector, opentelemetry-agent, fluent-bit, log-server,
// kube-state-metrics and aspire-dashboard, whose words alone say less.
func isCollector(ws []string) bool {
	if slices.Equal(ws[max(0, len(ws)-2):], []string{"aspire", "dashboard"}) {
		return true
	}
	if len(ws) > 1 && (slices.Equal(ws[max(0, len(ws)-2):], []string{"state", "metrics"}) || (ws[0] == "log" || ws[0] == "logs" || ws[0] == "logging") && containsAny(ws[1:], logWords)) {
		return true
	}
	otel := containsAny(ws, []string{"otel", "opentelemetry"}) && (len(ws) == 1 || containsAny(ws, []string{"collector", "agent"}))
	return otel || strings.Contains(strings.Join(ws, " "), "fluent bit")
}

func containsAny(ws, set []string) bool { return manifest.HasAny(ws, set) }
