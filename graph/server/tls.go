package server

import (
	"crypto/tls"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"time"
)

// TLS names the PEM files of a certificate (with its chain) and its key.
type TLS struct{ Certificate, Key string }

func (t TLS) on() bool { return t.Certificate != "" && t.Key != "" }

// certificate serves the files' certificate and sees when they change. A
// change that cannot be read leaves the old one in use.
type certificate struct {
	files TLS
	log   *slog.Logger

	mu      sync.Mutex
	current *tls.Certificate
	changed [2]time.Time
	checked time.Time
}

func newCertificate(files TLS, log *slog.Logger) (*certificate, error) {
	c := &certificate{files: files, log: log}
	changed, err := c.times()
	if err == nil {
		err = c.load(changed)
	}
	return c, err
}

func (c *certificate) config() *tls.Config {
	return &tls.Config{
		MinVersion: tls.VersionTLS12,
		NextProtos: []string{"h2", "http/1.1"},
		GetCertificate: func(*tls.ClientHelloInfo) (*tls.Certificate, error) {
			return c.get(), nil
		},
	}
}

// get looks at the files at most once a second.
func (c *certificate) get() *tls.Certificate {
	c.mu.Lock()
	defer c.mu.Unlock()
	if now := time.Now(); now.Sub(c.checked) >= time.Second {
		c.checked = now
		changed, err := c.times()
		if err == nil && changed != c.changed {
			if err = c.load(changed); err == nil {
				c.log.Info("certificate read again", "file", c.files.Certificate)
			}
		}
		if err != nil {
			c.log.Error("the certificate cannot be read, the old one stays in use", "error", err)
		}
	}
	return c.current
}

func (c *certificate) times() (t [2]time.Time, err error) {
	for i, path := range []string{c.files.Certificate, c.files.Key} {
		info, err := os.Stat(path)
		if err != nil {
			return t, fmt.Errorf("tls: %w", err)
		}
		t[i] = info.ModTime()
	}
	return t, nil
}

func (c *certificate) load(changed [2]time.Time) error {
	pair, err := tls.LoadX509KeyPair(c.files.Certificate, c.files.Key)
	if err != nil {
		return fmt.Errorf("tls: certificate %s with key %s: %w", c.files.Certificate, c.files.Key, err)
	}
	c.current, c.changed = &pair, changed
	return nil
}
