// The reference side of the differential fuzzer: Prometheus' own storage and PromQL engine in one process. It reads one
// JSON request per line on stdin and answers each with one line of JSON on stdout; the first line it prints says which
// version of Prometheus it is.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"runtime/debug"
	"strconv"
	"strings"
	"time"

	"github.com/prometheus/prometheus/model/histogram"
	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/promql"
	"github.com/prometheus/prometheus/promql/parser"
	"github.com/prometheus/prometheus/storage"
	"github.com/prometheus/prometheus/tsdb"
)

// request is one line of stdin. "load" replaces all data; "query" is an instant query when StepMs is 0.
type request struct {
	Op      string `json:"op"`
	Loads   []load `json:"loads"`
	Query   string `json:"query"`
	StartMs int64  `json:"startMs"`
	EndMs   int64  `json:"endMs"`
	StepMs  int64  `json:"stepMs"`
}

// load is one load command of the test language: sample i of each line is at i*StepMs.
type load struct {
	StepMs int64    `json:"stepMs"`
	Lines  []string `json:"lines"`
}

type answer struct {
	Version   string   `json:"version,omitempty"`
	Error     string   `json:"error,omitempty"`
	ErrorType string   `json:"errorType,omitempty"`
	Type      string   `json:"type,omitempty"`
	String    string   `json:"string,omitempty"`
	Series    []series `json:"series,omitempty"`
	Warnings  []string `json:"warnings,omitempty"`
	Infos     []string `json:"infos,omitempty"`
}

// series has its labels flat and sorted; a scalar is one series without labels.
type series struct {
	Labels     []string         `json:"labels"`
	Floats     []floatPoint     `json:"floats,omitempty"`
	Histograms []histogramPoint `json:"histograms,omitempty"`
}

type floatPoint struct {
	TimestampMs int64
	Value       float64
}

// MarshalJSON keeps NaN and the infinities, which JSON numbers lack.
func (p floatPoint) MarshalJSON() ([]byte, error) {
	return []byte("[" + strconv.FormatInt(p.TimestampMs, 10) + `,"` + text(p.Value) + `"]`), nil
}

type histogramPoint struct {
	TimestampMs   int64     `json:"timestampMs"`
	Schema        int32     `json:"schema"`
	ZeroThreshold string    `json:"zeroThreshold"`
	ZeroCount     string    `json:"zeroCount"`
	Count         string    `json:"count"`
	Sum           string    `json:"sum"`
	Positive      []indexed `json:"positive"`
	Negative      []indexed `json:"negative"`
	CustomValues  []string  `json:"customValues"`
}

type indexed struct {
	Index int32
	Count float64
}

func (b indexed) MarshalJSON() ([]byte, error) {
	return []byte("[" + strconv.FormatInt(int64(b.Index), 10) + `,"` + text(b.Count) + `"]`), nil
}

func text(value float64) string { return strconv.FormatFloat(value, 'g', -1, 64) }

func main() {
	features := flag.String("features", "", "comma-separated names as of --enable-feature")
	maxSamples := flag.Int("max-samples", 50_000_000, "most samples that a query may hold")
	flag.Parse()
	server, err := newServer(strings.Split(*features, ","), *maxSamples)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	defer server.close()
	out := bufio.NewWriterSize(os.Stdout, 1<<20)
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	decoder := json.NewDecoder(bufio.NewReaderSize(os.Stdin, 1<<20))
	reply := answer{Version: version()}
	for {
		if err := encoder.Encode(reply); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return
		}
		out.Flush()
		var next request
		if err := decoder.Decode(&next); err != nil {
			if !errors.Is(err, io.EOF) {
				fmt.Fprintln(os.Stderr, err)
			}
			return
		}
		reply = server.answer(next)
	}
}

// version is that of the linked Prometheus module.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	for _, dependency := range info.Deps {
		if dependency.Path == "github.com/prometheus/prometheus" {
			return dependency.Version
		}
	}
	return "unknown"
}

type server struct {
	parser parser.Parser
	engine *promql.Engine
	db     *tsdb.DB
	dir    string
}

func newServer(features []string, maxSamples int) (*server, error) {
	var options parser.Options
	engineOptions := promql.EngineOpts{
		MaxSamples:               maxSamples,
		Timeout:                  100 * time.Second,
		LookbackDelta:            5 * time.Minute,
		NoStepSubqueryIntervalFn: func(int64) int64 { return 60_000 },
		EnableAtModifier:         true,
		EnableNegativeOffset:     true,
	}
	for _, feature := range features {
		switch feature {
		case "":
		case "promql-experimental-functions":
			options.EnableExperimentalFunctions = true
		case "promql-duration-expr":
			options.ExperimentalDurationExpr = true
		case "promql-extended-range-selectors":
			options.EnableExtendedRangeSelectors = true
		case "promql-binop-fill-modifiers":
			options.EnableBinopFillModifiers = true
		case "promql-delayed-name-removal":
			engineOptions.EnableDelayedNameRemoval = true
		case "type-and-unit-labels":
			engineOptions.EnableTypeAndUnitLabels = true
		case "use-start-timestamps":
			engineOptions.UseStartTimestamps = true
		default:
			return nil, fmt.Errorf("unknown feature %q", feature)
		}
	}
	engineOptions.Parser = parser.NewParser(options)
	all := parser.Options{EnableExperimentalFunctions: true}
	return &server{parser: parser.NewParser(all), engine: promql.NewEngine(engineOptions)}, nil
}

func (s *server) close() {
	if s.db != nil {
		s.db.Close()
		os.RemoveAll(s.dir)
		s.db = nil
	}
}

