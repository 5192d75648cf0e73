// The part of Grafana's server that serves its Prometheus data source, around the backend that Grafana itself runs (promlib).
//
// Usage: main URL. It prints its port, serves the paths that Grafana's pages ask, and ends with its standard input:
//
//	GET  /api/datasources/uid/{uid}/health               save & test
//	any  /api/datasources/uid/{uid}/resources/{path...}  variables, autocompletion
//	POST /api/ds/query                                   panels, annotations; answers frames
//
// There are two data sources at URL, "post" and "get", named after their HTTP method.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strconv"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/backend/log"
	"github.com/grafana/grafana/pkg/promlib"
)

const orgID = 1

type server struct {
	service *promlib.Service
	sources map[string]backend.PluginContext
}

func main() {
	if len(os.Args) != 2 {
		fail(fmt.Errorf("usage: %s URL", os.Args[0]))
	}
	s := &server{promlib.NewService(nil, log.NewWithLevel(log.Warn), nil), map[string]backend.PluginContext{}}
	s.sources["post"] = pluginContext(1, "post", http.MethodPost, os.Args[1])
	s.sources["get"] = pluginContext(2, "get", http.MethodGet, os.Args[1])
	mux := http.NewServeMux()
	mux.HandleFunc("GET /api/datasources/uid/{uid}/health", s.health)
	mux.HandleFunc("/api/datasources/uid/{uid}/resources/{path...}", s.resource)
	mux.HandleFunc("POST /api/ds/query", s.query)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	fail(err)
	fmt.Println(listener.Addr().(*net.TCPAddr).Port)
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		os.Exit(0)
	}()
	fail(http.Serve(listener, mux))
}

func pluginContext(id int64, uid, method, url string) backend.PluginContext {
	jsonData, err := json.Marshal(map[string]any{"httpMethod": method, "timeInterval": "15s"})
	fail(err)
	return backend.PluginContext{
		OrgID:         orgID,
		PluginID:      "prometheus",
		GrafanaConfig: backend.NewGrafanaCfg(map[string]string{}),
		DataSourceInstanceSettings: &backend.DataSourceInstanceSettings{
			ID: id, UID: uid, Type: "prometheus", Name: uid, URL: url, JSONData: jsonData, Updated: time.Unix(1, 0),
		},
	}
}

func (s *server) health(w http.ResponseWriter, r *http.Request) {
	source, ok := s.source(w, r.PathValue("uid"))
	if !ok {
		return
	}
	result, err := s.service.CheckHealth(r.Context(), &backend.CheckHealthRequest{PluginContext: source})
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	answer(w, map[string]any{
		"status": result.Status.String(), "message": result.Message, "details": json.RawMessage(result.JSONDetails),
	})
}

func (s *server) resource(w http.ResponseWriter, r *http.Request) {
	source, ok := s.source(w, r.PathValue("uid"))
	if !ok {
		return
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	path := r.PathValue("path")
	request := &backend.CallResourceRequest{
		PluginContext: source, Path: path, Method: r.Method, URL: path + "?" + r.URL.RawQuery, Headers: r.Header, Body: body,
	}
	err = s.service.CallResource(r.Context(), request, backend.CallResourceResponseSenderFunc(
		func(response *backend.CallResourceResponse) error {
			for _, value := range response.Headers["Content-Type"] {
				w.Header().Add("Content-Type", value)
			}
			w.WriteHeader(response.Status)
			_, err := w.Write(response.Body)
			return err
		}))
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
	}
}

// queryCommon is what Grafana's server reads of a query before it hands all of it to the data source.
type queryCommon struct {
	RefID         string
	QueryType     string
	IntervalMs    int64
	MaxDataPoints int64
	Datasource    struct{ UID string }
}

func (s *server) query(w http.ResponseWriter, r *http.Request) {
	var body struct {
		From, To string
		Queries  []json.RawMessage
	}
	if err := json.NewDecoder(r.Body).Decode(&body); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	request := &backend.QueryDataRequest{Headers: map[string]string{}}
	for _, raw := range body.Queries {
		// The defaults are Grafana's.
		common := queryCommon{RefID: "A", IntervalMs: 1_000, MaxDataPoints: 100}
		if err := json.Unmarshal(raw, &common); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		source, ok := s.source(w, common.Datasource.UID)
		if !ok {
			return
		}
		request.PluginContext = source
		request.Queries = append(request.Queries, backend.DataQuery{
			RefID:         common.RefID,
			QueryType:     common.QueryType,
			MaxDataPoints: common.MaxDataPoints,
			Interval:      time.Duration(common.IntervalMs) * time.Millisecond,
			TimeRange:     backend.TimeRange{From: unixMilli(body.From), To: unixMilli(body.To)},
			JSON:          raw,
		})
	}
	result, err := s.service.QueryData(r.Context(), request)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	answer(w, result)
}

func (s *server) source(w http.ResponseWriter, uid string) (backend.PluginContext, bool) {
	source, ok := s.sources[uid]
	if !ok {
		http.Error(w, fmt.Sprintf("no data source %q", uid), http.StatusNotFound)
	}
	return source, ok
}

func unixMilli(text string) time.Time {
	ms, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}

func answer(w http.ResponseWriter, value any) {
	body, err := json.Marshal(value)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(body)
}

func fail(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
