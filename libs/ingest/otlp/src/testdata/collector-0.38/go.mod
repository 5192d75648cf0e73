module chimera.local/otlp-fixture

go 1.17

require go.opentelemetry.io/collector/model v0.38.0

require github.com/gogo/protobuf v1.3.2 // indirect
