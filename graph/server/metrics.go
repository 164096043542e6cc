package server

import (
	"context"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// metrics is what /metrics tells. Names and labels are for dashboards and
// alarms: they stay.
type metrics struct {
	registry   *prometheus.Registry
	requests   *prometheus.CounterVec
	duration   *prometheus.HistogramVec
	statements prometheus.Histogram
	cost       prometheus.Histogram
	panics     prometheus.Counter
}

func newMetrics(cfg Config, g *gate, ready *readiness) *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "safir_graphql_requests_total", Help: "Requests to /graphql, by outcome: OK, or the code of the first error.",
		}, []string{"outcome"}),
		duration: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "safir_graphql_duration_seconds", Help: "Time from a request to its answer, by outcome.",
			Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10},
		}, []string{"outcome"}),
		statements: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "safir_graphql_statements", Help: "Cypher statements of an operation.", Buckets: []float64{0, 1, 2, 3, 5, 10, 20},
		}),
		cost: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "safir_graphql_cost", Help: "Rows that an operation asks for.", Buckets: prometheus.ExponentialBuckets(1, 4, 9),
		}),
		panics: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "safir_panics_total", Help: "Requests that ended in a panic. Each is in the log with its stack.",
		}),
	}
	gauge := func(name, help string, value func() float64) {
		m.registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: name, Help: help}, value))
	}
	m.registry.MustRegister(m.requests, m.duration, m.statements, m.cost, m.panics,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	gauge("safir_graphql_running", "Operations that run now.", func() float64 { return float64(g.running()) })
	gauge("safir_graphql_waiting", "Operations that wait for their turn.", func() float64 { return float64(g.waiting.Load()) })
	gauge("safir_ready", "1 when /readyz says ready, else 0.", func() float64 {
		if ready.state(context.Background()) != "" {
			return 0
		}
		return 1
	})
	if cfg.Newest != nil || cfg.Connections != nil {
		m.registry.MustRegister(&graphCollector{newest: cfg.Newest, connections: cfg.Connections, log: cfg.Log})
	}
	return m
}

func (m *metrics) handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
}

func (m *metrics) asked(n *note, took time.Duration) {
	outcome := n.outcome
	if outcome == "" {
		outcome = "OK"
	}
	m.requests.WithLabelValues(outcome).Inc()
	m.duration.WithLabelValues(outcome).Observe(took.Seconds())
	if n.executed {
		m.statements.Observe(float64(n.statements))
		m.cost.Observe(float64(n.cost))
	}
}

var (
	ageDesc = prometheus.NewDesc("safir_source_newest_article_age_seconds",
		"Age of the newest article of a source, from the day it was published.", []string{"source"}, nil)
	connectionsDesc = prometheus.NewDesc("safir_neo4j_connections",
		"Connections that this user has to Neo4j.", nil, nil)
)

// graphCollector asks the graph, but not more often than every few seconds.
type graphCollector struct {
	newest      func(context.Context) (map[string]time.Time, error)
	connections func(context.Context) (int, error)
	log         *slog.Logger

	mu    sync.Mutex
	asked time.Time
	days  map[string]time.Time
	count int
}

const (
	askGraphEvery  = 10 * time.Second
	graphAnswersIn = 3 * time.Second
)

// Describe tells nothing: which series there are, the graph says.
func (c *graphCollector) Describe(chan<- *prometheus.Desc) {}

// Collect leaves out what the graph does not answer.
func (c *graphCollector) Collect(out chan<- prometheus.Metric) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.asked.IsZero() || time.Since(c.asked) > askGraphEvery {
		c.ask()
	}
	for source, day := range c.days {
		out <- prometheus.MustNewConstMetric(ageDesc, prometheus.GaugeValue, time.Since(day).Seconds(), source)
	}
	if c.count >= 0 {
		out <- prometheus.MustNewConstMetric(connectionsDesc, prometheus.GaugeValue, float64(c.count))
	}
}

func (c *graphCollector) ask() {
	ctx, cancel := context.WithTimeout(context.Background(), graphAnswersIn)
	defer cancel()
	c.asked, c.days, c.count = time.Now(), nil, -1
	var err error
	if c.newest != nil {
		if c.days, err = c.newest(ctx); err != nil {
			c.log.Warn("no metrics of sources", "error", err)
		}
	}
	if c.connections != nil {
		n, err := c.connections(ctx)
		if err != nil {
			c.log.Warn("no metrics of connections", "error", err)
			return
		}
		c.count = n
	}
}