func (s *server) answer(r request) answer {
	switch r.Op {
	case "load":
		if err := s.load(r.Loads); err != nil {
			return answer{Error: err.Error(), ErrorType: "load"}
		}
		return answer{Type: "loaded"}
	case "query":
		return s.query(r)
	default:
		return answer{Error: "unknown op " + r.Op, ErrorType: "protocol"}
	}
}

func (s *server) load(loads []load) error {
	s.close()
	dir, err := os.MkdirTemp("", "fuzz-promql")
	if err != nil {
		return err
	}
	options := tsdb.DefaultOptions()
	options.MinBlockDuration = (24 * time.Hour).Milliseconds()
	options.MaxBlockDuration = (24 * time.Hour).Milliseconds()
	options.RetentionDuration = 0
	options.WALSegmentSize = -1
	db, err := tsdb.Open(dir, slog.New(slog.DiscardHandler), nil, options, tsdb.NewDBStats())
	if err != nil {
		return err
	}
	s.db, s.dir = db, dir
	appender := db.Appender(context.Background())
	for _, one := range loads {
		for _, line := range one.Lines {
			if err := s.appendLine(appender, one.StepMs, line); err != nil {
				appender.Rollback()
				return fmt.Errorf("%s: %w", line, err)
			}
		}
	}
	return appender.Commit()
}

func (s *server) appendLine(appender storage.Appender, stepMs int64, line string) error {
	metric, values, err := s.parser.ParseSeriesDesc(line)
	if err != nil {
		return err
	}
	var ref storage.SeriesRef
	for i, value := range values {
		if value.Omitted {
			continue
		}
		at := int64(i) * stepMs
		if value.Histogram != nil {
			ref, err = appender.AppendHistogram(ref, metric, at, nil, value.Histogram)
		} else {
			ref, err = appender.Append(ref, metric, at, value.Value)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (s *server) query(r request) answer {
	ctx := context.Background()
	start, end := time.UnixMilli(r.StartMs), time.UnixMilli(r.EndMs)
	var query promql.Query
	var err error
	if r.StepMs == 0 {
		query, err = s.engine.NewInstantQuery(ctx, s.db, nil, r.Query, start)
	} else {
		query, err = s.engine.NewRangeQuery(ctx, s.db, nil, r.Query, start, end, time.Duration(r.StepMs)*time.Millisecond)
	}
	if err != nil {
		return answer{Error: err.Error(), ErrorType: "bad_data"}
	}
	defer query.Close()
	result := query.Exec(ctx)
	reply := answer{}
	reply.Warnings, reply.Infos = result.Warnings.AsStrings(r.Query, 0, 0)
	if result.Err != nil {
		reply.Error, reply.ErrorType = result.Err.Error(), errorType(result.Err)
		return reply
	}
	reply.Type = string(result.Value.Type())
	switch value := result.Value.(type) {
	case promql.String:
		reply.String = value.V
	case promql.Scalar:
		reply.Series = []series{{Labels: []string{}, Floats: []floatPoint{{value.T, value.V}}}}
	case promql.Vector:
		for _, sample := range value {
			one := series{Labels: flat(sample.Metric)}
			if sample.H != nil {
				one.Histograms = []histogramPoint{histogramOf(sample.T, sample.H)}
			} else {
				one.Floats = []floatPoint{{sample.T, sample.F}}
			}
			reply.Series = append(reply.Series, one)
		}
	case promql.Matrix:
		for _, each := range value {
			one := series{Labels: flat(each.Metric)}
			for _, point := range each.Floats {
				one.Floats = append(one.Floats, floatPoint{point.T, point.F})
			}
			for _, point := range each.Histograms {
				one.Histograms = append(one.Histograms, histogramOf(point.T, point.H))
			}
			reply.Series = append(reply.Series, one)
		}
	}
	return reply
}

// errorType names errors as the HTTP API does.
func errorType(err error) string {
	var canceled promql.ErrQueryCanceled
	var timeout promql.ErrQueryTimeout
	var storageError promql.ErrStorage
	switch {
	case errors.As(err, &canceled):
		return "canceled"
	case errors.As(err, &timeout):
		return "timeout"
	case errors.As(err, &storageError):
		return "internal"
	default:
		return "execution"
	}
}

func flat(metric labels.Labels) []string {
	pairs := make([]string, 0, 2*metric.Len())
	metric.Range(func(l labels.Label) { pairs = append(pairs, l.Name, l.Value) })
	return pairs
}

func histogramOf(timestampMs int64, original *histogram.FloatHistogram) histogramPoint {
	h := original.Copy().Compact(0)
	point := histogramPoint{
		TimestampMs:   timestampMs,
		Schema:        h.Schema,
		ZeroThreshold: text(h.ZeroThreshold),
		ZeroCount:     text(h.ZeroCount),
		Count:         text(h.Count),
		Sum:           text(h.Sum),
		Positive:      byIndex(h.PositiveSpans, h.PositiveBuckets),
		Negative:      byIndex(h.NegativeSpans, h.NegativeBuckets),
		CustomValues:  []string{},
	}
	for _, bound := range h.CustomValues {
		point.CustomValues = append(point.CustomValues, text(bound))
	}
	return point
}

func byIndex(spans []histogram.Span, counts []float64) []indexed {
	buckets := []indexed{}
	index, next := int32(0), 0
	for _, span := range spans {
		index += span.Offset
		for range span.Length {
			buckets = append(buckets, indexed{index, counts[next]})
			index++
			next++
		}
	}
	return buckets
}
