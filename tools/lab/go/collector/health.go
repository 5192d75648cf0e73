package main

import (
	"context"
	"errors"
	"net"
	"net/http"
	"sync/atomic"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/config"
	"go.opentelemetry.io/collector/extension/extensionhelper"
)

// healthConfig has the one setting of the health_check extension that is used.
type healthConfig struct {
	config.ExtensionSettings `mapstructure:",squash"`
	Endpoint                 string `mapstructure:"endpoint"`
}

// health answers 200 while the pipelines run, otherwise 503.
type health struct {
	endpoint string
	ready    atomic.Bool
	server   *http.Server
}

func healthFactory() component.ExtensionFactory {
	return extensionhelper.NewFactory(
		"health_check",
		func() config.Extension {
			return &healthConfig{
				ExtensionSettings: config.NewExtensionSettings(config.NewComponentID("health_check")),
				Endpoint:          "0.0.0.0:13133",
			}
		},
		func(_ context.Context, _ component.ExtensionCreateSettings, cfg config.Extension) (component.Extension, error) {
			return &health{endpoint: cfg.(*healthConfig).Endpoint}, nil
		},
	)
}

func (h *health) Start(_ context.Context, host component.Host) error {
	listener, err := net.Listen("tcp", h.endpoint)
	if err != nil {
		return err
	}
	h.server = &http.Server{Handler: h}
	go func() {
		if err := h.server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			host.ReportFatalError(err)
		}
	}()
	return nil
}

func (h *health) Shutdown(context.Context) error {
	if h.server == nil {
		return nil
	}
	return h.server.Close()
}

func (h *health) Ready() error {
	h.ready.Store(true)
	return nil
}

func (h *health) NotReady() error {
	h.ready.Store(false)
	return nil
}

func (h *health) ServeHTTP(response http.ResponseWriter, _ *http.Request) {
	if !h.ready.Load() {
		response.WriteHeader(http.StatusServiceUnavailable)
	}
}
