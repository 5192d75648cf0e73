// Command otelcol is the OpenTelemetry collector 0.38.0 with the core repository's components, those of the release's
// contrib modules that Go's checksum database knows, and small stand-ins (health.go, resource.go) for two that it does not.
package main

import (
	"log"

	"github.com/open-telemetry/opentelemetry-collector-contrib/exporter/jaegerexporter"
	"github.com/open-telemetry/opentelemetry-collector-contrib/exporter/prometheusexporter"
	"github.com/open-telemetry/opentelemetry-collector-contrib/exporter/prometheusremotewriteexporter"
	"github.com/open-telemetry/opentelemetry-collector-contrib/receiver/prometheusreceiver"
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/service"
	"go.opentelemetry.io/collector/service/defaultcomponents"
)

func main() {
	factories, err := defaultcomponents.Components()
	if err != nil {
		log.Fatal(err)
	}
	factories.Extensions["health_check"] = healthFactory()
	factories.Processors["resource"] = resourceFactory()
	for _, factory := range []component.ReceiverFactory{
		prometheusreceiver.NewFactory(),
	} {
		factories.Receivers[factory.Type()] = factory
	}
	for _, factory := range []component.ExporterFactory{
		jaegerexporter.NewFactory(),
		prometheusexporter.NewFactory(),
		prometheusremotewriteexporter.NewFactory(),
	} {
		factories.Exporters[factory.Type()] = factory
	}
	settings := service.CollectorSettings{
		BuildInfo: component.BuildInfo{Command: "otelcol", Description: "OpenTelemetry Collector", Version: "0.38.0"},
		Factories: factories,
	}
	if err := service.NewCommand(settings).Execute(); err != nil {
		log.Fatal(err)
	}
}
