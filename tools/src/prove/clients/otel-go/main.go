// Sends what the OpenTelemetry SDK of Go sends: exemplars above all, which the SDK of JavaScript does not have.
//
// Usage: main grpc|http HOST:PORT delta|cumulative. It exports twice, gzip-compressed; see otel-go.ts for what.
package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/exporters/otlp/otlpmetric/otlpmetricgrpc"
	"go.opentelemetry.io/otel/exporters/otlp/otlpmetric/otlpmetrichttp"
	"go.opentelemetry.io/otel/metric"
	sdk "go.opentelemetry.io/otel/sdk/metric"
	"go.opentelemetry.io/otel/sdk/metric/exemplar"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"
	"go.opentelemetry.io/otel/sdk/resource"
	"go.opentelemetry.io/otel/trace"
)

func main() {
	if len(os.Args) != 4 {
		fail(fmt.Errorf("usage: %s grpc|http HOST:PORT delta|cumulative", os.Args[0]))
	}
	ctx := context.Background()
	exporter, err := newExporter(ctx, os.Args[1], os.Args[2], temporality(os.Args[3]))
	fail(err)
	reader := sdk.NewPeriodicReader(exporter)
	provider := sdk.NewMeterProvider(
		sdk.WithReader(reader),
		sdk.WithExemplarFilter(exemplar.TraceBasedFilter),
		sdk.WithResource(resource.NewSchemaless(
			attribute.String("service.namespace", "proof"),
			attribute.String("service.name", "otel-go"),
			attribute.String("service.instance.id", "go-1"),
		)),
		sdk.WithView(sdk.NewView(
			sdk.Instrument{Name: "go.size"},
			sdk.Stream{Aggregation: sdk.AggregationBase2ExponentialHistogram{MaxSize: 160, MaxScale: 20}},
		)),
	)
	meter := provider.Meter("proof")
	requests, err := meter.Int64Counter("go.requests", metric.WithUnit("{request}"))
	fail(err)
	latency, err := meter.Float64Histogram("go.latency", metric.WithUnit("s"), metric.WithExplicitBucketBoundaries(0.125, 1))
	fail(err)
	size, err := meter.Float64Histogram("go.size", metric.WithUnit("By"))
	fail(err)
	route := metric.WithAttributes(attribute.String("http.route", "/a"))
	for round := 1; round <= 2; round++ {
		for _, value := range []float64{0.0625, 0.5, 5} {
			traced := trace.ContextWithSpanContext(ctx, spanContext(byte(round), byte(value*16)))
			requests.Add(traced, int64(round), route)
			latency.Record(traced, value*float64(round), route)
			size.Record(traced, value*1000, route)
		}
		size.Record(ctx, 0, route)
		fail(provider.ForceFlush(ctx))
		// Two exports in one millisecond would be one sample.
		time.Sleep(5 * time.Millisecond)
	}
}

func newExporter(ctx context.Context, transport, address string, selector sdk.TemporalitySelector) (sdk.Exporter, error) {
	if transport == "grpc" {
		return otlpmetricgrpc.New(ctx, otlpmetricgrpc.WithInsecure(), otlpmetricgrpc.WithEndpoint(address),
			otlpmetricgrpc.WithCompressor("gzip"), otlpmetricgrpc.WithTemporalitySelector(selector))
	}
	return otlpmetrichttp.New(ctx, otlpmetrichttp.WithInsecure(), otlpmetrichttp.WithEndpoint(address),
		otlpmetrichttp.WithCompression(otlpmetrichttp.GzipCompression), otlpmetrichttp.WithTemporalitySelector(selector))
}

func temporality(name string) sdk.TemporalitySelector {
	return func(sdk.InstrumentKind) metricdata.Temporality {
		if name == "delta" {
			return metricdata.DeltaTemporality
		}
		return metricdata.CumulativeTemporality
	}
}

// spanContext is sampled, so that measurements under it become exemplars; its ids tell round and value.
func spanContext(round, value byte) trace.SpanContext {
	return trace.NewSpanContext(trace.SpanContextConfig{
		TraceID:    trace.TraceID{0: 0xab, 14: round, 15: value},
		SpanID:     trace.SpanID{0: 0xcd, 6: round, 7: value},
		TraceFlags: trace.FlagsSampled,
	})
}

func fail(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
