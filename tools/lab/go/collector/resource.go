package main

import (
	"context"
	"fmt"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/config"
	"go.opentelemetry.io/collector/consumer"
	"go.opentelemetry.io/collector/model/pdata"
	"go.opentelemetry.io/collector/processor/processorhelper"
)

// resourceConfig has the settings of the resource processor that are used: string values, set in three ways.
type resourceConfig struct {
	config.ProcessorSettings `mapstructure:",squash"`
	Attributes               []resourceAction `mapstructure:"attributes"`
}

type resourceAction struct {
	Key    string `mapstructure:"key"`
	Value  string `mapstructure:"value"`
	Action string `mapstructure:"action"`
}

func resourceFactory() component.ProcessorFactory {
	return processorhelper.NewFactory(
		"resource",
		func() config.Processor {
			return &resourceConfig{
				ProcessorSettings: config.NewProcessorSettings(config.NewComponentID("resource")),
			}
		},
		processorhelper.WithMetrics(newMetricsResource),
		processorhelper.WithTraces(newTracesResource),
	)
}

func (c *resourceConfig) Validate() error {
	for _, action := range c.Attributes {
		switch action.Action {
		case "insert", "update", "upsert", "delete":
		default:
			return fmt.Errorf("resource: action %q is not one of insert, update, upsert, delete", action.Action)
		}
	}
	return nil
}

func (c *resourceConfig) apply(resource pdata.Resource) {
	attributes := resource.Attributes()
	for _, action := range c.Attributes {
		switch action.Action {
		case "insert":
			attributes.InsertString(action.Key, action.Value)
		case "update":
			attributes.UpdateString(action.Key, action.Value)
		case "upsert":
			attributes.UpsertString(action.Key, action.Value)
		case "delete":
			attributes.Delete(action.Key)
		}
	}
}

func newMetricsResource(
	_ context.Context, _ component.ProcessorCreateSettings, cfg config.Processor, next consumer.Metrics,
) (component.MetricsProcessor, error) {
	actions := cfg.(*resourceConfig)
	return processorhelper.NewMetricsProcessor(cfg, next,
		func(_ context.Context, metrics pdata.Metrics) (pdata.Metrics, error) {
			all := metrics.ResourceMetrics()
			for at := 0; at < all.Len(); at++ {
				actions.apply(all.At(at).Resource())
			}
			return metrics, nil
		})
}

func newTracesResource(
	_ context.Context, _ component.ProcessorCreateSettings, cfg config.Processor, next consumer.Traces,
) (component.TracesProcessor, error) {
	actions := cfg.(*resourceConfig)
	return processorhelper.NewTracesProcessor(cfg, next,
		func(_ context.Context, traces pdata.Traces) (pdata.Traces, error) {
			all := traces.ResourceSpans()
			for at := 0; at < all.Len(); at++ {
				actions.apply(all.At(at).Resource())
			}
			return traces, nil
		})
}
